use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::{EmailClaims, KeySet, KeySource, TokenVerifier};
use quizcraft_identity::{Refusal, TokenAuthenticator};
use serde_json::json;

use super::{Given, HOUR};
use crate::support::{Asked, NOW, StillClock, guarded, list};
use crate::tokens::{AUDIENCE, ISSUER, Issuer, claims_with, key_set};

#[tokio::test]
async fn each_token_is_looked_up_once() {
    let given = Given::new();
    let process = given.process();
    let (one, other) = (given.token(), given.token());
    for _ in 0..5 {
        list(&process, &one).await.expect(200);
        list(&process, &other).await.expect(200);
    }
    assert_eq!(given.asked(), 2);
}

#[tokio::test]
async fn players_are_cached_for_an_hour() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token();
    list(&process, &token).await.expect(200);

    // when, then
    given.clock.pass(HOUR - 1);
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
    given.clock.pass(1);
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 2);
    given.clock.pass(HOUR - 1);
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 2);
}

#[tokio::test]
async fn players_are_cached_until_the_token_expires() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token_until(NOW + 100);
    list(&process, &token).await.expect(200);

    // when, then
    given.clock.pass(99);
    list(&process, &token).await.expect(200);
    given.clock.pass(1);
    list(&process, &token)
        .await
        .expect_refused("the token is expired");
    assert_eq!(given.asked(), 1);
}

/// Keys that count their look-ups.
struct CountedKeys(KeySet, AtomicUsize);

#[async_trait]
impl KeySource for CountedKeys {
    async fn keys(&self) -> Result<KeySet, Refusal> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Ok(self.0.clone())
    }

    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal> {
        Ok(known.clone())
    }
}

#[tokio::test]
async fn token_with_an_address_is_verified_once_per_hour() {
    // given
    let issuer = Issuer::ed("ed-1");
    let keys = Arc::new(CountedKeys(key_set(&[&issuer]), AtomicUsize::new(0)));
    let verifier = TokenVerifier::new(ISSUER, AUDIENCE, keys.clone());
    let clock = Arc::new(StillClock::at(NOW));
    let authenticator = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), clock.clone());
    let process = guarded(authenticator);
    let token = issuer.token(&claims_with("exp", &json!(NOW + HOUR + 10)));

    for (seconds, verified) in [(0, 1), (HOUR - 1, 1), (1, 2), (9, 2)] {
        // when
        clock.pass(seconds);
        list(&process, &token).await.expect(200);

        // then
        assert_eq!(keys.1.load(Ordering::SeqCst), verified, "{seconds} s later");
    }
    clock.pass(1);
    list(&process, &token)
        .await
        .expect_refused("the token is expired");
}

#[tokio::test]
async fn cached_token_does_not_admit_other_tokens() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token();
    list(&process, &token).await.expect(200);

    // when
    let mut spoilt = [format!("{token}A"), format!("{token}."), token.clone()];
    spoilt[2].replace_range(token.len() - 5.., "AAAAA");

    // then
    for spoilt in spoilt {
        let answer = list(&process, &spoilt).await;
        answer.expect_error(401, "unauthenticated");
    }
    assert_eq!(given.asked(), 1);
}

#[tokio::test]
async fn token_that_expires_during_the_look_up_is_rejected() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token_until(NOW + 100);
    given.identities.open(false);

    // when
    let expire = async {
        given.until_asked(1).await;
        given.clock.pass(100);
        given.identities.open(true);
    };
    let (answer, ()) = tokio::join!(list(&process, &token), expire);

    // then
    answer.expect_refused("the token is expired");
}

#[tokio::test]
async fn reconfigured_authenticator_starts_with_an_empty_cache() {
    // given
    let given = Given::new();
    let authenticator = given.authenticator();
    let token = given.token();
    list(&guarded(authenticator.clone()), &token)
        .await
        .expect(200);

    // when
    let unverified = Asked::answering(|_, _| Err(Refusal::EmailNotVerified));
    let anew = authenticator.clone().with_identities(Arc::new(unverified));
    let names = EmailClaims::new("address", "verified");
    let renamed = authenticator.clone().with_email_claims(names);

    // then
    let refused = list(&guarded(anew), &token).await;
    refused.expect_error(403, "email_not_verified");
    list(&guarded(renamed), &token).await.expect(200);
    assert_eq!(given.asked(), 2);
    list(&guarded(authenticator), &token).await.expect(200);
    assert_eq!(given.asked(), 2, "the first goes on knowing");
}
