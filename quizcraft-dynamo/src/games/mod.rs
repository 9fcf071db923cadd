//! Games and their questions, in two tables.

mod place;
mod questions;
mod read;
mod write;

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, FailGame, Game, GameId, NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Retry,
};

use crate::tables::GameTables;
use crate::time_limit::TimeLimit;

/// Keeps games and their questions in DynamoDB.
///
/// Cheap to clone; a clone shares the client.
#[derive(Clone, Debug)]
pub struct DynamoGames {
    client: Client,
    tables: GameTables,
    limit: TimeLimit,
}

impl DynamoGames {
    /// Creates a store in these tables, over a client that has some [patience](crate::RequestPolicy).
    #[must_use]
    pub fn new(client: Client, tables: impl Into<GameTables>) -> Self {
        Self {
            client,
            tables: tables.into(),
            limit: TimeLimit::default(),
        }
    }
}

#[async_trait]
impl GameStore for DynamoGames {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        let place = self.game_place(game.game().id());
        self.limit.hold(place, self.put_new(game)).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let place = self.game_place(*game);
        self.limit.hold(place, self.get(player, game)).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let place = self.both_places(*game);
        let load = self.get_with_questions(player, game);
        self.limit.hold(place, load).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let place = self.player_place(*player);
        self.limit
            .hold(place, self.query_page(player, request))
            .await
    }

    async fn open(&self, opening: &OpenGame) -> Result<Transition, GatewayError> {
        let place = self.both_places(opening.game().id());
        self.limit.hold(place, self.write_opening(opening)).await
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let place = self.game_place(retry.game().id());
        self.limit.hold(place, self.write_renewal(retry)).await
    }

    async fn fail(&self, failing: &FailGame) -> Result<Transition, GatewayError> {
        let place = self.game_place(failing.game().id());
        self.limit.hold(place, self.write_failure(failing)).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let place = self.both_places(answer.game().id());
        self.limit.hold(place, self.write_answer(answer)).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        Arc::new(Self {
            limit: self.limit.by(deadline),
            ..Self::clone(&self)
        })
    }
}
