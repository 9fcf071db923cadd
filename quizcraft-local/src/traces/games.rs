use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use opentelemetry_sdk::trace::SdkTracer;
use quizcraft_core::gateway::{
    Causes, Creation, GameStore, GatewayError, Leasing, Recording, Transition,
};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

use super::in_span;

/// A store with a span for each call.
pub(super) struct TracedGames {
    games: Arc<dyn GameStore>,
    tracer: SdkTracer,
}

impl TracedGames {
    pub(super) fn new(games: Arc<dyn GameStore>, tracer: SdkTracer) -> Self {
        Self { games, tracer }
    }

    /// Awaits a call in a span. An error is described as in the log.
    async fn call<T>(
        &self,
        name: &'static str,
        call: impl Future<Output = Result<T, GatewayError>>,
    ) -> Result<T, GatewayError> {
        in_span(&self.tracer, name, call, |error| Causes(error).to_string()).await
    }
}

#[async_trait]
impl GameStore for TracedGames {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        self.call("games.create", self.games.create(game)).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        self.call("games.find", self.games.find(player, game)).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.call("games.load", self.games.load(player, game)).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        self.call("games.page", self.games.page(player, request))
            .await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.call("games.open", self.games.open(command)).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        self.call("games.asked", self.games.asked(player, keywords))
            .await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.call("games.lease", self.games.lease(command)).await
    }

    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        self.call("games.retry", self.games.retry(command)).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        self.call("games.fail", self.games.fail(command)).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.call("games.record", self.games.record(answer)).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        self.call("games.trim", self.games.trim(player, keep)).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let games = Arc::clone(&self.games).until(deadline);
        Arc::new(Self::new(games, self.tracer.clone()))
    }
}
