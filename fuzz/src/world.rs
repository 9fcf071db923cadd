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

/// An authenticator that has seen no token yet, and the clock that it goes by.
pub(crate) struct World {
    authenticator: TokenAuthenticator,
    clock: Arc<Hand>,
}

impl World {
    pub(crate) fn by_us() -> Self {
        let verifier = TokenVerifier::new(ISSUER, AUDIENCE, Arc::new(KEYS.clone()));
        Self::with(|clock| TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), clock))
    }

    pub(crate) fn behind_api_gateway() -> Self {
        let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
        let players = PlayerIds::unkeyed();
        Self::with(|clock| TokenAuthenticator::behind_api_gateway(verifier, players, clock))
    }

    fn with(authenticator: impl FnOnce(Arc<dyn Clock>) -> TokenAuthenticator) -> Self {
        let clock = Arc::new(Hand(AtomicU64::new(NOW)));
        Self {
            authenticator: authenticator(clock.clone()).with_identities(Arc::new(Provider)),
            clock,
        }
    }

    pub(crate) fn ask(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        wait_for(self.authenticator.authenticate(request))
    }

    /// Accepts a token that was accepted before for as long as it is good, and not for longer,
    /// whatever was remembered of it.
    pub(crate) fn check_expiry(&self, request: &Parts, player: PlayerId, expires: u64) {
        for (now, expected) in [
            (NOW, Some(player)),
            (expires - 1, Some(player)),
            (expires, None),
        ] {
            self.clock.0.store(now, Ordering::Relaxed);
            assert_eq!(self.ask(request).ok(), expected, "at {now}");
        }
    }
}

/// The output of a future that waits for nothing outside this process.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.expect("a runtime")
    });
    RUNTIME.block_on(future)
}

/// A clock whose hand is set by hand.
struct Hand(AtomicU64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.load(Ordering::Relaxed))
    }
}

/// A provider that names the same address for every token.
struct Provider;

#[async_trait]
impl Identities for Provider {
    async fn email(&self, _: &BearerToken, _: &Claims) -> Result<Email, Refusal> {
        Ok(providers_word())
    }
}

/// The address that the provider names.
pub(crate) fn providers_word() -> Email {
    Email::new("the-provider@example.org").expect("an address")
}
