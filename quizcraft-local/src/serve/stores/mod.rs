//! Where the server keeps games: in the process or, with the feature `dynamodb`, in tables, which
//! also tell which players tokens stand for.

#[cfg(feature = "dynamodb")]
mod embedded;
#[cfg(feature = "dynamodb")]
mod tables;

use std::sync::Arc;

use quizcraft_core::gateway::GameStore;
use quizcraft_identity::TokenCache;
use quizcraft_memory::MemoryGames;

use crate::failure::Failure;
use crate::options::ServeOptions;

#[cfg(feature = "dynamodb")]
use {
    crate::options::{Absent, Keeping},
    aws_sdk_dynamodb::Client,
    embedded::Embedded,
    quizcraft_dynamo::{DynamoGames, DynamoTokens, Tables},
};

/// Where games and tokens are kept, with whatever has to run for it.
pub(super) struct Stores {
    games: Arc<dyn GameStore>,
    tokens: Option<Arc<dyn TokenCache>>,
    #[cfg(feature = "dynamodb")]
    database: Option<Embedded>,
}

#[cfg(not(feature = "dynamodb"))]
impl Stores {
    /// Opens the stores that are asked for.
    #[expect(clippy::unused_async, reason = "other stores take their time to open")]
    pub(super) async fn open(_: &ServeOptions) -> Result<Self, Failure> {
        Ok(Self {
            games: Arc::new(MemoryGames::new()),
            tokens: None,
        })
    }

    /// Closes what was opened, once nothing uses it any more.
    #[expect(clippy::unused_async, reason = "other stores take their time to close")]
    pub(super) async fn close(self) {
        drop(self);
    }
}

#[cfg(feature = "dynamodb")]
impl Stores {
    /// Opens the stores that are asked for.
    pub(super) async fn open(options: &ServeOptions) -> Result<Self, Failure> {
        match options.stores.keeping() {
            Keeping::Process => Ok(Self {
                games: Arc::new(MemoryGames::new()),
                tokens: None,
                database: None,
            }),
            Keeping::File(file) => Self::in_file(Embedded::open(&file).await?).await,
            Keeping::DynamoDb { tables, absent } => {
                let client = tables::client().await?;
                tables::prepare(&client, &tables, absent).await?;
                Ok(Self::over(&client, &tables, None))
            }
        }
    }

    /// Closes what was opened, once nothing uses it any more.
    pub(super) async fn close(self) {
        if let Some(database) = self.database {
            database.close().await;
        }
    }

    async fn in_file(database: Embedded) -> Result<Self, Failure> {
        let (client, tables) = (database.client(), database.tables());
        tables::prepare(&client, &tables, Absent::Create).await?;
        Ok(Self::over(&client, &tables, Some(database)))
    }

    fn over(client: &Client, tables: &Tables, database: Option<Embedded>) -> Self {
        Self {
            games: Arc::new(DynamoGames::new(client.clone(), tables.clone())),
            tokens: Some(Arc::new(DynamoTokens::new(client.clone(), tables.clone()))),
            database,
        }
    }
}

impl Stores {
    /// Returns where games are kept.
    pub(super) fn games(&self) -> Arc<dyn GameStore> {
        Arc::clone(&self.games)
    }

    /// Returns where it is kept which players tokens stand for, beyond this process.
    pub(super) fn tokens(&self) -> Option<Arc<dyn TokenCache>> {
        self.tokens.clone()
    }
}
