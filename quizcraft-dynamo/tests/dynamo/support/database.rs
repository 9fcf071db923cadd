use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use dynoxide::storage_backend::Clock;
use quizcraft_contract::ManualClock;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{DraftsKept, PoolKey};
use quizcraft_dynamo::{
    DraftTable, DynamoGames, DynamoPool, DynamoTokens, RequestPolicy, TableName, Tables,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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
    memory: dynoxide::Database,
    now: Arc<Now>,
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
        let now = Arc::new(Now(AtomicU64::new(1_700_000_000)));
        let memory = dynoxide::Database::memory_with_clock(now.clone()).unwrap();
        tokio::spawn(dynoxide::server::serve_with_shutdown(
            listener,
            memory.clone(),
            stopped,
        ));
        let network = Network::new();
        Self {
            client: client(&url, &network, policy),
            tables: Self::names(),
            network,
            url,
            memory,
            now,
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

    /// Deletes the items whose TTL attribute is `now` or earlier, and returns their number. TTL is off if
    /// it was not enabled.
    pub(crate) fn sweep(&self, now: Timestamp) -> usize {
        // The database deletes an item from the second after its expiry on.
        self.now.0.store(now.as_secs() + 1, Ordering::Relaxed);
        self.memory.sweep_ttl().unwrap()
    }

    /// Sends the body of a transaction again, as another request. Returns the outcome as text.
    pub(crate) fn replay(&self, transaction: &serde_json::Value) -> String {
        let mut transaction = transaction.clone();
        transaction
            .as_object_mut()
            .unwrap()
            .remove("ClientRequestToken");
        let request = serde_json::from_value(transaction).unwrap();
        format!("{:?}", self.memory.transact_write_items(request))
    }

    pub(crate) fn games(&self) -> DynamoGames {
        DynamoGames::new(self.client.clone(), self.tables.clone())
    }

    /// Returns another instance of the store, with a client of its own, as another process has it.
    pub(crate) fn games_of_another_process(&self) -> DynamoGames {
        let client = client(&self.url, &Network::new(), LONG);
        DynamoGames::new(client, self.tables.clone())
    }

    /// Creates the table of drafts, and returns a pool in it.
    pub(crate) async fn pool(&self, clock: Arc<ManualClock>) -> DynamoPool {
        let table = Self::drafts();
        // Creating tables takes longer than any other request.
        let client = client(&self.url, &self.network, LONG);
        table.create(&client).await.unwrap();
        self.network.clear_calls();
        DynamoPool::new(self.client.clone(), table, clock, DraftsKept::default())
    }

    /// Removes an attribute of a draft in the pool.
    pub(crate) async fn remove_of_draft(&self, key: &PoolKey, fingerprint: u64, name: &str) {
        let fingerprint = format!("{fingerprint:016x}");
        let update = self
            .client
            .update_item()
            .table_name("Draft")
            .key("PoolKey", AttributeValue::S(key.to_string()))
            .key("Fingerprint", AttributeValue::S(fingerprint))
            .update_expression("REMOVE #name")
            .expression_attribute_names("#name", name);
        update.send().await.unwrap();
    }

    /// Returns the name of the table of drafts.
    pub(crate) fn drafts() -> DraftTable {
        DraftTable::new(TableName::new("Draft").unwrap())
    }

    pub(crate) fn tokens(&self) -> DynamoTokens {
        DynamoTokens::new(self.client.clone(), self.tables.clone())
    }
}

/// The clock of the database.
struct Now(AtomicU64);

impl Clock for Now {
    fn now_unix_secs(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds are far below the limit of exact integers"
    )]
    fn now_unix_secs_f64(&self) -> f64 {
        self.now_unix_secs() as f64
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
