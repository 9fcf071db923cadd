use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Builder, Credentials, Region};
use quizcraft_dynamo::{DynamoGames, DynamoTokens, Patience, TableName, Tables};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::Wire;

/// A DynamoDB within the process, which stops when it is dropped.
pub(crate) struct Database {
    pub(crate) client: Client,
    pub(crate) tables: Tables,
    pub(crate) wire: Wire,
    stop: oneshot::Sender<()>,
}

/// The names of the tables.
fn names() -> Tables {
    let name = |name| TableName::new(name).unwrap();
    Tables::new(name("Game"), name("Question"), name("Token"))
}

impl Database {
    /// An empty database with the three tables.
    pub(crate) async fn new() -> Self {
        let database = Self::without_tables().await;
        database.tables.create(&database.client).await.unwrap();
        database.wire.forget();
        database
    }

    /// A database without any table.
    pub(crate) async fn without_tables() -> Self {
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
            client: client(&url, &wire),
            tables: names(),
            wire,
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

/// A real client of the SDK, with less patience than in production: a test waits for it to end.
fn client(url: &str, wire: &Wire) -> Client {
    let patience = Patience {
        attempt: Duration::from_millis(400),
        operation: Duration::from_secs(2),
        attempts: 3,
    };
    let config = Builder::new()
        .region(Region::new("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::for_tests())
        .http_client(wire.clone());
    patience.client(config)
}
