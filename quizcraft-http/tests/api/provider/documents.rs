use std::error::Error;

use quizcraft_identity::ProviderError;
use serde_json::{Value, json};

use super::{Unlearned, verify};
use crate::support::{Document, Reply, TestProvider};
use crate::tokens::Issuer;

/// The maximum size of a document, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// A document of this size in bytes.
fn padded(document: &Value, bytes: usize) -> Reply {
    let mut text = document.to_string();
    let blanks = bytes - text.len();
    text.extend(std::iter::repeat_n(' ', blanks));
    Reply::text(text)
}

#[tokio::test]
async fn unreachable_provider_is_named_in_the_error() {
    let provider = TestProvider::away_with(&[&Issuer::ed("ed-1")]);
    let unlearned = Unlearned::of(&provider).await;
    let why = unlearned.why();
    assert!(why.to_string().contains(&provider.url()), "{why}");
    assert!(why.source().is_some());
    assert!(matches!(why, ProviderError::Fetch { .. }), "{why:?}");
}

#[tokio::test]
async fn malformed_discovery_documents_are_rejected() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let url = provider.url();
    for text in [
        "<html>".to_owned(),
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        json!({"issuer": url}).to_string(),
        json!({"issuer": url, "jwks_uri": 1}).to_string(),
        json!({"issuer": url, "jwks_uri": url, "userinfo_endpoint": 1}).to_string(),
    ] {
        provider.set(Document::Configuration, Reply::text(&text));
        let unlearned = Unlearned::of(&provider).await;
        let why = unlearned.why();
        assert!(matches!(why, ProviderError::Unreadable { .. }), "{why:?}");
    }
}

#[tokio::test]
async fn malformed_key_sets_are_rejected() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    for jwks in [
        "",
        "<html>",
        "{}",
        "[]",
        r#"{"keys": "none"}"#,
        r#"{"keys": [}"#,
        "null",
    ] {
        provider.set(Document::Keys, Reply::text(jwks));
        let unlearned = Unlearned::of(&provider).await;
        let why = unlearned.why();
        assert!(matches!(why, ProviderError::Keys { .. }), "{why:?}");
    }
}

#[tokio::test]
async fn key_sets_without_usable_keys_are_rejected() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    for keys in [
        json!(["key"]),
        json!([{"kty": "AKP", "kid": "pq", "pub": "AAAA"}]),
        json!([{"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}]),
    ] {
        provider.set(Document::Keys, Reply::json(&json!({"keys": keys})));
        let unlearned = Unlearned::of(&provider).await;
        let why = unlearned.why();
        assert!(matches!(why, ProviderError::NoKeys(_)), "{why:?}");
    }
}

#[tokio::test]
async fn missing_document_is_named_with_its_status() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let nowhere = format!("{}/nothing", provider.url());
    provider.configure("jwks_uri", json!(nowhere));
    let unlearned = Unlearned::of(&provider).await;
    let why = unlearned.why().to_string();
    assert_eq!(why, format!("{nowhere} returned status 404"));
}

#[tokio::test]
async fn documents_are_limited_to_256_kib() {
    // given
    let issuer = Issuer::ed("ed-1");
    let provider = TestProvider::with(&[&issuer]);
    let keys = json!({"keys": [issuer.jwk()]});
    let configuration = provider.right();

    for (document, value) in [
        (Document::Configuration, configuration),
        (Document::Keys, keys),
    ] {
        // when
        provider.set(document, padded(&value, MAX_BYTES + 1));
        let unlearned = Unlearned::of(&provider).await;
        provider.set(document, padded(&value, MAX_BYTES));
        let learned = verify(&provider.known(), &provider.token(&issuer)).await;

        // then
        let why = unlearned.why();
        assert!(matches!(why, ProviderError::TooLarge { .. }), "{why:?}");
        assert!(learned.is_ok(), "{learned:?}");
    }
}
