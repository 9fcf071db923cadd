use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::HeaderValue;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::BoxError;
use quizcraft_http::Api;
use quizcraft_identity::TokenFault;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::Memory;

use crate::support::{Answer, App, Call, oneshot};

/// An authenticator that rejects every request with one error.
struct Refuses<F>(F);

#[async_trait]
impl<F: Fn() -> Refusal + Send + Sync> Authenticator for Refuses<F> {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        Err((self.0)())
    }
}

async fn refused(why: impl Fn() -> Refusal + Send + Sync + 'static) -> Answer {
    let api = Api::new(Memory::new().quiz(), Arc::new(Refuses(why)));
    oneshot(&quizcraft_http::router(api), Call::get("/games")).await
}

#[tokio::test]
async fn every_route_requires_a_token() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let own = |path: &str| format!("/games/{game}{path}");
    for call in [
        Call::get("/games"),
        Call::post("/games"),
        Call::get(&own("")),
        Call::get(&own("/questions")),
        Call::post(&own("/questions/ask")),
        Call::post(&own("/questions/answer")),
        Call::get(&own("/questions/1")),
    ] {
        let answer = app.send(call).await;
        answer.expect_error(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(answer.header("retry-after"), None);
    }
}

#[tokio::test]
async fn authentication_is_checked_first() {
    let app = App::new();
    let senseless = Call::post("/games")
        .header("idempotency-key", "not a key")
        .body("no JSON");
    app.send(senseless)
        .await
        .expect_error(401, "unauthenticated");
    let page = Call::get("/games?limit=none");
    app.send(page).await.expect_error(401, "unauthenticated");
}

#[tokio::test]
async fn fault_of_an_invalid_token_is_reported() {
    for (fault, description) in [
        (
            TokenFault::PartCount(1),
            "the token has 1 part instead of 3: was it issued for this audience?",
        ),
        (
            TokenFault::PartCount(5),
            "the token has 5 parts instead of 3: was it issued for this audience?",
        ),
        (TokenFault::Expired, "the token is expired"),
        (
            TokenFault::Claim("sub"),
            "the claim sub is missing or has a wrong type",
        ),
    ] {
        let answer = refused(move || fault.into()).await;
        answer.expect_error(401, "unauthenticated");
        let challenge =
            format!(r#"Bearer error="invalid_token", error_description="{description}""#);
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        assert_eq!(answer.message(), format!("invalid token: {description}"));
    }
}

/// Browsers may hide the header from the client, so the message contains the same text.
#[tokio::test]
async fn every_fault_is_a_valid_header_value_and_in_the_message() {
    for fault in [
        TokenFault::TooLong,
        TokenFault::PartCount(2),
        TokenFault::Header,
        TokenFault::Type,
        TokenFault::Critical,
        TokenFault::MultipleTokens,
        TokenFault::UnknownKey,
        TokenFault::Algorithm,
        TokenFault::Signature,
        TokenFault::Claim("aud"),
        TokenFault::Issuer,
        TokenFault::Audience,
        TokenFault::Expired,
        TokenFault::NotYetValid,
        TokenFault::Refused,
        TokenFault::SubjectMismatch,
    ] {
        let answer = refused(move || fault.into()).await;
        let challenge = answer.header("www-authenticate").unwrap();
        let text = challenge
            .strip_prefix(r#"Bearer error="invalid_token", error_description=""#)
            .and_then(|rest| rest.strip_suffix('"'));
        let allowed = |c: char| (' '..='~').contains(&c) && c != '"' && c != '\\';
        assert!(
            text.is_some_and(|text| text.chars().all(allowed)),
            "{fault:?}"
        );
        let message = format!("invalid token: {}", text.unwrap_or_default());
        assert_eq!(answer.message(), message, "{fault:?}");
    }
}

#[tokio::test]
async fn unverified_address_is_forbidden() {
    let answer = refused(|| Refusal::EmailNotVerified).await;
    answer.expect_error(403, "email_not_verified");
    assert_eq!(answer.header("www-authenticate"), None);
}

#[tokio::test]
async fn an_application_refuses_in_its_own_scheme() {
    let api_key = HeaderValue::from_static(r#"ApiKey realm="quiz""#);
    let answer =
        refused(move || Refusal::unauthenticated(api_key.clone(), "unknown API key")).await;
    answer.expect_error(401, "unauthenticated");
    assert_eq!(
        answer.header("www-authenticate"),
        Some(r#"ApiKey realm="quiz""#)
    );
    assert!(answer.text.contains("unknown API key"));
}

#[tokio::test]
async fn a_known_player_can_be_forbidden() {
    let answer = refused(|| Refusal::forbidden("the account is suspended")).await;
    answer.expect_error(403, "forbidden");
    assert_eq!(answer.header("www-authenticate"), None);
    assert!(answer.text.contains("the account is suspended"));
}

#[tokio::test]
async fn a_client_that_sends_too_many_requests_learns_when_to_retry() {
    for (wait, told) in [
        (Duration::from_secs(90), "90"),
        (Duration::from_millis(1), "1"),
    ] {
        let answer = refused(move || Refusal::too_many_requests(wait)).await;
        answer.expect_error(429, "too_many_requests");
        assert_eq!(answer.header("retry-after"), Some(told));
    }
}

#[tokio::test]
async fn unavailable_identity_provider_is_503() {
    for (wait, told) in [
        (None, "2"),
        (Some(Duration::from_secs(17)), "17"),
        (Some(Duration::from_millis(3)), "1"),
    ] {
        let answer = refused(move || Refusal::Unavailable {
            source: Arc::from(BoxError::from("the secret of the provider")),
            retry_after: wait,
        });
        let answer = answer.await;
        answer.expect_error(503, "unavailable");
        assert_eq!(answer.header("retry-after"), Some(told));
        assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
    }
}
