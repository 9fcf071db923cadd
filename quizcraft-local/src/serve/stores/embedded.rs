//! A DynamoDB within the process, which keeps its tables in a file.

use std::path::{Path, absolute};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_core::gateway::BoxError;
use quizcraft_dynamo::{InvalidTableName, RequestPolicy, TableName, Tables};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::failure::Failure;

/// How long requests that are under way may take to end.
const DRAIN: Duration = Duration::from_secs(5);

/// Nothing is lost on the way to oneself, so what takes long is at work: asking again would only
/// make more of it.
const REQUEST_POLICY: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_secs(4),
    operation_timeout: Duration::from_secs(4),
    max_attempts: 4,
};

/// Serves a file as DynamoDB on a port of its own, which accepts connections from this machine only.
///
/// It does not authenticate: every process on this machine can find the port, and
/// see and change what is in the file.
pub(super) struct Embedded {
    client: Client,
    tables: Tables,
    stop: oneshot::Sender<()>,
    server: JoinHandle<Result<(), String>>,
}

impl Embedded {
    /// Opens the file, or makes it, and serves it.
    pub(super) async fn open(file: &Path) -> Result<Self, Failure> {
        let opened = Self::serve(file).await;
        opened.map_err(|error| Failure::Data(file.to_owned(), error))
    }

    async fn serve(file: &Path) -> Result<Self, BoxError> {
        let tables = tables()?;
        let database = database(file)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let client = client(&format!("http://{}", listener.local_addr()?));
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // To be dropped is to be told to stop as well.
            let _: Result<(), _> = stopped.await;
        };
        let server = dynoxide::server::serve_with_shutdown(listener, database, stopped);
        let server = tokio::spawn(server);
        Ok(Self {
            client,
            tables,
            stop,
            server,
        })
    }

    /// Returns a client of this database.
    pub(super) fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the names of its tables.
    pub(super) fn tables(&self) -> Tables {
        self.tables.clone()
    }

    /// Lets requests that are under way end, and closes the file.
    pub(super) async fn close(self) {
        // A closed channel means that the server has ended already.
        let _ = self.stop.send(());
        match tokio::time::timeout(DRAIN, self.server).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the database ended badly"),
            Ok(Err(error)) => tracing::warn!(%error, "the database died"),
            Err(_) => tracing::warn!("the database did not end in time"),
        }
    }
}

fn tables() -> Result<Tables, InvalidTableName> {
    let name = |name: &str| TableName::new(name);
    Ok(Tables::new(
        name("Game")?,
        name("Question")?,
        name("Token")?,
    ))
}

/// Returns the database in this file.
fn database(file: &Path) -> Result<dynoxide::Database, BoxError> {
    // Some names, such as `:memory:`, mean something else to the database than a file.
    let file = absolute(file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.is_dir()) {
        return Err(format!("there is no directory {}", folder.display()).into());
    }
    let path = file.to_str().ok_or("its name is not UTF-8")?;
    // Its text repeats its causes.
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
