use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_identity::{BearerToken, Claims, Identities};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_identity::{Refusal, TokenAuthenticator};
use serde_json::{Value, json};

use super::issuer::{Issuer, claims, claims_with, key_set, verifier};
use crate::support::{Answer, Call, NOW, StillClock, oneshot};

fn authenticator(issuer: &Issuer) -> TokenAuthenticator {
    let clock = Arc::new(StillClock::at(NOW));
    TokenAuthenticator::new(verifier(key_set(&[issuer])), PlayerIds::unkeyed(), clock)
}

async fn send(authenticator: TokenAuthenticator, call: Call) -> Answer {
    let quiz = quizcraft_memory::Memory::new().quiz();
    let api = quizcraft_http::Api::new(quiz, Arc::new(authenticator));
    oneshot(&quizcraft_http::router(api), call).await
}

/// Lists games with this value of `Authorization`.
async fn list(issuer: &Issuer, authorization: &str) -> Answer {
    let call = Call::get("/games").header("authorization", authorization);
    send(authenticator(issuer), call).await
}

#[tokio::test]
async fn scheme_is_case_insensitive() {
    let issuer = Issuer::ed("ed-1");
    let token = issuer.token(&claims());
    for scheme in ["Bearer", "bearer", "BEARER", "Bearer "] {
        list(&issuer, &format!("{scheme} {token}"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn other_credentials_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    let token = issuer.token(&claims());
    for authorization in [
        "Basic YWRhOnNlY3JldA==".to_owned(),
        format!("Basic {token}"),
        format!("DPoP {token}"),
        format!("Token {token}"),
        token.clone(),
        format!("Bearer{token}"),
        "Bearer".to_owned(),
        "Bearer  ".to_owned(),
        String::new(),
    ] {
        list(&issuer, &authorization).await.expect_missing_token();
    }
}

#[tokio::test]
async fn several_tokens_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    let bearer = format!("Bearer {}", issuer.token(&claims()));
    let call = Call::get("/games").header("authorization", &bearer);
    let call = call.header("authorization", &bearer);
    let answer = send(authenticator(&issuer), call).await;
    answer.expect_error(401, "unauthenticated");
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.contains("more than one"), "{challenge}");
}

#[tokio::test]
async fn invalid_token_is_reported_to_the_developer() {
    let issuer = Issuer::ed("ed-1");
    let expired = issuer.token_with("exp", &json!(NOW));
    for (token, description) in [
        (
            "opaque",
            "the token has 1 part instead of 3: was it issued for this audience?",
        ),
        (expired.as_str(), "the token is expired"),
    ] {
        let answer = list(&issuer, &format!("Bearer {token}")).await;
        answer.expect_error(401, "unauthenticated");
        let challenge =
            format!(r#"Bearer error="invalid_token", error_description="{description}""#);
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        assert!(
            !format!("{answer:?}").contains(token),
            "the response contains the token"
        );
    }
}

#[tokio::test]
async fn unverified_address_claims_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    let answer = async |name: &str, value: &Value| {
        let token = issuer.token(&claims_with(name, value));
        list(&issuer, &format!("Bearer {token}")).await
    };
    for verified in [json!(true), json!("true")] {
        answer("email_verified", &verified).await.expect(200);
    }
    for unverified in [
        json!(null),
        json!(false),
        json!("false"),
        json!("True"),
        json!("1"),
        json!(1),
        json!([true]),
    ] {
        let refused = answer("email_verified", &unverified).await;
        refused.expect_error(403, "email_not_verified");
    }
    for no_address in [
        json!(null),
        json!(""),
        json!("ada"),
        json!(1),
        json!(["ada@example.org"]),
    ] {
        let refused = answer("email", &no_address).await;
        refused.expect_error(403, "email_not_verified");
    }
}

/// Identities that return one address for every token.
struct OneAddress;

#[async_trait]
impl Identities for OneAddress {
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
        assert!(!token.expose().is_empty() && claims.expires().as_secs() > NOW);
        Ok(Email::new("player@example.org").unwrap())
    }
}

#[tokio::test]
async fn identities_look_up_the_address() {
    let issuer = Issuer::ed("ed-1");
    let authenticator = authenticator(&issuer).with_identities(Arc::new(OneAddress));
    let token = issuer.token_with("email", &json!(null));
    let call = Call::get("/games").by(&token);
    send(authenticator.clone(), call).await.expect(200);
    let forged = Issuer::ed("ed-1").token(&claims());
    let refused = send(authenticator, Call::get("/games").by(&forged)).await;
    refused.expect_error(401, "unauthenticated");
}

#[tokio::test]
async fn player_is_derived_from_the_address() {
    // given
    let issuer = Issuer::ed("ed-1");
    let quiz = quizcraft_memory::Memory::new().quiz();
    let api = quizcraft_http::Api::new(quiz, Arc::new(authenticator(&issuer)));
    let router = quizcraft_http::router(api);
    let token = |email: &str| issuer.token_with("email", &json!(email));

    // when
    let start = Call::post("/games").by(&token("ada@example.org"));
    let start = start.json(&json!({"keywords": ["Rome"]}));
    oneshot(&router, start).await.expect(201);

    // then
    for (email, games) in [("Ada@Example.org", 1), ("bob@example.org", 0)] {
        let page = oneshot(&router, Call::get("/games").by(&token(email))).await;
        let page = page.expect(200);
        assert_eq!(page["games"].as_array().unwrap().len(), games, "{email}");
    }
}
