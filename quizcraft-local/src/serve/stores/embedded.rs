//! An embedded DynamoDB that stores its tables in a file.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{BoxError, ExpiredGames, GatewayError};
use quizcraft_dynamo::{DraftTable, InvalidTableName, RequestPolicy, TableName, Tables};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::data_file::{DRAFT, DataFile, GAME, QUESTION, TOKEN};

/// The time that requests in progress have to end.
const DRAIN: Duration = Duration::from_secs(5);

/// The network is not a cause of delays within the process, so a slow request is still running, and a
/// retry would only add load.
const REQUEST_POLICY: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_secs(4),
    operation_timeout: Duration::from_secs(4),
    max_attempts: 4,
};

/// Serves a file as DynamoDB on a free port of the loopback interface.
///
/// It does not authenticate clients: every process on this machine can read and change the tables.
pub(super) struct Embedded {
    client: Client,
    tables: Tables,
    drafts: DraftTable,
    database: dynoxide::Database,
    stop: oneshot::Sender<()>,
    server: JoinHandle<Result<(), String>>,
}

impl Embedded {
    /// Opens or creates the file, and serves it.
    pub(super) async fn open(file: &DataFile) -> Result<Self, BoxError> {
        let (tables, drafts) = (tables()?, DraftTable::new(TableName::new(DRAFT)?));
        let database = database(file)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let client = client(&format!("http://{}", listener.local_addr()?));
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // Dropping the sender stops the server, too.
            let _: Result<(), _> = stopped.await;
        };
        let server = dynoxide::server::serve_with_shutdown(listener, database.clone(), stopped);
        let server = tokio::spawn(server);
        Ok(Self {
            client,
            tables,
            drafts,
            database,
            stop,
            server,
        })
    }

    /// Returns a client of this database.
    pub(super) fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the names of the tables.
    pub(super) fn tables(&self) -> Tables {
        self.tables.clone()
    }

    /// Returns the table of drafts.
    pub(super) fn drafts(&self) -> DraftTable {
        self.drafts.clone()
    }

    /// Returns the removal of expired items.
    pub(super) fn expired(&self) -> Arc<dyn ExpiredGames> {
        Arc::new(Ttl(self.database.clone()))
    }

    /// Waits for requests in progress, and closes the file.
    pub(super) async fn close(self) {
        // A closed channel means that the server has already ended.
        let _ = self.stop.send(());
        match tokio::time::timeout(DRAIN, self.server).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the embedded database failed"),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the embedded database panicked or was cancelled");
            }
            Err(_) => tracing::warn!("the embedded database did not stop in time"),
        }
    }
}

/// The TTL of the embedded database, which deletes expired items only when it is told to: games with their
/// questions, numbers of started games and of the model's tokens, cached tokens, and drafts.
struct Ttl(dynoxide::Database);

#[async_trait]
impl ExpiredGames for Ttl {
    /// Returns the number of items. The database uses its own clock, and pauses for requests in between.
    async fn remove_expired(&self, _: Timestamp) -> Result<usize, GatewayError> {
        let database = self.0.clone();
        let swept = tokio::task::spawn_blocking(move || database.sweep_ttl()).await;
        let swept = swept.map_err(|error| GatewayError::Broken(error.into()))?;
        swept.map_err(|error| GatewayError::Broken(error.to_string().into()))
    }
}

fn tables() -> Result<Tables, InvalidTableName> {
    let name = |name: &str| TableName::new(name);
    Ok(Tables::new(name(GAME)?, name(QUESTION)?, name(TOKEN)?))
}

/// Opens the database in a file.
fn database(file: &DataFile) -> Result<dynoxide::Database, BoxError> {
    let path = file.path().to_str().ok_or("the path is not UTF-8")?;
    // As text, since the error repeats its causes in its own text.
    dynoxide::Database::new(path).map_err(|error| error.to_string().into())
}

fn client(url: &str) -> Client {
    // The server ignores credentials, so any value works.
    let credentials = Credentials::new("embedded", "embedded", None, None, "quizcraft");
    let config = Builder::new()
        .region(Region::from_static("local"))
        .endpoint_url(url)
        .credentials_provider(credentials)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    REQUEST_POLICY.client(config)
}
