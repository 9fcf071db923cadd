use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, NewGame, OpenGame, Retry};
use quizcraft_memory::MemoryGames;
use tokio::time::sleep;

/// A store with a delay before every write, so that concurrent requests read before any of them
/// writes.
#[derive(Default)]
pub(crate) struct SlowGames(MemoryGames);

const DELAY: Duration = Duration::from_millis(20);

#[async_trait]
impl ForwardingGameStore for SlowGames {
    fn inner(&self) -> &dyn GameStore {
        &self.0
    }

    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        sleep(DELAY).await;
        self.0.create(new).await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        sleep(DELAY).await;
        self.0.open(command).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        sleep(DELAY).await;
        self.0.retry(retry).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        sleep(DELAY).await;
        self.0.fail(command).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        sleep(DELAY).await;
        self.0.record(answer).await
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
