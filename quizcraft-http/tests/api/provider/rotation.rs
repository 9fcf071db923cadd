use std::time::Duration;

use quizcraft_identity::{Provider, TokenFault};

use super::verify;
use crate::support::{Document, TestProvider, list, pass};
use crate::tokens::{Issuer, fault};

/// Waits for the background refresh after which this key is rejected.
async fn until_withdrawn(known: &Provider, provider: &TestProvider, issuer: &Issuer) {
    for _ in 0..100_000 {
        match verify(known, &provider.token(issuer)).await {
            Ok(_) => tokio::task::yield_now().await,
            Err(refusal) => {
                assert_eq!(fault(refusal), TokenFault::UnknownKey);
                return;
            }
        }
    }
    panic!("the key goes on verifying tokens");
}

#[tokio::test]
async fn new_key_is_accepted_at_once_beside_the_old_one() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::rsa());
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);

    // when
    provider.publish(&[&old, &new]);

    // then
    list(&service, &provider.token(&new)).await.expect(200);
    list(&service, &provider.token(&old)).await.expect(200);
    list(&service, &provider.token(&new)).await.expect(200);
    assert_eq!(provider.asked(Document::Keys), 2);
    assert_eq!(provider.asked(Document::Configuration), 1);
}

#[tokio::test]
async fn withdrawn_key_is_rejected_after_a_refresh() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let service = provider.service();
    list(&service, &provider.token(&old)).await.expect(200);

    // when
    provider.publish(&[&new]);
    list(&service, &provider.token(&new)).await.expect(200);

    // then
    let refused = list(&service, &provider.token(&old)).await;
    refused.expect_refused("the token is signed with a key that the issuer does not publish");
}

#[tokio::test]
async fn replaced_key_is_rejected_after_a_refresh() {
    // given
    let (old, same, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&old)).await.is_ok());

    // when
    provider.publish(&[&same, &new]);
    assert!(verify(&known, &provider.token(&new)).await.is_ok());

    // then
    assert!(verify(&known, &provider.token(&same)).await.is_ok());
    let refused = verify(&known, &provider.token(&old)).await.unwrap_err();
    assert_eq!(fault(refused), TokenFault::Signature);
}

#[tokio::test]
async fn background_refresh_removes_a_withdrawn_key() {
    // given
    let (leaked, other) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&leaked, &other]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&leaked)).await.is_ok());

    // when
    provider.publish(&[&other]);
    pass(Duration::from_mins(10)).await;

    // then
    until_withdrawn(&known, &provider, &leaked).await;
    assert!(verify(&known, &provider.token(&other)).await.is_ok());
    assert_eq!(provider.asked(Document::Keys), 2);
}

#[tokio::test]
async fn key_withdrawn_more_than_an_hour_ago_is_rejected() {
    // given
    let (leaked, other) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&leaked, &other]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&leaked)).await.is_ok());

    // when
    provider.publish(&[&other]);
    pass(Duration::from_hours(1)).await;

    // then
    let refused = verify(&known, &provider.token(&leaked)).await.unwrap_err();
    assert_eq!(fault(refused), TokenFault::UnknownKey);
}

#[tokio::test]
async fn keys_url_may_change() {
    // given
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let provider = TestProvider::with(&[&old]);
    let known = provider.known();
    assert!(verify(&known, &provider.token(&old)).await.is_ok());

    // when
    let place = format!("{}/keys?version=2", provider.url());
    provider.configure("jwks_uri", serde_json::json!(place));
    provider.publish(&[&new]);
    pass(Duration::from_hours(1)).await;

    // then
    assert!(verify(&known, &provider.token(&new)).await.is_ok());
    assert_eq!(provider.asked(Document::Configuration), 2);
}
