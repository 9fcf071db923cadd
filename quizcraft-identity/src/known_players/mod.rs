//! Which players are known already, and how an unknown one is looked up once for all who wait.

pub(crate) mod single_flight;

use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_core::{PlayerId, Timestamp};
use tokio::time::timeout;

use crate::{KnownPlayer, Refusal, TokenCache, TokenHash};
use single_flight::SingleFlight;

/// Why there is no outcome of a look-up.
const PANICKED: &str = "the look-up panicked";

/// How long the shared cache may take each time: a player waits for it.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a look-up may take. One without an end would keep the token from being looked up again.
const LONGEST: Duration = Duration::from_secs(10);

/// Which players tokens stand for, as far as this process knows, or a token cache beyond it.
#[derive(Clone)]
pub(crate) struct KnownPlayers {
    local: Arc<Cache<TokenHash, KnownPlayer>>,
    shared: Option<Arc<dyn TokenCache>>,
    flights: Arc<SingleFlight<TokenHash, Result<PlayerId, Refusal>>>,
}

impl KnownPlayers {
    /// How many tokens this process remembers at most.
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

    /// Returns the same caches, with nothing known in this process.
    pub(crate) fn forgotten(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            ..Self::new()
        }
    }

    /// Returns the player that a token stands for, if this process knows.
    pub(crate) fn recall(&self, token: &TokenHash, now: Timestamp) -> Option<PlayerId> {
        let known = self.local.get(token).and_then(|known| known.valid_at(now));
        known.map(|known| known.player())
    }

    /// Keeps the player that a token stands for in this process.
    pub(crate) fn keep(&self, token: &Verified, player: PlayerId) {
        let known = KnownPlayer::new(player, token.until());
        self.local.insert(token.hash, known);
    }

    /// Returns the player that a token stands for, as the shared cache knows, or else as `ask`
    /// finds out. Of many who look the same token up at once, one does so for all.
    pub(crate) async fn look_up(
        &self,
        token: Verified,
        ask: impl Future<Output = Result<PlayerId, Refusal>> + Send + 'static,
    ) -> Result<PlayerId, Refusal> {
        let players = self.clone();
        let work = async move {
            let found = timeout(LONGEST, players.find_or(&token, ask)).await;
            found.unwrap_or_else(|late| Err(Refusal::unavailable(late, None)))
        };
        let found = self.flights.run(token.hash, work).await;
        found.unwrap_or_else(|| Err(Refusal::Internal(Arc::from(BoxError::from(PANICKED)))))
    }

    async fn find_or(
        &self,
        token: &Verified,
        ask: impl Future<Output = Result<PlayerId, Refusal>> + Send,
    ) -> Result<PlayerId, Refusal> {
        // Another look-up may have landed between the caller's recall and now.
        if let Some(player) = self.recall(&token.hash, token.now) {
            return Ok(player);
        }
        if let Some(known) = self.find(token).await {
            self.local.insert(token.hash, known);
            return Ok(known.player());
        }
        let player = ask.await?;
        self.keep(token, player);
        self.remember(token, player).await;
        Ok(player)
    }

    /// Looks the token up in the shared cache. A failure counts as a miss: the identity provider still answers.
    async fn find(&self, token: &Verified) -> Option<KnownPlayer> {
        let found = self.shared.as_ref()?.find(&token.hash, token.now);
        match timeout(PATIENCE, found).await {
            // The writer of the entry may have given it a later expiry.
            Ok(Ok(found)) => found.and_then(|known| {
                let until = known.expires().min(token.until());
                KnownPlayer::new(known.player(), until).valid_at(token.now)
            }),
            Ok(Err(error)) => {
                tracing::warn!(error = %Causes(&error), "the token cache cannot be read");
                None
            }
            Err(_) => {
                tracing::warn!("the token cache takes too long to be read");
                None
            }
        }
    }

    /// Writes the player to the shared cache. A failure is logged; this process still knows the player.
    async fn remember(&self, token: &Verified, player: PlayerId) {
        let Some(shared) = &self.shared else {
            return;
        };
        let known = KnownPlayer::new(player, token.until());
        match timeout(PATIENCE, shared.remember(&token.hash, &known)).await {
            Ok(Ok(())) => (),
            Ok(Err(error)) => {
                tracing::warn!(error = %Causes(&error), "the token cache cannot be written");
            }
            Err(_) => tracing::warn!("the token cache takes too long to be written"),
        }
    }
}

/// A token that was verified a moment ago.
#[derive(Clone, Copy)]
pub(crate) struct Verified {
    pub(crate) hash: TokenHash,
    pub(crate) now: Timestamp,
    /// The token's own `exp`.
    pub(crate) expires: Timestamp,
}

impl Verified {
    /// How long it may be relied on without another look at it, at most.
    const MAX_AGE: Duration = Duration::from_hours(1);

    fn until(&self) -> Timestamp {
        self.expires.min(self.now.plus(Self::MAX_AGE))
    }
}
