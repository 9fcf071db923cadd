use std::time::Duration;

use axum::Router;
use quizcraft_identity::TokenFault;
use serde_json::json;

use crate::support::{Answer, Document, TestProvider, list, list_all, pass};
use crate::tokens::Issuer;

const NOT_THEIRS: &str = "the token is signed with a key that the issuer does not publish";

/// Returns tokens that are signed with different unknown keys.
fn strangers(provider: &TestProvider, tokens: usize) -> Vec<String> {
    let ids = ["x-1", "x-2", "x-3", "../keys", "' OR 1=1 --"];
    let issuers = ids.map(Issuer::ed);
    let issuers = issuers.iter().cycle().take(tokens);
    issuers.map(|issuer| provider.token(issuer)).collect()
}

fn expect_strangers(answers: &[Answer]) {
    assert!(!answers.is_empty());
    for answer in answers {
        answer.expect_refused(NOT_THEIRS);
    }
}

/// Sends requests with the tokens, one after the other.
async fn one_by_one(service: &Router, tokens: &[String]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for token in tokens {
        answers.push(list(service, token).await);
    }
    answers
}

#[tokio::test]
async fn a_hundred_concurrent_unknown_keys_cause_one_refresh() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let service = provider.service();
    let tokens = strangers(&provider, 100);
    expect_strangers(&list_all(&service, &tokens).await);
    assert_eq!(provider.asked(Document::Keys), 2);
    expect_strangers(&list_all(&service, &tokens).await);
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn a_hundred_consecutive_unknown_keys_cause_one_refresh() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let service = provider.service();
    let tokens = strangers(&provider, 100);
    expect_strangers(&one_by_one(&service, &tokens).await);
    assert_eq!(provider.asked(Document::Keys), 2);
    assert_eq!(provider.asked(Document::Configuration), 1);
    assert_eq!(provider.asked(Document::Userinfo), 0);
}

#[tokio::test]
async fn valid_tokens_are_accepted_between_unknown_keys() {
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    for stranger in strangers(&provider, 20) {
        list(&service, &stranger).await.expect_refused(NOT_THEIRS);
        list(&service, &provider.token(&issuer)).await.expect(200);
    }
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn unknown_key_causes_another_refresh_after_ten_seconds() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    let tokens = strangers(&provider, 10);
    expect_strangers(&list_all(&service, &tokens).await);

    // when
    provider.publish(&[&old, &new]);
    let too_soon = list(&service, &provider.token(&new)).await;
    pass(Duration::from_secs(10)).await;
    let again = list(&service, &provider.token(&new)).await;

    // then
    too_soon.expect_refused(NOT_THEIRS);
    again.expect(200);
    assert_eq!(provider.asked(Document::Keys), 3);
    expect_strangers(&list_all(&service, &tokens).await);
    assert_eq!(provider.asked(Document::Keys), 3);
    pass(Duration::from_secs(10)).await;
    expect_strangers(&list_all(&service, &tokens).await);
    assert_eq!(provider.asked(Document::Keys), 4);
}

#[tokio::test]
async fn valid_token_does_not_wait_for_a_refresh() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let service = provider.service();
    let claims = crate::tokens::claims_with("iss", &json!(provider.url()));
    list(&service, &provider.token(&issuer)).await.expect(200);

    // when
    provider.hold();
    let stranger = strangers(&provider, 1).remove(0);
    let good = async {
        provider.until_asked(Document::Keys, 2).await;
        let answer = list(&service, &issuer.token(&claims)).await;
        provider.release();
        answer
    };
    let (refused, good) = tokio::join!(list(&service, &stranger), good);

    // then
    good.expect(200);
    refused.expect_refused(NOT_THEIRS);
}

/// A valid token without `kid`.
fn nameless(provider: &TestProvider, issuer: &Issuer) -> String {
    issuer.sign(&json!({"alg": "EdDSA"}), &provider.claims())
}

#[tokio::test]
async fn token_without_kid_may_be_signed_with_a_new_key() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &nameless(&provider, &old)).await.expect(200);

    // when
    provider.publish(&[&new]);

    // then
    list(&service, &nameless(&provider, &new)).await.expect(200);
    let refused = list(&service, &nameless(&provider, &old)).await;
    refused.expect_refused(&TokenFault::Signature.to_string());
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn a_hundred_forgeries_without_kid_cause_one_refresh() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let service = provider.service();
    let stranger = Issuer::ed("x-1");
    let tokens: Vec<_> = (0..100).map(|_| nameless(&provider, &stranger)).collect();
    for answer in list_all(&service, &tokens).await {
        answer.expect_refused(&TokenFault::Signature.to_string());
    }
    for answer in one_by_one(&service, &tokens).await {
        answer.expect_refused(&TokenFault::Signature.to_string());
    }
    assert_eq!(provider.asked(Document::Keys), 2);
}
