//! Where the server keeps games: in the process or, with the feature `dynamodb`, in tables.

#[cfg(feature = "dynamodb")]
mod embedded;
#[cfg(feature = "dynamodb")]
mod tables;

use std::sync::Arc;

use quizcraft_core::gateway::GameStore;
use quizcraft_memory::MemoryGames;

use crate::failure::Failure;
use crate::options::ServeOptions;

#[cfg(feature = "dynamodb")]
use {
    crate::options::{Absent, Keeping},
    embedded::Embedded,
    quizcraft_dynamo::DynamoGames,
};

/// Where games are kept, with whatever has to run for it.
pub(super) struct Stores {
    games: Arc<dyn GameStore>,
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
        })
    }

    /// Closes what was opened, once nobody uses it any more.
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
            Keeping::Process => Ok(Self::over(MemoryGames::new())),
            Keeping::File(file) => Self::in_file(Embedded::open(&file).await?).await,
            Keeping::DynamoDb { tables, absent } => {
                let client = tables::client().await?;
                tables::prepare(&client, &tables, absent).await?;
                Ok(Self::over(DynamoGames::new(client, tables)))
            }
        }
    }

    /// Closes what was opened, once nobody uses it any more.
    pub(super) async fn close(self) {
        if let Some(database) = self.database {
            database.close().await;
        }
    }

    async fn in_file(database: Embedded) -> Result<Self, Failure> {
        let (client, tables) = (database.client(), database.tables());
        tables::prepare(&client, &tables, Absent::Create).await?;
        Ok(Self {
            games: Arc::new(DynamoGames::new(client, tables)),
            database: Some(database),
        })
    }

    /// Stores for which nothing has to run here.
    fn over(games: impl GameStore + 'static) -> Self {
        Self {
            games: Arc::new(games),
            database: None,
        }
    }
}

impl Stores {
    /// Where games are kept.
    pub(super) fn games(&self) -> Arc<dyn GameStore> {
        Arc::clone(&self.games)
    }
}
