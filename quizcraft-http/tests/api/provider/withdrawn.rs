//! Keys that a provider withdrew, after any sequence of successful and failed refreshes.

use std::time::Duration;

use quizcraft_identity::Refusal;
use quizcraft_identity::{KeySource, Provider, TokenFault};
use serde_json::json;

use super::verify;
use crate::support::{Document, Reply, TestProvider, pass};
use crate::tokens::{Issuer, fault};

const HOUR: Duration = Duration::from_hours(1);

/// A provider that withdraws one of its two keys.
struct Given {
    leaked: Issuer,
    other: Issuer,
    provider: TestProvider,
    known: Provider,
}

impl Given {
    fn new() -> Self {
        let (leaked, other) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
        let provider = TestProvider::with(&[&leaked, &other]);
        let known = provider.known();
        Self {
            leaked,
            other,
            provider,
            known,
        }
    }

    /// Whether the keys can be fetched from now on.
    fn answers(&self, answers: bool) {
        if answers {
            self.provider.publish(&[&self.leaked, &self.other]);
        } else {
            self.provider.set(Document::Keys, Reply::status(500));
        }
    }

    /// A fetch of the keys, caused by their age or by an unknown key.
    async fn attempt(&self) {
        let before = self.provider.asked(Document::Keys);
        let keys = self.known.keys().await;
        if let Ok(keys) = keys
            && self.provider.asked(Document::Keys) == before
        {
            let _ = self.known.newer_keys(&keys).await;
        }
        assert_eq!(self.provider.asked(Document::Keys), before + 1);
    }

    /// A use of stale keys, and the end of the background refresh.
    async fn attempt_in_background(&self) {
        let keys = self.known.keys().await.unwrap();
        let failed = self.known.newer_keys(&keys).await;
        assert!(failed.is_err(), "the attempt is shared, and failed");
    }

    async fn is_good(&self, issuer: &Issuer) -> bool {
        let verified = verify(&self.known, &self.provider.token(issuer)).await;
        match verified.map_err(fault) {
            Ok(_) => true,
            Err(TokenFault::UnknownKey) => false,
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn withdrawn_key_is_accepted_for_an_hour_at_most() {
    for order in 0..16 {
        // given
        let given = Given::new();
        let order: Vec<_> = (0..4).map(|attempt| order >> attempt & 1 == 1).collect();
        for answers in order.iter().copied().chain([true]) {
            given.answers(answers);
            given.attempt().await;
            pass(Duration::from_secs(10)).await;
        }
        assert!(given.is_good(&given.leaked).await, "{order:?}");

        // when
        given.provider.publish(&[&given.other]);
        pass(HOUR).await;

        // then
        assert!(!given.is_good(&given.leaked).await, "{order:?}");
        assert!(given.is_good(&given.other).await, "{order:?}");
    }
}

#[tokio::test]
async fn expired_keys_are_refreshed_after_an_old_failure() {
    // given
    let given = Given::new();
    given.attempt().await;
    pass(Duration::from_mins(20)).await;
    given.answers(false);
    given.attempt_in_background().await;

    // when
    given.provider.publish(&[&given.other]);
    pass(3 * HOUR).await;

    // then
    assert!(!given.is_good(&given.leaked).await);
}

#[tokio::test]
async fn withdrawn_key_is_accepted_only_during_an_outage() {
    // given
    let given = Given::new();
    given.attempt().await;
    given.answers(false);
    for _ in 0..3 {
        pass(HOUR).await;
        assert!(given.is_good(&given.leaked).await);
    }

    // when
    given.provider.publish(&[&given.other]);
    pass(Duration::from_mins(1)).await;

    // then
    assert!(!given.is_good(&given.leaked).await);
}

#[tokio::test]
async fn unusable_key_set_withdraws_the_cached_keys() {
    // given
    let given = Given::new();
    given.attempt().await;
    let unusable = json!({"keys": [{"kty": "AKP", "kid": "pq", "pub": "AAAA"}]});
    given.provider.set(Document::Keys, Reply::json(&unusable));

    // when
    pass(HOUR).await;

    // then
    for _ in 0..2 {
        let refused = verify(&given.known, &given.provider.token(&given.leaked)).await;
        assert!(matches!(refused, Err(Refusal::Unavailable { .. })));
    }
    given.provider.publish(&[&given.other]);
    pass(Duration::from_secs(10)).await;
    assert!(!given.is_good(&given.leaked).await);
    assert!(given.is_good(&given.other).await);
}
