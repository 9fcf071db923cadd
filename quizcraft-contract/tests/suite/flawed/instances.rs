use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Leasing, Recording, Transition,
};
use quizcraft_core::{
    Answer, FailGame, Game, GameId, GamesPerPlayer, NewGame, OpenGame, PlayerId, Retry, TakeLease,
};
use tokio::sync::Mutex;

use super::{Flaw, FlawedGames};

/// A flaw of an instance of a store, which only a second instance shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstanceFlaw {
    /// Games that were found are found again without a look into the database.
    CachesGames,
    /// Conditions are checked before the write, under a lock of the process.
    LocksInTheProcess,
}

/// The database of all instances: correct, or one that checks conditions before it writes.
pub(crate) fn database(flaw: InstanceFlaw) -> Arc<dyn GameStore> {
    match flaw {
        InstanceFlaw::CachesGames => Arc::new(crate::plain::PlainGames::default()),
        InstanceFlaw::LocksInTheProcess => Arc::new(FlawedGames::new(Flaw::ChecksBeforeItWrites)),
    }
}

/// An instance of a store with a flaw that a single instance does not show.
pub(crate) struct FlawedInstance {
    database: Arc<dyn GameStore>,
    /// The cached games. Every call of this instance holds the lock, so that only calls of other instances
    /// are concurrent to it.
    cached: Option<Mutex<Cache>>,
    lock: Mutex<()>,
}

type Cache = HashMap<(PlayerId, GameId), Game>;

impl FlawedInstance {
    pub(crate) fn over(database: Arc<dyn GameStore>, flaw: InstanceFlaw) -> Self {
        Self {
            database,
            cached: (flaw == InstanceFlaw::CachesGames).then(Mutex::default),
            lock: Mutex::default(),
        }
    }

    /// Writes, and forgets the cached games.
    async fn write<T>(
        &self,
        write: impl Future<Output = Result<T, GatewayError>> + Send,
    ) -> Result<T, GatewayError> {
        let _locked = self.lock.lock().await;
        let written = write.await;
        if let Some(cached) = &self.cached {
            cached.lock().await.clear();
        }
        written
    }
}

#[async_trait]
impl ForwardingGameStore for FlawedInstance {
    fn inner(&self) -> &dyn GameStore {
        &*self.database
    }

    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        self.write(self.database.create(game)).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let _locked = self.lock.lock().await;
        let Some(cached) = &self.cached else {
            return self.database.find(player, game).await;
        };
        let (mut cached, key) = (cached.lock().await, (*player, *game));
        if let Some(game) = cached.get(&key) {
            return Ok(Some(game.clone()));
        }
        let found = self.database.find(player, game).await?;
        cached.extend(found.clone().map(|game| (key, game)));
        Ok(found)
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.write(self.database.open(command)).await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.write(self.database.lease(command)).await
    }

    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        self.write(self.database.retry(command)).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        self.write(self.database.fail(command)).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.write(self.database.record(answer)).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        self.write(self.database.trim(player, keep)).await
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
