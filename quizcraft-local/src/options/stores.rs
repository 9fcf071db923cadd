//! The options of the store.

use std::path::PathBuf;

use clap::Args;
use quizcraft_dynamo::{DraftTable, InvalidTableName, TableName, Tables};

#[derive(Debug, Clone, Args)]
pub(crate) struct StoreOptions {
    /// The file to store games in, created if missing; without one, games are lost when the process
    /// ends
    #[arg(
        long,
        env = "QUIZCRAFT_DATA",
        value_name = "FILE",
        conflicts_with = "dynamodb"
    )]
    data: Option<PathBuf>,
    /// Store games in DynamoDB, with the configuration of the AWS SDK (region, credentials, profile,
    /// `AWS_ENDPOINT_URL_DYNAMODB`)
    #[arg(
        long,
        env = "QUIZCRAFT_DYNAMODB",
        requires_ifs = [("true", "game_table"), ("true", "question_table"), ("true", "token_table")]
    )]
    dynamodb: bool,
    /// Create missing tables
    #[arg(long, env = "QUIZCRAFT_CREATE_TABLES", requires_if("true", "dynamodb"))]
    create_tables: bool,
    /// The table of games
    #[arg(long, env = "GAME_TABLE", value_name = "NAME", value_parser = table)]
    game_table: Option<TableName>,
    /// The table of questions
    #[arg(long, env = "QUESTION_TABLE", value_name = "NAME", value_parser = table)]
    question_table: Option<TableName>,
    /// The table of verified tokens
    #[arg(long, env = "TOKEN_TABLE", value_name = "NAME", value_parser = table)]
    token_table: Option<TableName>,
    /// The table of verified drafts of a language model, which later games use; without one, they are kept in memory. Has
    /// an effect with a model only
    #[arg(long, env = "DRAFT_TABLE", value_name = "NAME", value_parser = table)]
    draft_table: Option<TableName>,
}

/// The kind of store.
#[derive(Debug)]
pub(crate) enum StoreKind {
    /// In memory.
    Memory,
    /// In a file.
    File(PathBuf),
    /// In DynamoDB.
    DynamoDb {
        tables: Tables,
        drafts: Option<DraftTable>,
        missing: MissingTables,
    },
}

/// What happens if tables are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingTables {
    /// They are created.
    Create,
    /// The server does not start.
    Fail,
}

impl StoreOptions {
    /// Returns the kind of store.
    pub(crate) fn kind(&self) -> StoreKind {
        if let Some(file) = &self.data {
            return StoreKind::File(file.clone());
        }
        // clap rejects `--dynamodb` without the names of the tables.
        let tables = self.tables().filter(|_| self.dynamodb);
        tables.map_or(StoreKind::Memory, |tables| StoreKind::DynamoDb {
            tables,
            drafts: self.draft_table.clone().map(DraftTable::new),
            missing: self.missing_tables(),
        })
    }

    fn tables(&self) -> Option<Tables> {
        Some(Tables::new(
            self.game_table.clone()?,
            self.question_table.clone()?,
            self.token_table.clone()?,
        ))
    }

    const fn missing_tables(&self) -> MissingTables {
        if self.create_tables {
            MissingTables::Create
        } else {
            MissingTables::Fail
        }
    }
}

fn table(name: &str) -> Result<TableName, InvalidTableName> {
    TableName::new(name)
}
