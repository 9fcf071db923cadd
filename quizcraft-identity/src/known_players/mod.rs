//! Caches the players of tokens, and looks each token up once for all requests that wait for it.

pub(crate) mod single_flight;

use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_core::{PlayerId, Timestamp};
use tokio::time::timeout;

use crate::{KnownPlayer, Refusal, TokenCache, TokenHash};
use single_flight::SingleFlight;

/// The error of a look-up that panicked.
const PANICKED: &str = "the look-up of the player panicked";

/// The timeout of each call of the shared cache. A player waits for it.
const CACHE_TIMEOUT: Duration = Duration::from_secs(1);

/// The timeout of a look-up. Requests with the same token wait for a running look-up, so a look-up
/// that never ends would block the token.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(10);

/// The players of tokens: a cache in this process, and optionally a shared [`TokenCache`].
#[derive(Clone)]
pub(crate) struct KnownPlayers {
    local: Arc<Cache<TokenHash, KnownPlayer>>,
    shared: Option<Arc<dyn TokenCache>>,
    flights: Arc<SingleFlight<TokenHash, Result<PlayerId, Refusal>>>,
}

impl KnownPlayers {
    /// The maximum number of tokens in the local cache.
    const CAPACITY: usize = 10_000;

    pub(crate) fn new() -> Self {
        Self {
            local: Arc::new(Cache::new(Self::CAPACITY)),
            shared: None,
            flights: Arc::new(SingleFlight::new()),
        }
    }

    pub(crate) fn with_cache(shared: Arc<dyn TokenCache>) -> Self {
        Self {
            shared: Some(shared),
            ..Self::new()
        }
    }

    /// Returns a copy with an empty local cache and the same shared cache.
    pub(crate) fn with_empty_local_cache(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            ..Self::new()
        }
    }

    /// Returns the player of a token from the local cache.
    pub(crate) fn find_local(&self, token: &TokenHash, now: Timestamp) -> Option<PlayerId> {
        let known = self.local.get(token).and_then(|known| known.valid_at(now));
        known.map(|known| known.player())
    }

    /// Stores the player of a token in the local cache.
    pub(crate) fn insert_local(&self, token: &Verified, player: PlayerId) {
        let known = KnownPlayer::new(player, token.until());
        self.local.insert(token.hash, known);
    }

    /// Returns the player of a token from the shared cache, or else from `query`. Concurrent look-ups
    /// of the same token share one.
    pub(crate) async fn look_up(
        &self,
        token: Verified,
        query: impl Future<Output = Result<PlayerId, Refusal>> + Send + 'static,
    ) -> Result<PlayerId, Refusal> {
        let players = self.clone();
        let work = async move {
            let outcome = timeout(LOOK_UP_TIMEOUT, players.find_or_query(&token, query)).await;
            outcome.unwrap_or_else(|elapsed| Err(Refusal::unavailable(elapsed, None)))
        };
        let outcome = self.flights.run(token.hash, work).await;
        outcome.unwrap_or_else(|| Err(Refusal::Internal(Arc::from(BoxError::from(PANICKED)))))
    }

    async fn find_or_query(
        &self,
        token: &Verified,
        query: impl Future<Output = Result<PlayerId, Refusal>> + Send,
    ) -> Result<PlayerId, Refusal> {
        // Another look-up may have ended since the caller searched the local cache.
        if let Some(player) = self.find_local(&token.hash, token.now) {
            return Ok(player);
        }
        if let Some(known) = self.find_shared(token).await {
            self.local.insert(token.hash, known);
            return Ok(known.player());
        }
        let player = query.await?;
        self.insert_local(token, player);
        self.insert_shared(token, player).await;
        Ok(player)
    }

    /// Returns the entry of a token in the shared cache. An error or a timeout counts as a miss, because
    /// the identity provider may still respond.
    async fn find_shared(&self, token: &Verified) -> Option<KnownPlayer> {
        let found = self.shared.as_ref()?.find(&token.hash, token.now);
        match timeout(CACHE_TIMEOUT, found).await {
            // Another version of the service may have stored the entry with a later expiry.
            Ok(Ok(found)) => found.and_then(|known| {
                let until = known.expires().min(token.until());
                KnownPlayer::new(known.player(), until).valid_at(token.now)
            }),
            Ok(Err(error)) => {
                tracing::warn!(error = %Causes(&error), "failed to read the token cache");
                None
            }
            Err(_) => {
                tracing::warn!("reading the token cache timed out");
                None
            }
        }
    }

    /// Stores the player of a token in the shared cache. An error is logged only, because the local cache
    /// has the player already.
    async fn insert_shared(&self, token: &Verified, player: PlayerId) {
        let Some(shared) = &self.shared else {
            return;
        };
        let known = KnownPlayer::new(player, token.until());
        match timeout(CACHE_TIMEOUT, shared.remember(&token.hash, &known)).await {
            Ok(Ok(())) => (),
            Ok(Err(error)) => {
                tracing::warn!(error = %Causes(&error), "failed to write the token cache");
            }
            Err(_) => tracing::warn!("writing the token cache timed out"),
        }
    }
}

/// A token that was verified at `now`.
#[derive(Clone, Copy)]
pub(crate) struct Verified {
    pub(crate) hash: TokenHash,
    pub(crate) now: Timestamp,
    /// The token's own `exp`.
    pub(crate) expires: Timestamp,
}

impl Verified {
    /// The maximum time for which an entry is valid without another verification.
    const MAX_AGE: Duration = Duration::from_hours(1);

    fn until(&self) -> Timestamp {
        self.expires.min(self.now.plus(Self::MAX_AGE))
    }
}
