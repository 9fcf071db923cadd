use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_dynamo::{DynamoGames, DynamoTokens, RequestPolicy, TableName, Tables};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Wire;

/// A DynamoDB within the process, which stops when it is dropped.
pub(crate) struct Database {
    pub(crate) client: Client,
    pub(crate) tables: Tables,
    pub(crate) wire: Wire,
    url: String,
    stop: oneshot::Sender<()>,
}

impl Database {
    /// The names of the tables.
    pub(crate) fn names() -> Tables {
        let name = |name| TableName::new(name).unwrap();
        Tables::new(name("Game"), name("Question"), name("Token"))
    }

    /// An empty database with the three tables.
    pub(crate) async fn new() -> Self {
        Self::without_tables().await.with_tables().await
    }

    /// An empty database that is soon given up where it does not answer.
    pub(crate) async fn soon_given_up() -> Self {
        Self::start(SHORT).await.with_tables().await
    }

    /// A database without any table.
    pub(crate) async fn without_tables() -> Self {
        Self::start(LONG).await
    }

    async fn with_tables(self) -> Self {
        // Making tables takes longer than any other request.
        let patient = client(&self.url, &self.wire, LONG);
        self.tables.create(&patient).await.unwrap();
        self.wire.forget();
        self
    }

    async fn start(policy: RequestPolicy) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            let _ = stopped.await;
        };
        let memory = dynoxide::Database::memory().unwrap();
        tokio::spawn(dynoxide::server::serve_with_shutdown(
            listener, memory, stopped,
        ));
        let wire = Wire::new();
        Self {
            client: client(&url, &wire, policy),
            tables: Self::names(),
            wire,
            url,
            stop,
        }
    }

    /// Stops it; the client and the names are left.
    pub(crate) fn stop(self) -> (Client, Tables) {
        let Self {
            client,
            tables,
            stop,
            ..
        } = self;
        drop(stop);
        (client, tables)
    }

    pub(crate) fn games(&self) -> DynamoGames {
        DynamoGames::new(self.client.clone(), self.tables.clone())
    }

    pub(crate) fn tokens(&self) -> DynamoTokens {
        DynamoTokens::new(self.client.clone(), self.tables.clone())
    }
}

/// Longer than any machine stands still: what answers is waited for.
const LONG: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_secs(20),
    operation_timeout: Duration::from_mins(1),
    max_attempts: 3,
};

/// A test waits until it is over, once for each try; a machine that stands still as long costs a try,
/// and no more.
const SHORT: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_millis(500),
    operation_timeout: Duration::from_mins(1),
    max_attempts: 4,
};

/// A real client of the SDK.
fn client(url: &str, wire: &Wire, policy: RequestPolicy) -> Client {
    let config = Builder::new()
        .region(Region::new("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::for_tests())
        .http_client(wire.clone());
    policy.client(config)
}
