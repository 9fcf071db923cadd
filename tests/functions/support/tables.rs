use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use quizcraft_dynamo::{TableName, Tables as Names};
use tokio::sync::Barrier;

use super::{DynamoServer, FakeServer};

/// An in-process DynamoDB with the three tables, behind a proxy that can fail or hang.
pub(crate) struct Tables {
    pub(crate) client: Client,
    proxy: FakeServer,
    state: Arc<Proxy>,
    _server: DynamoServer,
}

/// The behaviour of the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Open,
    /// Responds with 500.
    Fail,
    /// Never responds.
    Hang,
}

struct Proxy {
    http: reqwest::Client,
    url: String,
    mode: Mutex<Mode>,
    /// The operations that were requested.
    operations: Mutex<Vec<String>>,
    meeting: Mutex<Option<Arc<Meeting>>>,
}

/// Delays requests for an operation until all expected ones have arrived.
struct Meeting {
    operation: &'static str,
    expected: usize,
    arrived: AtomicUsize,
    all: Barrier,
}

impl Tables {
    pub(crate) async fn start() -> Self {
        let server = DynamoServer::start().await;
        let client = client(server.url());
        names().create(&client).await.unwrap();
        let state = Arc::new(Proxy {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            url: server.url().to_owned(),
            mode: Mutex::new(Mode::Open),
            operations: Mutex::default(),
            meeting: Mutex::default(),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&state));
        Self {
            client,
            proxy: FakeServer::start(router).await,
            state,
            _server: server,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.proxy.url()
    }

    /// Sets the behaviour for further requests.
    pub(crate) fn set(&self, mode: Mode) {
        *self.state.mode.lock().unwrap() = mode;
    }

    /// Delays the next requests for an operation until `expected` of them have arrived.
    pub(crate) fn meet(&self, operation: &'static str, expected: usize) {
        let meeting = Meeting {
            operation,
            expected,
            arrived: AtomicUsize::new(0),
            all: Barrier::new(expected),
        };
        *self.state.meeting.lock().unwrap() = Some(Arc::new(meeting));
    }

    /// Returns the operations that were requested since the last call.
    pub(crate) fn operations(&self) -> Vec<String> {
        std::mem::take(&mut self.state.operations.lock().unwrap())
    }

    /// Moves all timestamps of a game into the past.
    pub(crate) async fn age(&self, game: &str, secs: u64) {
        let items = self.client.scan().table_name("Game").send().await.unwrap();
        let same = |item: &&HashMap<_, AttributeValue>| item["GameId"].as_s().unwrap() == game;
        let mut item = items
            .items()
            .iter()
            .find(same)
            .expect("the game exists")
            .clone();
        for timestamp in ["CreationTime", "AskedAt"] {
            if let Some(value) = item.get_mut(timestamp) {
                let secs_then: u64 = value.as_n().unwrap().parse().unwrap();
                *value = AttributeValue::N((secs_then - secs).to_string());
            }
        }
        let put = self.client.put_item().table_name("Game");
        put.set_item(Some(item)).send().await.unwrap();
    }

    /// Returns all games and questions in a fixed order.
    pub(crate) async fn dump(&self) -> Vec<String> {
        let mut dump = Vec::new();
        for table in ["Game", "Question"] {
            let items = self.client.scan().table_name(table).send().await.unwrap();
            dump.extend(items.items().iter().map(|item| {
                let sorted: BTreeMap<_, _> = item.iter().collect();
                format!("{table} {sorted:?}")
            }));
        }
        dump.sort();
        dump
    }

    /// Returns the number of tokens that the language model used today.
    #[cfg(feature = "bedrock")]
    pub(crate) async fn model_tokens(&self) -> u64 {
        use quizcraft_core::gateway::{Clock as _, ModelMeter as _};

        let games = quizcraft_dynamo::DynamoGames::new(self.client.clone(), names());
        let today = quizcraft_memory::SystemClock.now().day();
        games.spent(today).await.unwrap()
    }

    /// Returns the number of cached tokens.
    pub(crate) async fn tokens(&self) -> usize {
        let tokens = self.client.scan().table_name("Token").send().await.unwrap();
        tokens.items().len()
    }
}

/// Returns the names of the tables.
fn names() -> Names {
    let name = |name| TableName::new(name).unwrap();
    Names::new(name("Game"), name("Question"), name("Token"))
}

fn client(url: &str) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new("key", "secret", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    Client::from_conf(config.build())
}

async fn pass(State(proxy): State<Arc<Proxy>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers["x-amz-target"].to_str().unwrap();
    let operation = target.rsplit('.').next().unwrap().to_owned();
    proxy.operations.lock().unwrap().push(operation.clone());
    let meeting = proxy.meeting.lock().unwrap().clone();
    if let Some(meeting) = meeting.filter(|meeting| meeting.operation == operation) {
        meeting.attend().await;
    }
    let mode = *proxy.mode.lock().unwrap();
    match mode {
        Mode::Open => proxy.forward(headers, body).await,
        Mode::Fail => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mode::Hang => std::future::pending().await,
    }
}

impl Meeting {
    async fn attend(&self) {
        if self.arrived.fetch_add(1, Ordering::SeqCst) < self.expected {
            self.all.wait().await;
        }
    }
}

impl Proxy {
    async fn forward(&self, headers: HeaderMap, body: Bytes) -> Response {
        let request = self.http.post(&self.url).headers(headers).body(body);
        let reply = request.send().await.unwrap();
        let status = reply.status();
        let mut headers = reply.headers().clone();
        headers.remove("transfer-encoding");
        (status, headers, reply.bytes().await.unwrap()).into_response()
    }
}
