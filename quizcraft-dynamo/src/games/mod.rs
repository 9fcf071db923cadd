//! Games and their questions, in two tables.

mod questions;
mod read;
mod write;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Recording, Transition};
use quizcraft_core::{
    Answer, AskAgain, Failing, Game, GameId, NewGame, Opening, Page, PageRequest, Play, PlayerId,
};

use crate::tables::GameTables;

/// Keeps games and their questions in DynamoDB.
///
/// Cheap to clone; a clone shares the client.
#[derive(Clone, Debug)]
pub struct DynamoGames {
    client: Client,
    tables: GameTables,
}

impl DynamoGames {
    /// A store in these tables, over a client that has some [patience](crate::Patience).
    #[must_use]
    pub fn new(client: Client, tables: impl Into<GameTables>) -> Self {
        let tables = tables.into();
        Self { client, tables }
    }
}

#[async_trait]
impl GameStore for DynamoGames {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        self.put_new(game).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        self.get(player, game).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.get_with_questions(player, game).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        self.query_page(player, request).await
    }

    async fn open(&self, opening: &Opening) -> Result<Transition, GatewayError> {
        self.write_opening(opening).await
    }

    async fn ask_again(&self, renewal: &AskAgain) -> Result<Transition, GatewayError> {
        self.write_renewal(renewal).await
    }

    async fn fail(&self, failing: &Failing) -> Result<Transition, GatewayError> {
        self.write_failure(failing).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.write_answer(answer).await
    }
}
