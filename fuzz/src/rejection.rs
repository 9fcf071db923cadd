use axum::body::to_bytes;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use quizcraft_http::Problem;
use quizcraft_identity::Refusal;
use serde_json::{Map, Value};

use crate::authentication::wait_for;
use crate::token::object;

/// Asserts that a rejection and its response name the reason in a valid format, and contain nothing
/// of the token.
pub(crate) fn check(refusal: &Refusal, token: Option<&str>) {
    let secrets = secrets(token.unwrap_or_default());
    let assert_no_secrets = |text: &str| {
        let leaked = secrets.iter().find(|secret| text.contains(secret.as_str()));
        assert_eq!(leaked, None, "{text}");
    };
    assert_no_secrets(&format!("{refusal} {refusal:?}"));
    let response = Problem::from(refusal.clone()).into_response();
    let (status, challenge) = (response.status(), challenge(&response));
    match refusal {
        Refusal::NoToken | Refusal::InvalidToken(_) => {
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            let challenge = challenge.expect("a challenge");
            assert!(is_bearer_challenge(&challenge), "{challenge}");
            assert_no_secrets(&challenge);
        }
        Refusal::EmailNotVerified => assert_eq!((status, challenge), (StatusCode::FORBIDDEN, None)),
        other => panic!("unexpected error with an available provider: {other:?}"),
    }
    assert_no_secrets(&message(response));
}

/// Returns the only `WWW-Authenticate` header of a response.
fn challenge(response: &Response) -> Option<String> {
    let mut challenges = response.headers().get_all(WWW_AUTHENTICATE).iter();
    let challenge = challenges.next()?;
    assert!(challenges.next().is_none(), "more than one challenge");
    Some(challenge.to_str().expect("visible ASCII").to_owned())
}

/// Returns whether this is a challenge of RFC 6750: `Bearer`, alone or with two parameters whose
/// values contain no quote or backslash.
fn is_bearer_challenge(challenge: &str) -> bool {
    let plain = |text: &str| !text.contains(['"', '\\']);
    challenge == "Bearer"
        || challenge
            .strip_prefix(r#"Bearer error="invalid_token", error_description=""#)
            .and_then(|rest| rest.strip_suffix('"'))
            .is_some_and(plain)
}

/// Returns the error message of a response.
fn message(response: Response) -> String {
    let body = wait_for(to_bytes(response.into_body(), usize::MAX));
    let body: Value = serde_json::from_slice(&body.expect("a body")).expect("JSON");
    let message = body.pointer("/errors/0/message").and_then(Value::as_str);
    message.expect("a message").to_owned()
}

/// Returns the token, its parts and its claims that are too long to occur in a response by chance.
fn secrets(token: &str) -> Vec<String> {
    let parts = token.split('.').map(str::to_owned);
    let claims = token.split('.').filter_map(object).flat_map(texts);
    let all = [token.to_owned()].into_iter().chain(parts).chain(claims);
    all.filter(|text| is_distinctive(text)).collect()
}

fn texts(claims: Map<String, Value>) -> impl Iterator<Item = String> {
    let texts = claims.into_iter().map(|(_, value)| value);
    texts.filter_map(|value| value.as_str().map(str::to_owned))
}

/// Returns whether the text is longer than any word of a response.
fn is_distinctive(text: &str) -> bool {
    text.len() >= 32 && !text.contains(char::is_whitespace)
}
