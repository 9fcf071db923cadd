use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_dynamo::{DynamoGames, DynamoTokens, RequestPolicy, TableName, Tables};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Network;

/// An in-process DynamoDB, which stops when it is dropped.
pub(crate) struct Database {
    pub(crate) client: Client,
    pub(crate) tables: Tables,
    pub(crate) network: Network,
    url: String,
    stop: oneshot::Sender<()>,
}

impl Database {
    /// Returns the names of the tables.
    pub(crate) fn names() -> Tables {
        let name = |name| TableName::new(name).unwrap();
        Tables::new(name("Game"), name("Question"), name("Token"))
    }

    /// Starts an empty database with the three tables.
    pub(crate) async fn new() -> Self {
        Self::without_tables().await.with_tables().await
    }

    /// Starts an empty database whose client has short timeouts.
    pub(crate) async fn with_short_timeouts() -> Self {
        Self::start(SHORT).await.with_tables().await
    }

    /// Starts a database without tables.
    pub(crate) async fn without_tables() -> Self {
        Self::start(LONG).await
    }

    async fn with_tables(self) -> Self {
        // Creating tables takes longer than any other request.
        let client = client(&self.url, &self.network, LONG);
        self.tables.create(&client).await.unwrap();
        self.network.clear_calls();
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
        let network = Network::new();
        Self {
            client: client(&url, &network, policy),
            tables: Self::names(),
            network,
            url,
            stop,
        }
    }

    /// Stops the database, and returns the client and the names of the tables.
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

/// Long enough for every response, even on a stalled machine.
const LONG: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_secs(20),
    operation_timeout: Duration::from_mins(1),
    max_attempts: 3,
};

/// Tests with lost responses wait for this timeout on every attempt. A machine that stalls for that
/// long costs one attempt.
const SHORT: RequestPolicy = RequestPolicy {
    attempt_timeout: Duration::from_millis(500),
    operation_timeout: Duration::from_mins(1),
    max_attempts: 4,
};

/// Creates a real SDK client.
fn client(url: &str, network: &Network, policy: RequestPolicy) -> Client {
    let config = Builder::new()
        .region(Region::new("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::for_tests())
        .http_client(network.clone());
    policy.client(config)
}
