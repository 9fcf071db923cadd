use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

/// The store under test. No call of it may fail, and a call that does names itself.
pub(super) struct ExpectingStore(pub(super) Arc<dyn GameStore>);

#[async_trait]
impl GameStore for ExpectingStore {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        Ok(call!(GameStore::create(self.0, game)).expect_ok())
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        Ok(call!(GameStore::find(self.0, player, game)).expect_ok())
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        Ok(call!(GameStore::load(self.0, player, game)).expect_ok())
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        Ok(call!(GameStore::page(self.0, player, request)).expect_ok())
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        Ok(call!(GameStore::open(self.0, command)).expect_ok())
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        Ok(call!(GameStore::asked(self.0, player, keywords)).expect_ok())
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        Ok(call!(GameStore::lease(self.0, command)).expect_ok())
    }

    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        Ok(call!(GameStore::retry(self.0, command)).expect_ok())
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        Ok(call!(GameStore::fail(self.0, command)).expect_ok())
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        Ok(call!(GameStore::record(self.0, answer)).expect_ok())
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        Ok(call!(GameStore::trim(self.0, player, keep)).expect_ok())
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        Arc::new(Self(Arc::clone(&self.0).until(deadline)))
    }
}
