use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::gateway::Clock;
use quizcraft_core::{PlayerId, Timestamp};
use quizcraft_identity::{
    ApiGatewayVerifier, BearerToken, Claims, Identities, KeySet, TokenVerifier,
};
use quizcraft_identity::{Authenticator, Refusal, TokenAuthenticator};
use quizcraft_identity::{Email, PlayerIds};
use tokio::runtime::Runtime;

use crate::keys::key_set;
use crate::{AUDIENCE, ISSUER, NOW};

static KEYS: LazyLock<KeySet> = LazyLock::new(key_set);

/// An authenticator with empty caches, and its manual clock.
pub(crate) struct TestAuthenticator {
    authenticator: TokenAuthenticator,
    clock: Arc<ManualClock>,
}

impl TestAuthenticator {
    pub(crate) fn verifying_tokens() -> Self {
        let verifier = TokenVerifier::new(ISSUER, AUDIENCE, Arc::new(KEYS.clone()));
        Self::with(|clock| TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), clock))
    }

    pub(crate) fn behind_api_gateway() -> Self {
        let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
        let players = PlayerIds::unkeyed();
        Self::with(|clock| TokenAuthenticator::behind_api_gateway(verifier, players, clock))
    }

    fn with(authenticator: impl FnOnce(Arc<dyn Clock>) -> TokenAuthenticator) -> Self {
        let clock = Arc::new(ManualClock(AtomicU64::new(NOW)));
        Self {
            authenticator: authenticator(clock.clone()).with_identities(Arc::new(Provider)),
            clock,
        }
    }

    pub(crate) fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        wait_for(self.authenticator.authenticate(request))
    }

    /// Asserts that a cached token is accepted until its expiry, and rejected from then on.
    pub(crate) fn check_expiry(&self, request: &Parts, player: PlayerId, expires: u64) {
        for (now, expected) in [
            (NOW, Some(player)),
            (expires - 1, Some(player)),
            (expires, None),
        ] {
            self.clock.0.store(now, Ordering::Relaxed);
            assert_eq!(self.authenticate(request).ok(), expected, "at {now}");
        }
    }
}

/// Runs a future that does no I/O to completion.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.expect("a runtime")
    });
    RUNTIME.block_on(future)
}

/// A clock that the test sets.
struct ManualClock(AtomicU64);

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.load(Ordering::Relaxed))
    }
}

/// An identity provider that returns the same address for every token.
struct Provider;

#[async_trait]
impl Identities for Provider {
    async fn email(&self, _: &BearerToken, _: &Claims) -> Result<Email, Refusal> {
        Ok(provider_email())
    }
}

/// Returns the address that the provider returns.
pub(crate) fn provider_email() -> Email {
    Email::new("the-provider@example.org").expect("an address")
}
