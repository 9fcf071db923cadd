use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use crate::game::{
    Answer, FailGame, Game, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame, Page,
    PageRequest, Play, Retry, TakeLease,
};
use crate::question::Asked;
use crate::value::{GameId, PlayerId};

/// A [`GameStore`] around another one: it forwards every call that it does not handle itself.
///
/// A type that implements this trait is a [`GameStore`]. Use it to count, delay, cache or fail
/// calls. [`until`](Self::until) has no default, since only the implementer knows whether what it
/// adds applies to a single request, too.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Instant;
///
/// use async_trait::async_trait;
/// use quizcraft_core::NewGame;
/// use quizcraft_core::gateway::{Creation, ForwardingGameStore, GameStore, GatewayError};
///
/// /// Counts the games that are created.
/// #[derive(Clone)]
/// struct Counting {
///     games: Arc<dyn GameStore>,
///     created: Arc<AtomicU64>,
/// }
///
/// #[async_trait]
/// impl ForwardingGameStore for Counting {
///     fn inner(&self) -> &dyn GameStore {
///         &*self.games
///     }
///
///     async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
///         self.created.fetch_add(1, Ordering::Relaxed);
///         self.games.create(game).await
///     }
///
///     fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
///         let games = Arc::clone(&self.games).until(deadline);
///         Arc::new(Self { games, created: Arc::clone(&self.created) })
///     }
/// }
/// ```
#[async_trait]
pub trait ForwardingGameStore: Send + Sync {
    /// Returns the store that calls are forwarded to.
    fn inner(&self) -> &dyn GameStore;

    /// Forwards [`GameStore::create`].
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        self.inner().create(game).await
    }

    /// Forwards [`GameStore::find`].
    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        self.inner().find(player, game).await
    }

    /// Forwards [`GameStore::load`].
    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.inner().load(player, game).await
    }

    /// Forwards [`GameStore::page`].
    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        self.inner().page(player, request).await
    }

    /// Forwards [`GameStore::open`].
    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.inner().open(command).await
    }

    /// Forwards [`GameStore::asked`].
    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        self.inner().asked(player, keywords).await
    }

    /// Forwards [`GameStore::lease`].
    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.inner().lease(command).await
    }

    /// Forwards [`GameStore::retry`].
    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        self.inner().retry(command).await
    }

    /// Forwards [`GameStore::fail`].
    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        self.inner().fail(command).await
    }

    /// Forwards [`GameStore::record`].
    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.inner().record(answer).await
    }

    /// Forwards [`GameStore::trim`].
    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        self.inner().trim(player, keep).await
    }

    /// Returns this store for one request; see [`GameStore::until`].
    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore>;
}

#[async_trait]
impl<T: ForwardingGameStore> GameStore for T {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        ForwardingGameStore::create(self, game).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        ForwardingGameStore::find(self, player, game).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        ForwardingGameStore::load(self, player, game).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        ForwardingGameStore::page(self, player, request).await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        ForwardingGameStore::open(self, command).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        ForwardingGameStore::asked(self, player, keywords).await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        ForwardingGameStore::lease(self, command).await
    }

    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        ForwardingGameStore::retry(self, command).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        ForwardingGameStore::fail(self, command).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        ForwardingGameStore::record(self, answer).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        ForwardingGameStore::trim(self, player, keep).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        ForwardingGameStore::until(self, deadline)
    }
}
