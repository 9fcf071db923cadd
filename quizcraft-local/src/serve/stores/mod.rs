//! The stores of the server: in memory or, with the feature `dynamodb`, in tables, which also cache
//! verified tokens and keep the verified drafts of a language model.

#[cfg(feature = "dynamodb")]
mod embedded;
#[cfg(feature = "dynamodb")]
mod file_check;
#[cfg(feature = "dynamodb")]
mod file_drafts;
#[cfg(feature = "dynamodb")]
mod file_games;
#[cfg(feature = "dynamodb")]
mod tables;

use std::sync::Arc;

use quizcraft_core::gateway::{
    DraftPool, DraftsKept, ExpiredGames, GameStore, ModelMeter, PendingGames, StoreCheck,
};
use quizcraft_identity::TokenCache;
use quizcraft_memory::{MemoryGames, MemoryMeter, MemoryPool, SystemClock};

use crate::failure::Failure;
use crate::options::ServeOptions;

#[cfg(feature = "dynamodb")]
use {
    crate::data_file::{DataFile, Repair},
    crate::options::{MissingTables, StoreKind},
    aws_sdk_dynamodb::Client,
    embedded::Embedded,
    file_check::FileCheck,
    file_drafts::FileDrafts,
    file_games::FileGames,
    quizcraft_dynamo::{DraftTable, DynamoGames, DynamoPool, DynamoTokens, Tables},
    std::path::Path,
};

/// The stores of games, tokens and drafts, with the embedded database if there is one.
pub(super) struct Stores {
    games: Arc<dyn GameStore>,
    /// The pending games, unless other servers share the store.
    pending: Option<Arc<dyn PendingGames>>,
    /// The removal of expired games, unless the store has a TTL.
    expired: Option<Arc<dyn ExpiredGames>>,
    check: Arc<dyn StoreCheck>,
    tokens: Option<Arc<dyn TokenCache>>,
    drafts: Arc<dyn DraftPool>,
    meter: Arc<dyn ModelMeter>,
    #[cfg(feature = "dynamodb")]
    database: Option<Embedded>,
}

#[cfg(not(feature = "dynamodb"))]
impl Stores {
    /// Opens the stores that the options select.
    #[expect(
        clippy::unused_async,
        reason = "opening a store of the feature `dynamodb` is asynchronous"
    )]
    pub(super) async fn open(_: &ServeOptions) -> Result<Self, Failure> {
        Ok(Self::in_memory())
    }

    /// Closes the stores. Callers MUST NOT use them any more.
    #[expect(
        clippy::unused_async,
        reason = "closing a store of the feature `dynamodb` is asynchronous"
    )]
    pub(super) async fn close(self) {
        drop(self);
    }
}

#[cfg(feature = "dynamodb")]
impl Stores {
    /// Opens the stores that the options select.
    pub(super) async fn open(options: &ServeOptions) -> Result<Self, Failure> {
        match options.stores.kind() {
            StoreKind::Memory => Ok(Self::in_memory()),
            StoreKind::File(file) => Self::in_file(&file, options).await,
            StoreKind::DynamoDb {
                tables,
                drafts,
                missing,
            } => {
                let client = tables::client().await?;
                // Without a model, the server does not read the table of drafts.
                let drafts = drafts.filter(|_| options.model.has_model());
                tables::prepare(&client, &tables, drafts.as_ref(), missing).await?;
                Ok(Self::over(&client, &tables, drafts))
            }
        }
    }

    /// Closes the stores. Callers MUST NOT use them any more.
    pub(super) async fn close(self) {
        if let Some(database) = self.database {
            database.close().await;
        }
    }

    async fn in_file(path: &Path, options: &ServeOptions) -> Result<Self, Failure> {
        let failure = |error| Failure::Data(path.to_owned(), error);
        let file = DataFile::open_or_create(path).map_err(|error| failure(error.into()))?;
        let database = Embedded::open(&file).await.map_err(failure)?;
        let (client, tables) = (database.client(), database.tables());
        let drafts = Some(database.drafts()).filter(|_| options.model.has_model());
        tables::prepare(&client, &tables, drafts.as_ref(), MissingTables::Create).await?;
        let repair = Repair::new(&file);
        let forgotten = repair.forget_damaged_tokens();
        forgotten.map_err(|error| failure(error.into()))?;
        Ok(Self {
            expired: Some(database.expired()),
            drafts: match drafts {
                Some(table) => Arc::new(FileDrafts::new(pool(&client, table), repair.clone())),
                None => memory_pool(),
            },
            database: Some(database),
            ..Self::of_file(file, repair, client, tables)
        })
    }

    /// Returns the stores of a file, without its database and drafts.
    ///
    /// The meter is not repaired. The database reports its damaged row as missing and overwrites it with the next tokens,
    /// so a day whose row is damaged begins to count again. Tokens are a limit of costs rather than data of players, and
    /// the limits of each game and player hold on.
    fn of_file(file: DataFile, repair: Repair, client: Client, tables: Tables) -> Self {
        let dynamo = Self::over(&client, &tables, None);
        let games = Arc::new(DynamoGames::new(client, tables));
        let check = FileCheck::new(file, Arc::clone(&games) as _);
        let games = Arc::new(FileGames::new(Arc::clone(&games) as _, games, repair));
        Self {
            check: Arc::new(check),
            games: Arc::clone(&games) as _,
            pending: Some(games),
            ..dynamo
        }
    }

    fn over(client: &Client, tables: &Tables, drafts: Option<DraftTable>) -> Self {
        let games = Arc::new(DynamoGames::new(client.clone(), tables.clone()));
        Self {
            games: Arc::clone(&games) as _,
            check: Arc::clone(&games) as _,
            meter: games,
            pending: None,
            expired: None,
            tokens: Some(Arc::new(DynamoTokens::new(client.clone(), tables.clone()))),
            drafts: match drafts {
                Some(table) => Arc::new(pool(client, table)),
                None => memory_pool(),
            },
            database: None,
        }
    }
}

#[cfg(feature = "dynamodb")]
fn pool(client: &Client, table: DraftTable) -> DynamoPool {
    let clock = Arc::new(SystemClock);
    DynamoPool::new(client.clone(), table, clock, DraftsKept::default())
}

fn memory_pool() -> Arc<MemoryPool> {
    let clock = Arc::new(SystemClock);
    Arc::new(MemoryPool::new(clock, DraftsKept::default()))
}

impl Stores {
    fn in_memory() -> Self {
        let games = Arc::new(MemoryGames::new());
        Self {
            games: Arc::clone(&games) as _,
            pending: Some(Arc::clone(&games) as _),
            expired: Some(Arc::clone(&games) as _),
            check: games,
            tokens: None,
            drafts: memory_pool(),
            meter: Arc::new(MemoryMeter::new()),
            #[cfg(feature = "dynamodb")]
            database: None,
        }
    }

    /// Returns the store of games.
    pub(super) fn games(&self) -> Arc<dyn GameStore> {
        Arc::clone(&self.games)
    }

    /// Returns the pending games, if this server is the only one that uses the store.
    pub(super) fn pending(&self) -> Option<Arc<dyn PendingGames>> {
        self.pending.clone()
    }

    /// Returns the removal of expired games, if the server must cause it.
    pub(super) fn expired(&self) -> Option<Arc<dyn ExpiredGames>> {
        self.expired.clone()
    }

    /// Returns the check that the store of games can be written.
    pub(super) fn check(&self) -> Arc<dyn StoreCheck> {
        Arc::clone(&self.check)
    }

    /// Returns the shared cache of verified tokens, if there is one.
    pub(super) fn tokens(&self) -> Option<Arc<dyn TokenCache>> {
        self.tokens.clone()
    }

    /// Returns the pool of drafts of a language model.
    pub(super) fn drafts(&self) -> Arc<dyn DraftPool> {
        Arc::clone(&self.drafts)
    }

    /// Returns the meter of the tokens of a language model.
    pub(super) fn meter(&self) -> Arc<dyn ModelMeter> {
        Arc::clone(&self.meter)
    }
}
