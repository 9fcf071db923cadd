//! Where games are to be kept.

use std::path::PathBuf;

use clap::Args;
use quizcraft_dynamo::{InvalidTableName, TableName, Tables};

#[derive(Debug, Clone, Args)]
pub(crate) struct StoreOptions {
    /// A file to keep games in, which is made if there is none; without one, games are gone with
    /// the process
    #[arg(
        long,
        env = "QUIZCRAFT_DATA",
        value_name = "FILE",
        conflicts_with = "dynamodb"
    )]
    data: Option<PathBuf>,
    /// Keep games in DynamoDB, by the configuration of the AWS SDK (region, credentials, profile,
    /// `AWS_ENDPOINT_URL_DYNAMODB`)
    #[arg(
        long,
        env = "QUIZCRAFT_DYNAMODB",
        requires_ifs = [("true", "game_table"), ("true", "question_table"), ("true", "token_table")]
    )]
    dynamodb: bool,
    /// Make the tables that do not exist
    #[arg(long, env = "QUIZCRAFT_CREATE_TABLES", requires_if("true", "dynamodb"))]
    create_tables: bool,
    /// The table of games
    #[arg(long, env = "GAME_TABLE", value_name = "NAME", value_parser = table)]
    game_table: Option<TableName>,
    /// The table of questions
    #[arg(long, env = "QUESTION_TABLE", value_name = "NAME", value_parser = table)]
    question_table: Option<TableName>,
    /// The table of players by their tokens
    #[arg(long, env = "TOKEN_TABLE", value_name = "NAME", value_parser = table)]
    token_table: Option<TableName>,
}

/// Where games are to be kept.
#[derive(Debug)]
pub(crate) enum Keeping {
    /// In the process, and no longer than it runs.
    Process,
    /// In a file.
    File(PathBuf),
    /// In tables of DynamoDB.
    DynamoDb { tables: Tables, absent: Absent },
}

/// What is to become of a table that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    /// It is made.
    Create,
    /// Without it nothing can be served.
    Refuse,
}

impl StoreOptions {
    /// Returns where games are to be kept.
    pub(crate) fn keeping(&self) -> Keeping {
        if let Some(file) = &self.data {
            return Keeping::File(file.clone());
        }
        // The command line is refused where tables are asked for and not named.
        let tables = self.tables().filter(|_| self.dynamodb);
        tables.map_or(Keeping::Process, |tables| Keeping::DynamoDb {
            tables,
            absent: self.absent(),
        })
    }

    fn tables(&self) -> Option<Tables> {
        Some(Tables::new(
            self.game_table.clone()?,
            self.question_table.clone()?,
            self.token_table.clone()?,
        ))
    }

    const fn absent(&self) -> Absent {
        if self.create_tables {
            Absent::Create
        } else {
            Absent::Refuse
        }
    }
}

fn table(name: &str) -> Result<TableName, InvalidTableName> {
    TableName::new(name)
}
