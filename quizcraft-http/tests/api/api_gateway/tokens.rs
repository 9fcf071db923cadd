//! The token behind the claims of API Gateway, which is used for look-ups.

use std::sync::Arc;

use quizcraft_identity::{ApiGatewayClaims, TokenFault};
use serde_json::{Value, json};

use super::{EXPIRY, authenticator, claims_with};
use crate::support::{Answer, Asked, Call, NOW, StillClock, guarded, oneshot};
use crate::tokens::{Issuer, claims_with as token_claims};

/// Claims without an address.
fn addressless() -> ApiGatewayClaims {
    claims_with(&[("email", None), ("email_verified", None)])
}

fn call(token: &str) -> Call {
    Call::get("/games").by(token).verified(addressless())
}

/// A service, its identities, and its clock.
struct Given {
    router: axum::Router,
    identities: Arc<Asked>,
    clock: Arc<StillClock>,
}

impl Given {
    fn new() -> Self {
        let identities = Arc::new(Asked::by_subject());
        let clock = Arc::new(StillClock::at(NOW));
        let authenticator = authenticator(clock.clone()).with_identities(identities.clone());
        Self {
            router: guarded(authenticator),
            identities,
            clock,
        }
    }

    async fn send(&self, call: Call) -> Answer {
        oneshot(&self.router, call).await
    }
}

/// The token that the claims were read from.
fn token() -> String {
    Issuer::ed("ed-1").token(&token_claims("email", &json!(null)))
}

#[tokio::test]
async fn identities_are_queried_once_per_token() {
    let given = Given::new();
    let token = token();
    for _ in 0..5 {
        given.send(call(&token)).await.expect(200);
    }
    assert_eq!(given.identities.times(), 1);
    let half = claims_with(&[("email_verified", None)]);
    let half = Call::get("/games").by(&token).verified(half);
    given.send(half).await.expect(200);
    assert_eq!(given.identities.times(), 1);
}

#[tokio::test]
async fn identities_are_not_queried_if_the_claims_contain_the_address() {
    let given = Given::new();
    let call = Call::get("/games").by(&token()).verified(claims_with(&[]));
    given.send(call).await.expect(200);
    assert_eq!(given.identities.times(), 0);
}

#[tokio::test]
async fn token_of_another_subject_than_the_claims_is_rejected() {
    let given = Given::new();
    let issuer = Issuer::ed("ed-1");
    for other in [json!("bob"), json!(1), json!(null)] {
        let token = issuer.token(&token_claims("sub", &other));
        given
            .send(call(&token))
            .await
            .expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
    assert_eq!(given.identities.times(), 0);
}

#[tokio::test]
async fn cached_token_is_rejected_with_claims_of_another_subject() {
    // given
    let given = Given::new();
    let token = token();
    given.send(call(&token)).await.expect(200);

    // when
    let mallory = claims_with(&[
        ("sub", Some("mallory")),
        ("email", None),
        ("email_verified", None),
    ]);
    let answer = given
        .send(Call::get("/games").by(&token).verified(mallory))
        .await;

    // then
    answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
}

#[tokio::test]
async fn token_that_does_not_match_the_claims_is_rejected() {
    let given = Given::new();
    let issuer = Issuer::ed("ed-1");
    let later = issuer.token(&token_claims("exp", &json!(EXPIRY + 1)));
    let earlier = issuer.token(&token_claims("exp", &json!(EXPIRY - 1)));
    let never = issuer.token(&token_claims("exp", &json!(null)));
    let right = token();
    let two_parts = right.split_once('.').unwrap().1;
    let four_parts = format!("e30.{right}");
    for token in [
        "opaque",
        "a.b.c",
        "..",
        two_parts,
        &four_parts,
        &later,
        &earlier,
        &never,
    ] {
        let answer = given.send(call(token)).await;
        answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
    assert_eq!(given.identities.times(), 0);
}

#[tokio::test]
async fn other_token_types_in_the_header_are_rejected() {
    let given = Given::new();
    let issuer = Issuer::ed("ed-1");
    let of_type = |typ: Value| {
        let header = json!({"alg": "EdDSA", "typ": typ});
        issuer.sign(&header, &token_claims("email", &json!(null)))
    };
    for typ in ["logout+jwt", "application/logout+jwt", "id_token", ""] {
        let answer = given.send(call(&of_type(json!(typ)))).await;
        answer.expect_refused(&TokenFault::Type.to_string());
    }
    let number = given.send(call(&of_type(json!(1)))).await;
    number.expect_refused(&TokenFault::Type.to_string());
    assert_eq!(given.identities.times(), 0);
    for typ in [
        json!("JWT"),
        json!("at+jwt"),
        json!("application/at+JWT"),
        json!(null),
    ] {
        given.send(call(&of_type(typ))).await.expect(200);
    }
}

#[tokio::test]
async fn token_type_in_the_header_is_checked_if_the_claims_contain_the_address() {
    let given = Given::new();
    let issuer = Issuer::ed("ed-1");
    let send = async |typ: &str, claims: Value| {
        let token = issuer.sign(&json!({"alg": "EdDSA", "typ": typ}), &claims);
        let call = Call::get("/games").by(&token).verified(claims_with(&[]));
        given.send(call).await
    };
    let usual = token_claims("email", &json!(null));
    for typ in ["logout+jwt", "id_token", "Refresh"] {
        let answer = send(typ, usual.clone()).await;
        answer.expect_refused(&TokenFault::Type.to_string());
    }
    send("at+jwt", usual).await.expect(200);
    // A header that is not of the verified token is ignored.
    let other = token_claims("sub", &json!("bob"));
    send("logout+jwt", other).await.expect(200);
}

#[tokio::test]
async fn claims_without_address_and_without_token_are_rejected() {
    let given = Given::new();
    let bare = Call::get("/games").verified(addressless());
    let bare = given.send(bare).await;
    bare.expect_error(401, "unauthenticated");
    let basic = Call::get("/games").header("authorization", "Basic YWRhOmh1c2g=");
    let basic = given.send(basic.verified(addressless())).await;
    basic.expect_error(401, "unauthenticated");
    let two = given.send(call(&token()).by(&token())).await;
    two.expect_refused("the request has more than one authorization header");
    assert_eq!(given.identities.times(), 0);
}

#[tokio::test]
async fn cached_token_is_rejected_after_the_claims_expire() {
    // given
    let given = Given::new();
    let token = token();
    given.send(call(&token)).await.expect(200);

    // when
    let other = claims_with(&[("aud", Some("https://other.example.org"))]);
    let other = given
        .send(Call::get("/games").by(&token).verified(other))
        .await;
    let none = given.send(Call::get("/games").by(&token)).await;
    given.clock.pass(EXPIRY - NOW);
    let late = given.send(call(&token)).await;

    // then
    other.expect_refused("the token is for another audience");
    none.expect_error(401, "unauthenticated");
    late.expect_refused("the token is expired");
    assert_eq!(given.identities.times(), 1);
}

#[tokio::test]
async fn claims_without_address_are_forbidden_without_identities() {
    let service = guarded(authenticator(Arc::new(StillClock::at(NOW))));
    let answer = oneshot(&service, call(&token())).await;
    answer.expect_error(403, "email_not_verified");
}

mod at_a_provider {
    use super::*;
    use crate::support::{Document, Reply, TestProvider, account};

    #[tokio::test]
    async fn userinfo_is_queried_with_the_token_of_the_request() {
        // given
        let issuer = Issuer::ed("ed-1");
        let provider = TestProvider::with(&[&issuer]);
        let clock = Arc::new(StillClock::at(NOW));
        let identities = Arc::new(provider.known());
        let service = guarded(authenticator(clock).with_identities(identities));
        let token = token();

        // when
        oneshot(&service, call(&token)).await.expect(200);

        // then
        assert_eq!(provider.tokens_seen(), [token]);
        assert_eq!(
            provider.asked(Document::Keys),
            0,
            "nothing is verified here"
        );
    }

    #[tokio::test]
    async fn userinfo_of_another_subject_is_rejected() {
        let provider = TestProvider::with(&[&Issuer::ed("ed-1")]);
        let clock = Arc::new(StillClock::at(NOW));
        let identities = Arc::new(provider.known());
        let service = guarded(authenticator(clock).with_identities(identities));
        let said = account("mallory", "ada@example.org");
        provider.set(Document::Userinfo, Reply::json(&said));
        let answer = oneshot(&service, call(&token())).await;
        answer.expect_refused(&TokenFault::SubjectMismatch.to_string());
    }
}
