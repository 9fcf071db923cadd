//! The three tables: their names, what they must be like, and how they come to be.

mod compare;
mod create;
mod definition;

use std::fmt;

use aws_sdk_dynamodb::Client;
use futures_util::future::try_join_all;
use quizcraft_core::gateway::GatewayError;

use crate::table_name::TableName;
use definition::Definition;

pub use compare::Difference;
pub(crate) use definition::{INDEX, PROJECTED};

/// The names of the two tables that hold games.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameTables {
    game: TableName,
    question: TableName,
}

impl GameTables {
    /// Games and questions in tables of these names.
    #[must_use]
    pub const fn new(game: TableName, question: TableName) -> Self {
        Self { game, question }
    }

    /// Returns the table of games.
    #[must_use]
    pub const fn game(&self) -> &TableName {
        &self.game
    }

    /// Returns the table of questions.
    #[must_use]
    pub const fn question(&self) -> &TableName {
        &self.question
    }
}

/// Who has all three tables has those that hold games.
impl From<Tables> for GameTables {
    fn from(tables: Tables) -> Self {
        tables.games
    }
}

/// The names of the three tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    games: GameTables,
    token: TableName,
}

impl Tables {
    /// Games, questions and tokens in tables of these names.
    #[must_use]
    pub const fn new(game: TableName, question: TableName, token: TableName) -> Self {
        let games = GameTables::new(game, question);
        Self { games, token }
    }

    /// Returns the table of games.
    #[must_use]
    pub const fn game(&self) -> &TableName {
        self.games.game()
    }

    /// Returns the table of questions.
    #[must_use]
    pub const fn question(&self) -> &TableName {
        self.games.question()
    }

    /// Returns the table of tokens.
    #[must_use]
    pub const fn token(&self) -> &TableName {
        &self.token
    }

    /// Creates the tables that do not exist, and waits until they can be used. Of a table that
    /// exists only the expiry of its items is set, where it is off;
    /// [`differences`](Self::differences) tells what else is wrong with it.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if DynamoDB does not answer or a table does not become active
    /// in time, [`GatewayError::Broken`] if it refuses.
    pub async fn create(&self, client: &Client) -> Result<(), GatewayError> {
        let definitions = self.definitions();
        let created = definitions
            .iter()
            .map(|table| create::create(client, table));
        try_join_all(created).await?;
        Ok(())
    }

    /// In what the existing tables differ from what this adapter needs, item by item; nothing if
    /// they are as they should be.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if DynamoDB does not answer, [`GatewayError::Broken`] if it
    /// refuses.
    pub async fn differences(&self, client: &Client) -> Result<Vec<Difference>, GatewayError> {
        let definitions = self.definitions();
        let compared = definitions
            .iter()
            .map(|table| compare::compare(client, table));
        Ok(try_join_all(compared)
            .await?
            .into_iter()
            .flatten()
            .collect())
    }

    fn definitions(&self) -> [Definition; 3] {
        [
            Definition::of_games(self.game().clone()),
            Definition::of_questions(self.question().clone()),
            Definition::of_tokens(self.token.clone()),
        ]
    }
}

impl fmt::Display for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.game(), self.question(), self.token)
    }
}
