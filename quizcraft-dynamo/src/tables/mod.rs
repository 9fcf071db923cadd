//! The tables: names, definitions, creation and comparison.

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
    /// Creates the names of the tables of games and questions.
    #[must_use]
    pub const fn new(game: TableName, question: TableName) -> Self {
        Self { game, question }
    }

    /// Returns the name of the table of games.
    #[must_use]
    pub const fn game(&self) -> &TableName {
        &self.game
    }

    /// Returns the name of the table of questions.
    #[must_use]
    pub const fn question(&self) -> &TableName {
        &self.question
    }
}

impl From<Tables> for GameTables {
    fn from(tables: Tables) -> Self {
        tables.games
    }
}

/// The names of the three tables of every service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    games: GameTables,
    token: TableName,
}

impl Tables {
    /// Creates the names of the tables of games, questions and tokens.
    #[must_use]
    pub const fn new(game: TableName, question: TableName, token: TableName) -> Self {
        let games = GameTables::new(game, question);
        Self { games, token }
    }

    /// Returns the name of the table of games.
    #[must_use]
    pub const fn game(&self) -> &TableName {
        self.games.game()
    }

    /// Returns the name of the table of questions.
    #[must_use]
    pub const fn question(&self) -> &TableName {
        self.games.question()
    }

    /// Returns the name of the table of tokens.
    #[must_use]
    pub const fn token(&self) -> &TableName {
        &self.token
    }

    /// Creates the tables that do not exist, and waits until they are active.
    ///
    /// Existing tables are not changed, except that TTL is enabled where it is disabled.
    /// [`differences`](Self::differences) returns everything else that is wrong with them.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error or if a table does not become active
    /// within two minutes, [`GatewayError::Broken`] for a permanent error.
    pub async fn create(&self, client: &Client) -> Result<(), GatewayError> {
        let definitions = self.definitions();
        let created = definitions
            .iter()
            .map(|table| create::create(client, table));
        try_join_all(created).await?;
        Ok(())
    }

    /// Compares the existing tables with their definitions, and returns every difference.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, [`GatewayError::Broken`] for a permanent
    /// error.
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

/// The table of a pool of drafts, which only services with such a pool have.
///
/// It is a cache, so it needs no backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftTable(TableName);

impl DraftTable {
    /// Creates the name of the table.
    #[must_use]
    pub const fn new(name: TableName) -> Self {
        Self(name)
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(&self) -> &TableName {
        &self.0
    }

    /// Creates the table if it does not exist, waits until it is active, and enables TTL if it is disabled.
    ///
    /// # Errors
    ///
    /// As for [`Tables::create`].
    pub async fn create(&self, client: &Client) -> Result<(), GatewayError> {
        create::create(client, &self.definition()).await
    }

    /// Compares the existing table with its definition, and returns every difference.
    ///
    /// # Errors
    ///
    /// As for [`Tables::differences`].
    pub async fn differences(&self, client: &Client) -> Result<Vec<Difference>, GatewayError> {
        compare::compare(client, &self.definition()).await
    }

    fn definition(&self) -> Definition {
        Definition::of_drafts(self.0.clone())
    }
}

impl fmt::Display for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.game(), self.question(), self.token)
    }
}
