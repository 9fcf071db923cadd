use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, NewGame, OpenGame, Retry};
use quizcraft_memory::MemoryGames;
use tokio::time::sleep;

/// A store whose writes take a while, as those of a store elsewhere do: the writer decided to
/// do so before others had written.
#[derive(Default)]
pub(crate) struct SlowGames(MemoryGames);

const WHILE: Duration = Duration::from_millis(20);

#[async_trait]
impl ForwardingGameStore for SlowGames {
    fn inner(&self) -> &dyn GameStore {
        &self.0
    }

    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        sleep(WHILE).await;
        self.0.create(new).await
    }

    async fn open(&self, opening: &OpenGame) -> Result<Transition, GatewayError> {
        sleep(WHILE).await;
        self.0.open(opening).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        sleep(WHILE).await;
        self.0.retry(retry).await
    }

    async fn fail(&self, failing: &FailGame) -> Result<Transition, GatewayError> {
        sleep(WHILE).await;
        self.0.fail(failing).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        sleep(WHILE).await;
        self.0.record(answer).await
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
