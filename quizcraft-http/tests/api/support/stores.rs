use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Leasing, Recording, Transition,
    WorkQueue,
};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, Gateways, KeywordsFingerprint, NewGame,
    OpenGame, Page, PageRequest, Play, PlayerId, Quiz, Retry, TakeLease,
};
use quizcraft_memory::{Memory, MemoryGames, OsRandomness, SystemClock};
use tokio::sync::Barrier;

/// A quiz that keeps its games in `games`.
pub(crate) fn quiz_over(games: impl GameStore + 'static) -> Quiz {
    quiz_with(games, Memory::new().queue())
}

/// A quiz that keeps its games in `games` and sends its work to `queue`.
pub(crate) fn quiz_with(games: impl GameStore + 'static, queue: Arc<dyn WorkQueue>) -> Quiz {
    Quiz::new(Gateways::new(
        Arc::new(games),
        queue,
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
}

/// Defines a store whose every method evaluates the same expression.
macro_rules! store {
    ($(#[$doc:meta])* $name:ident => $outcome:expr) => {
        $(#[$doc])*
        pub(crate) struct $name;

        #[async_trait]
        impl GameStore for $name {
            async fn create(&self, _: &NewGame) -> Result<Creation, GatewayError> {
                $outcome
            }
            async fn find(&self, _: &PlayerId, _: &GameId) -> Result<Option<Game>, GatewayError> {
                $outcome
            }
            async fn load(&self, _: &PlayerId, _: &GameId) -> Result<Option<Play>, GatewayError> {
                $outcome
            }
            async fn page(&self, _: &PlayerId, _: &PageRequest) -> Result<Page, GatewayError> {
                $outcome
            }
            async fn open(&self, _: &OpenGame) -> Result<Transition, GatewayError> {
                $outcome
            }
            async fn asked(
                &self,
                _: &PlayerId,
                _: &KeywordsFingerprint,
            ) -> Result<Asked, GatewayError> {
                $outcome
            }
            async fn lease(&self, _: &TakeLease) -> Result<Leasing, GatewayError> {
                $outcome
            }
            async fn retry(&self, _: &Retry) -> Result<Transition, GatewayError> {
                $outcome
            }
            async fn fail(&self, _: &FailGame) -> Result<Transition, GatewayError> {
                $outcome
            }
            async fn record(&self, _: &Answer) -> Result<Recording, GatewayError> {
                $outcome
            }
            async fn trim(&self, _: &PlayerId, _: GamesPerPlayer) -> Result<usize, GatewayError> {
                $outcome
            }
            fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
                self
            }
        }
    };
}

store! {
    /// Blocks every call.
    HangingStore => std::future::pending().await
}

store! {
    /// Panics with a message that must not leave the process.
    PanickingStore => panic!("what only the store knows")
}

/// A store in memory that blocks each read of a game with its questions until a given number of reads
/// has happened, so that the writes are concurrent.
pub(crate) struct Rendezvous {
    games: MemoryGames,
    all: Barrier,
}

impl Rendezvous {
    pub(crate) fn of(racers: usize) -> Self {
        Self {
            games: MemoryGames::new(),
            all: Barrier::new(racers),
        }
    }
}

#[async_trait]
impl ForwardingGameStore for Rendezvous {
    fn inner(&self) -> &dyn GameStore {
        &self.games
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let play = self.games.load(player, game).await;
        self.all.wait().await;
        play
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
