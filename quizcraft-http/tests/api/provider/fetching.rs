use std::time::Duration;

use super::verify;
use crate::support::{Document, TestProvider, list, list_all, pass};
use crate::tokens::Issuer;

const MINUTE: Duration = Duration::from_mins(1);

/// The number of requests for the discovery document and for the keys.
fn asked(provider: &TestProvider) -> [usize; 2] {
    [Document::Configuration, Document::Keys].map(|document| provider.asked(document))
}

#[tokio::test]
async fn provider_is_queried_lazily() {
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
async fn provider_is_queried_once_for_many_tokens() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for _ in 0..20 {
        list(&service, &provider.token(&issuer)).await.expect(200);
    }
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn concurrent_requests_share_one_fetch_of_keys() {
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
async fn clones_share_the_cache() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let known = provider.known();
    for clone in [known.clone(), known] {
        assert!(verify(&clone, &provider.token(&issuer)).await.is_ok());
    }
    assert_eq!(asked(&provider), [1, 1]);
}

#[tokio::test]
async fn stale_keys_are_refreshed() {
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
async fn requests_do_not_wait_for_a_background_refresh() {
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
async fn a_thousand_requests_with_ten_tokens_cause_ten_userinfo_requests() {
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
