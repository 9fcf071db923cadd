use quizcraft_identity::{InvalidIssuer, Provider, ProviderError};
use serde_json::json;

use super::Unlearned;
use crate::support::{Document, Reply, TestProvider};
use crate::tokens::Issuer;

#[test]
fn insecure_issuers_are_rejected() {
    for issuer in [
        "http://id.example.org/",
        "http://192.0.2.1/",
        "http://[2001:db8::1]/",
        "http://localhost.example.org/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/issuer",
        "id.example.org",
        "",
    ] {
        let refused = Provider::new(issuer).unwrap_err();
        assert_eq!(refused, InvalidIssuer::Insecure, "{issuer}");
    }
}

#[test]
fn issuers_with_https_or_on_loopback_are_accepted() {
    for issuer in [
        "https://id.example.org/",
        "https://id.example.org",
        "https://id.example.org/tenant/7",
        "http://127.0.0.1:8080",
        "http://127.9.9.9/",
        "http://[::1]:8080/",
        "http://localhost/",
    ] {
        assert!(Provider::new(issuer).is_ok(), "{issuer}");
    }
}

#[test]
fn issuers_with_user_query_or_fragment_are_rejected() {
    for issuer in [
        "https://user:hush@id.example.org/",
        "https://hush@id.example.org/",
        "https://:hush@id.example.org/",
        "https://id.example.org/?hush=b",
        "https://id.example.org/#hush",
    ] {
        let refused = Provider::new(issuer).unwrap_err();
        assert_eq!(refused, InvalidIssuer::ExtraComponents, "{issuer}");
        assert!(!format!("{refused} {refused:?}").contains("hush"));
    }
}

#[test]
fn errors_of_issuers_do_not_contain_the_password() {
    let refused = Provider::new("http://user:hush@id.example.org/").unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("hush"));
}

#[tokio::test]
async fn discovery_document_of_another_issuer_is_rejected() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    for claimed in [
        "https://id.example.org/".to_owned(),
        format!("{}/", provider.url()),
        provider.url().to_uppercase(),
        String::new(),
    ] {
        provider.configure("issuer", json!(claimed));
        let unlearned = Unlearned::of(&provider).await;
        let ProviderError::IssuerMismatch {
            claimed: actual, ..
        } = unlearned.why()
        else {
            panic!("{:?}", unlearned.why());
        };
        assert_eq!(*actual, claimed);
    }
    assert_eq!(provider.asked(Document::Keys), 0);
}

#[tokio::test]
async fn insecure_endpoints_are_rejected() {
    for place in ["jwks_uri", "userinfo_endpoint"] {
        for elsewhere in [
            "http://192.0.2.1/keys",
            "https://user:hush@id.example.org/",
            "ftp://127.0.0.1/",
            "/keys",
            "",
        ] {
            let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
            provider.configure(place, json!(elsewhere));
            let unlearned = Unlearned::of(&provider).await;
            let why = unlearned.why();
            assert!(matches!(why, ProviderError::InsecureUrl(_)), "{why:?}");
            assert_eq!(provider.asked(Document::Keys), 0);
        }
    }
}

#[tokio::test]
async fn redirects_of_documents_are_not_followed() {
    for document in [Document::Configuration, Document::Keys] {
        for status in [301, 302, 303, 307, 308] {
            // given
            let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
            let moved = Reply::status(status).with("location", "/elsewhere");
            provider.set(document, moved);

            // when
            let unlearned = Unlearned::of(&provider).await;

            // then
            let ProviderError::Status { status: actual, .. } = unlearned.why() else {
                panic!("{:?}", unlearned.why());
            };
            assert_eq!(*actual, status, "{document:?}");
            assert_eq!(provider.asked(Document::Elsewhere), 0);
        }
    }
}

#[tokio::test]
async fn debug_of_a_provider_shows_its_issuer() {
    let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
    let shown = format!("{:?}", provider.known());
    assert_eq!(shown, format!("Provider({:?})", provider.url()));
}
