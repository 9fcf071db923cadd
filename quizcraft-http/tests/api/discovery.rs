//! How the keys of an issuer are learned, from a provider on this machine.

use std::error::Error;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use quizcraft_core::Timestamp;
use quizcraft_http::auth::{BearerToken, DiscoveryError, KeySet, TokenVerifier, discover};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::NOW;
use crate::tokens::{AUDIENCE, Issuer, claims_with};

/// What a provider answers to the two questions that it is asked, given its own URL.
struct Provider {
    configuration: fn(&str) -> String,
    jwks: String,
}

/// The configuration of a provider that does everything right.
fn right(url: &str) -> String {
    json!({"issuer": url, "jwks_uri": format!("{url}/keys")}).to_string()
}

impl Provider {
    fn with_keys(jwks: &Value) -> Self {
        Self {
            configuration: right,
            jwks: jwks.to_string(),
        }
    }

    fn with_configuration(configuration: fn(&str) -> String) -> Self {
        let jwks = json!({"keys": [Issuer::ed("ed-1").jwk()]}).to_string();
        Self {
            configuration,
            jwks,
        }
    }

    /// Begins to answer; the URL at which it does.
    async fn serve(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let configuration = (self.configuration)(&url);
        let moved = (
            StatusCode::FOUND,
            [(header::LOCATION, "/keys")],
            self.jwks.clone(),
        );
        let app = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async || configuration),
            )
            .route("/keys", get(async || self.jwks))
            .route("/moved", get(async move || moved));
        tokio::spawn(async { axum::serve(listener, app).await });
        url
    }
}

async fn refused(provider: Provider) -> DiscoveryError {
    discover(&provider.serve().await).await.unwrap_err()
}

#[tokio::test]
async fn the_keys_that_are_learned_verify_tokens() {
    // given
    let issuer = Issuer::ed("ed-1");
    let url = Provider::with_keys(&json!({"keys": [issuer.jwk()]})).serve();
    let url = url.await;

    // when
    let keys: KeySet = discover(&url).await.unwrap();

    // then
    let verifier = TokenVerifier::new(&url, AUDIENCE, keys);
    let now = Timestamp::from_secs(NOW);
    let token = |iss: &str| issuer.token(&claims_with("iss", &json!(iss)));
    let good = BearerToken::new(&token(&url)).unwrap();
    assert!(verifier.verify(&good, now).is_ok());
    let other = BearerToken::new(&token("http://127.0.0.1:1")).unwrap();
    assert!(verifier.verify(&other, now).is_err());
}

#[tokio::test]
async fn an_issuer_may_end_in_a_slash_if_it_says_so_itself() {
    let configuration = |url: &str| {
        json!({"issuer": format!("{url}/"), "jwks_uri": format!("{url}/keys")}).to_string()
    };
    let url = Provider::with_configuration(configuration).serve().await;
    assert_eq!(discover(&format!("{url}/")).await.unwrap().len(), 1);
    let error = discover(&url).await.unwrap_err();
    assert!(
        matches!(error, DiscoveryError::OtherIssuer { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_others_could_answer_for_is_not_asked() {
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
        let error = discover(issuer).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::NotSecure(_)), "{error:?}");
    }
}

#[tokio::test]
async fn keys_that_others_could_answer_for_are_not_fetched() {
    let elsewhere =
        |url: &str| json!({"issuer": url, "jwks_uri": "http://192.0.2.1/keys"}).to_string();
    let error = refused(Provider::with_configuration(elsewhere)).await;
    assert!(matches!(error, DiscoveryError::NotSecure(_)), "{error:?}");
}

#[tokio::test]
async fn a_document_that_moved_is_not_followed() {
    let moved = |url: &str| json!({"issuer": url, "jwks_uri": format!("{url}/moved")}).to_string();
    let error = refused(Provider::with_configuration(moved)).await;
    assert!(
        matches!(error, DiscoveryError::Status { status: 302, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_issuer_is_a_url_without_anything_behind() {
    for issuer in [
        "https://user:hush@id.example.org/",
        "https://id.example.org/?a=b",
        "https://id.example.org/#c",
    ] {
        let error = discover(issuer).await.unwrap_err();
        assert!(matches!(error, DiscoveryError::NotAnIssuer), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
}

#[tokio::test]
async fn a_provider_that_calls_itself_something_else_is_not_trusted() {
    let other = |url: &str| {
        json!({"issuer": "https://id.example.org/", "jwks_uri": format!("{url}/keys")}).to_string()
    };
    let error = refused(Provider::with_configuration(other)).await;
    assert!(
        matches!(&error, DiscoveryError::OtherIssuer { claimed, .. } if claimed == "https://id.example.org/"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_named() {
    // given: a port that somebody had and nobody has now.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);

    // when
    let error = discover(&url).await.unwrap_err();

    // then
    assert!(error.to_string().contains(&url), "{error}");
    assert!(error.source().is_some());
    assert!(matches!(error, DiscoveryError::Fetch { .. }), "{error:?}");
}

#[tokio::test]
async fn a_document_that_makes_no_sense_can_not_be_fetched() {
    for configuration in [
        (|_| "<html>".to_owned()) as fn(&str) -> String,
        |_| String::new(),
        |_| "{}".to_owned(),
        |url| json!({"issuer": url}).to_string(),
        |url| json!({"issuer": url, "jwks_uri": 1}).to_string(),
    ] {
        let error = refused(Provider::with_configuration(configuration)).await;
        assert!(matches!(error, DiscoveryError::Fetch { .. }), "{error:?}");
    }
    let nowhere =
        |url: &str| json!({"issuer": url, "jwks_uri": format!("{url}/nothing")}).to_string();
    let error = refused(Provider::with_configuration(nowhere)).await;
    assert!(
        matches!(error, DiscoveryError::Status { status: 404, .. }),
        "{error:?}"
    );
    let no_json = Provider {
        configuration: right,
        jwks: "<html>".to_owned(),
    };
    let error = refused(no_json).await;
    assert!(matches!(error, DiscoveryError::Fetch { .. }), "{error:?}");
}

#[tokio::test]
async fn keys_that_are_no_set_can_not_be_read() {
    for jwks in [json!({}), json!([]), json!({"keys": "none"}), json!(null)] {
        let error = refused(Provider::with_keys(&jwks)).await;
        assert!(matches!(error, DiscoveryError::Keys { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_provider_without_a_usable_key_is_of_no_use() {
    for keys in [
        json!([]),
        json!([{"kty": "AKP", "kid": "pq", "pub": "AAAA"}]),
        json!([{"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}]),
    ] {
        let error = refused(Provider::with_keys(&json!({"keys": keys}))).await;
        assert!(matches!(error, DiscoveryError::NoKeys(_)), "{error:?}");
    }
}
