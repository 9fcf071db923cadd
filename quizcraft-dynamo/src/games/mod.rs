//! The store of games and their questions.

mod asked;
mod check;
mod lease;
mod meter;
mod pending;
mod questions;
mod read;
mod target;
mod trim;
mod write;

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

use crate::call_deadline::CallDeadline;
use crate::tables::GameTables;

/// A [`GameStore`] in two DynamoDB tables.
///
/// Cheap to clone: clones share the client.
#[derive(Clone, Debug)]
pub struct DynamoGames {
    client: Client,
    tables: GameTables,
    limit: CallDeadline,
}

impl DynamoGames {
    /// Creates a store in these tables. The client should have a
    /// [request policy](crate::RequestPolicy).
    #[must_use]
    pub fn new(client: Client, tables: impl Into<GameTables>) -> Self {
        Self {
            client,
            tables: tables.into(),
            limit: CallDeadline::default(),
        }
    }
}

#[async_trait]
impl GameStore for DynamoGames {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        let target = self.game_target(game.game().id());
        self.limit.run(target, self.write_new(game)).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let target = self.game_target(*game);
        self.limit.run(target, self.get(player, game)).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let target = self.both_tables(*game);
        let load = self.get_with_questions(player, game);
        self.limit.run(target, load).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let target = self.player_target(*player);
        self.limit
            .run(target, self.query_page(player, request))
            .await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        let target = self.both_tables(command.game().id());
        self.limit.run(target, self.write_open_game(command)).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        let target = self.player_target(*player);
        self.limit
            .run(target, self.get_asked(player, keywords))
            .await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        let target = self.game_target(command.game().id());
        self.limit.run(target, self.write_lease(command)).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let target = self.game_target(retry.game().id());
        self.limit.run(target, self.write_retry(retry)).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        let target = self.game_target(command.game().id());
        self.limit.run(target, self.write_failure(command)).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let target = self.both_tables(answer.game().id());
        self.limit.run(target, self.write_answer(answer)).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        let target = self.player_target(*player);
        self.limit
            .run(target, self.remove_surplus(player, keep))
            .await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        Arc::new(Self {
            limit: self.limit.until(deadline),
            ..Self::clone(&self)
        })
    }
}
