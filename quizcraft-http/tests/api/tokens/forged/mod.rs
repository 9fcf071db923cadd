//! Named tokens that must be rejected. The attacker knows all public keys; some of the tokens are even
//! signed by the issuer.

mod algorithms;
mod claims;
mod headers;
mod keys;
mod shapes;
mod signatures;

use std::collections::HashSet;
use std::sync::Arc;

use axum::Router;
use http::header::AUTHORIZATION;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::{BearerToken, KeySet, TokenFault};
use serde_json::json;

use super::issuer::{Issuer, base64, claims, fault, key_set, parts, verifier, verify, verify_at};
use crate::support::{Call, NOW, StillClock, guarded, list, oneshot};

/// A token that a client sends, and its fault.
struct Forgery {
    name: String,
    /// The values of `Authorization`.
    headers: Vec<String>,
    fault: TokenFault,
}

impl Forgery {
    fn new(name: impl Into<String>, token: impl AsRef<str>, fault: TokenFault) -> Self {
        let headers = vec![format!("Bearer {}", token.as_ref())];
        let name = name.into();
        Self {
            name,
            headers,
            fault,
        }
    }

    /// The fault that the verifier reports.
    fn fault_at(&self, keys: &KeySet) -> Option<TokenFault> {
        let values = self.headers.iter();
        let values = values.map(|value| (AUTHORIZATION, value.try_into().unwrap()));
        let token = match BearerToken::from_headers(&values.collect()) {
            Ok(token) => token,
            Err(refusal) => return Some(fault(refusal)),
        };
        verify_at(keys, &token, NOW).err().map(fault)
    }

    fn call(&self) -> Call {
        let call = Call::get("/games");
        let add = |call: Call, value| call.header(AUTHORIZATION.as_str(), value);
        self.headers.iter().fold(call, add)
    }
}

/// Some keys, and a valid token to derive invalid ones from.
struct Fixture {
    rsa: Issuer,
    ec: Issuer,
    ed: Issuer,
    keys: KeySet,
    valid_token: String,
}

impl Fixture {
    fn new() -> Self {
        let (rsa, ec, ed) = (Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1"));
        Self {
            keys: key_set(&[&rsa, &ec, &ed, &Issuer::ed("ed-9")]),
            valid_token: ed.token(&claims()),
            rsa,
            ec,
            ed,
        }
    }

    /// The valid token with a header that names this algorithm and key.
    fn with_header(&self, algorithm: &str, key: &str) -> String {
        let [_, payload, signature] = parts(&self.valid_token);
        let header = base64(json!({"alg": algorithm, "kid": key}).to_string());
        format!("{header}.{payload}.{signature}")
    }

    fn forgeries(&self) -> Vec<Forgery> {
        let kinds = [
            algorithms::forgeries(self),
            claims::forgeries(self),
            headers::forgeries(self),
            keys::forgeries(),
            shapes::forgeries(self),
            signatures::forgeries(self),
        ];
        kinds.into_iter().flatten().collect()
    }

    /// The API, which accepts tokens that are signed with one of the keys.
    fn service(&self) -> Router {
        let clock = Arc::new(StillClock::at(NOW));
        let verifier = verifier(self.keys.clone());
        guarded(TokenAuthenticator::new(
            verifier,
            PlayerIds::unkeyed(),
            clock,
        ))
    }
}

#[test]
fn every_forgery_has_the_expected_fault() {
    let fixture = Fixture::new();
    assert!(
        verify(&fixture.keys, &fixture.valid_token).is_ok(),
        "the valid token"
    );
    for forgery in fixture.forgeries() {
        let fault = forgery.fault_at(&fixture.keys);
        assert_eq!(fault, Some(forgery.fault), "{}", forgery.name);
    }
}

#[tokio::test]
async fn every_forgery_is_rejected_with_its_fault() {
    let fixture = Fixture::new();
    let service = fixture.service();
    list(&service, &fixture.valid_token).await.expect(200);
    for forgery in fixture.forgeries() {
        let answer = oneshot(&service, forgery.call()).await;
        assert_eq!(answer.status, 401, "{}", forgery.name);
        answer.expect_refused(&forgery.fault.to_string());
        for header in &forgery.headers {
            let token = header.trim_start_matches("Bearer ");
            let contains_token = token.len() > 20 && format!("{answer:?}").contains(token);
            assert!(
                !contains_token,
                "the response to {} contains the token",
                forgery.name
            );
        }
    }
}

#[test]
fn forgeries_are_numerous_and_distinct() {
    let forgeries = Fixture::new().forgeries();
    let names: HashSet<_> = forgeries.iter().map(|forgery| &forgery.name).collect();
    let tokens: HashSet<_> = forgeries.iter().map(|forgery| &forgery.headers).collect();
    assert!(names.len() >= 40, "{}", names.len());
    assert_eq!(names.len(), forgeries.len());
    assert_eq!(tokens.len(), forgeries.len());
}
