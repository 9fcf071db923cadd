use axum::body::to_bytes;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use quizcraft_http::Problem;
use quizcraft_identity::Refusal;
use serde_json::{Map, Value};

use crate::token::object;
use crate::world::wait_for;

/// Checks what a client and a log learn of a refusal: why, in a form that can be read, and nothing
/// of what was sent.
pub(crate) fn check(refusal: &Refusal, token: Option<&str>) {
    let secrets = secrets(token.unwrap_or_default());
    let quiet = |text: &str| {
        let told = secrets.iter().find(|secret| text.contains(secret.as_str()));
        assert_eq!(told, None, "{text}");
    };
    quiet(&format!("{refusal} {refusal:?}"));
    let response = Problem::from(refusal.clone()).into_response();
    let (status, challenge) = (response.status(), challenge(&response));
    match refusal {
        Refusal::NoToken | Refusal::InvalidToken(_) => {
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            let challenge = challenge.expect("a challenge");
            assert!(is_bearer_challenge(&challenge), "{challenge}");
            quiet(&challenge);
        }
        Refusal::EmailNotVerified => assert_eq!((status, challenge), (StatusCode::FORBIDDEN, None)),
        other => panic!("the provider answers at once, and yet: {other:?}"),
    }
    quiet(&message(response));
}

/// The only `WWW-Authenticate` of an answer.
fn challenge(response: &Response) -> Option<String> {
    let mut challenges = response.headers().get_all(WWW_AUTHENTICATE).iter();
    let challenge = challenges.next()?;
    assert!(
        challenges.next().is_none(),
        "there is more than one challenge"
    );
    Some(challenge.to_str().expect("visible ASCII").to_owned())
}

/// Whether this is as RFC 6750 has it: `Bearer`, alone or with two parameters whose values have
/// nothing in them that would end them.
fn is_bearer_challenge(challenge: &str) -> bool {
    let plain = |text: &str| !text.contains(['"', '\\']);
    challenge == "Bearer"
        || challenge
            .strip_prefix(r#"Bearer error="invalid_token", error_description=""#)
            .and_then(|rest| rest.strip_suffix('"'))
            .is_some_and(plain)
}

/// The message in the body of an answer.
fn message(response: Response) -> String {
    let body = wait_for(to_bytes(response.into_body(), usize::MAX));
    let body: Value = serde_json::from_slice(&body.expect("a body")).expect("JSON");
    let message = body.pointer("/errors/0/message").and_then(Value::as_str);
    message.expect("a message").to_owned()
}

/// The token and what it says, as far as it could not be part of an answer by chance.
fn secrets(token: &str) -> Vec<String> {
    let parts = token.split('.').map(str::to_owned);
    let said = token.split('.').filter_map(object).flat_map(texts);
    let all = [token.to_owned()].into_iter().chain(parts).chain(said);
    all.filter(|text| is_telling(text)).collect()
}

fn texts(said: Map<String, Value>) -> impl Iterator<Item = String> {
    let texts = said.into_iter().map(|(_, value)| value);
    texts.filter_map(|value| value.as_str().map(str::to_owned))
}

/// Whether no answer has a word that is so long.
fn is_telling(text: &str) -> bool {
    text.len() >= 32 && !text.contains(char::is_whitespace)
}
