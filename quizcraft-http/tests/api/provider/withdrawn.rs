//! Keys that a provider withdrew, whatever came of the attempts to fetch them before.

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

    /// Whether the provider answers for its keys from now on.
    fn answers(&self, answers: bool) {
        if answers {
            self.provider.publish(&[&self.leaked, &self.other]);
        } else {
            self.provider.set(Document::Keys, Reply::status(500));
        }
    }

    /// An attempt to fetch the keys: by a use of them, or else because a newer one is needed.
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

    /// A use of keys that are old, and the end of the attempt that goes on behind it.
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
async fn a_withdrawn_key_is_good_for_an_hour_at_most_whatever_came_before() {
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
async fn a_failure_long_ago_is_no_reason_to_use_keys_that_are_too_old() {
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
async fn a_withdrawn_key_goes_on_serving_only_while_the_provider_does_not_answer() {
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
async fn a_key_set_of_which_no_key_is_usable_withdraws_the_keys_before() {
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
