use std::time::Duration;

use super::verify;
use crate::support::{Document, TestProvider, list, list_all, pass};
use crate::tokens::Issuer;

const MINUTE: Duration = Duration::from_mins(1);

/// How often a provider was asked for its configuration and for its keys.
fn asked(provider: &TestProvider) -> [usize; 2] {
    [Document::Configuration, Document::Keys].map(|document| provider.asked(document))
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_needed() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);

    // when
    let service = provider.service();
    let opaque = list(&service, "opaque").await;

    // then
    opaque.expect_error(401, "unauthenticated");
    assert_eq!(asked(&provider), [0, 0], "such a token needs no key");
    list(&service, &provider.token(&issuer)).await.expect(200);
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn a_provider_is_asked_once_for_many_tokens() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for _ in 0..20 {
        list(&service, &provider.token(&issuer)).await.expect(200);
    }
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn many_who_need_keys_at_once_share_one_question() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let tokens: Vec<_> = (0..100).map(|_| provider.token(&issuer)).collect();

    // when
    provider.hold();
    let release = async {
        provider.until_asked(Document::Configuration, 1).await;
        provider.release();
    };
    let (answers, ()) = tokio::join!(list_all(&service, &tokens), release);

    // then
    for answer in answers {
        answer.expect(200);
    }
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn a_clone_knows_what_the_provider_knows() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let known = provider.known();
    for clone in [known.clone(), known] {
        assert!(verify(&clone, &provider.token(&issuer)).await.is_ok());
    }
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn keys_are_kept_for_minutes_and_then_asked_for_again() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&issuer)).await.is_ok());

    // when, then
    pass(9 * MINUTE).await;
    assert!(verify(&known, &provider.token(&issuer)).await.is_ok());
    assert_eq!(asked(&provider), [1, 1]);
    pass(MINUTE).await;
    assert!(verify(&known, &provider.token(&issuer)).await.is_ok());
    provider.until_asked(Document::Keys, 2).await;
}

#[tokio::test]
async fn nobody_waits_for_keys_that_are_asked_for_again() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&issuer)).await.is_ok());

    // when
    pass(10 * MINUTE).await;
    provider.hold();

    // then
    for _ in 0..20 {
        assert!(verify(&known, &provider.token(&issuer)).await.is_ok());
    }
    provider.until_asked(Document::Configuration, 2).await;
    provider.release();
    provider.until_asked(Document::Keys, 2).await;
    assert!(verify(&known, &provider.token(&issuer)).await.is_ok());
    assert_eq!(asked(&provider), [2, 2]);
}

#[tokio::test]
async fn a_thousand_requests_with_ten_new_tokens_cause_ten_questions_for_addresses() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let tokens: Vec<_> = (0..10).map(|_| provider.token(&issuer)).collect();
    let requests: Vec<_> = tokens.iter().cycle().take(1000).cloned().collect();

    // when
    let answers = list_all(&service, &requests).await;

    // then
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(provider.asked(Document::Userinfo), 10);
    assert_eq!(asked(&provider), [1, 1]);
}
