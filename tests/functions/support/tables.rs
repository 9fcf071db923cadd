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

use super::{DynamoServer, StandIn};

/// A DynamoDB within this process, with the three tables, behind a gate that can be shut.
pub(crate) struct Tables {
    pub(crate) client: Client,
    gate: StandIn,
    state: Arc<Gate>,
    _server: DynamoServer,
}

/// What the gate does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Open,
    /// It answers that something is wrong inside.
    Refuse,
    /// It never answers.
    Hang,
}

struct Gate {
    http: reqwest::Client,
    url: String,
    mode: Mutex<Mode>,
    /// Which operations were asked for.
    asked: Mutex<Vec<String>>,
    meeting: Mutex<Option<Arc<Meeting>>>,
}

/// Some requests that are held back until all of them are there.
struct Meeting {
    operation: &'static str,
    expected: usize,
    came: AtomicUsize,
    all: Barrier,
}

impl Tables {
    pub(crate) async fn start() -> Self {
        let server = DynamoServer::start().await;
        let client = client(server.url());
        names().create(&client).await.unwrap();
        let state = Arc::new(Gate {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            url: server.url().to_owned(),
            mode: Mutex::new(Mode::Open),
            asked: Mutex::default(),
            meeting: Mutex::default(),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&state));
        Self {
            client,
            gate: StandIn::start(router).await,
            state,
            _server: server,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.gate.url()
    }

    /// From now on, this is done with what is asked of the tables.
    pub(crate) fn set(&self, mode: Mode) {
        *self.state.mode.lock().unwrap() = mode;
    }

    /// The next so many requests for an operation are held back until all of them are there.
    pub(crate) fn meet(&self, operation: &'static str, expected: usize) {
        let meeting = Meeting {
            operation,
            expected,
            came: AtomicUsize::new(0),
            all: Barrier::new(expected),
        };
        *self.state.meeting.lock().unwrap() = Some(Arc::new(meeting));
    }

    /// The operations that were asked for since this was last called.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.asked.lock().unwrap())
    }

    /// Lets everything that was done for a game lie further back than it does.
    pub(crate) async fn age(&self, game: &str, secs: u64) {
        let items = self.client.scan().table_name("Game").send().await.unwrap();
        let same = |item: &&HashMap<_, AttributeValue>| item["GameId"].as_s().unwrap() == game;
        let mut item = items
            .items()
            .iter()
            .find(same)
            .expect("the game is there")
            .clone();
        for moment in ["CreationTime", "AskedAt"] {
            if let Some(value) = item.get_mut(moment) {
                let secs_then: u64 = value.as_n().unwrap().parse().unwrap();
                *value = AttributeValue::N((secs_then - secs).to_string());
            }
        }
        let put = self.client.put_item().table_name("Game");
        put.set_item(Some(item)).send().await.unwrap();
    }

    /// Everything that is stored of games and their questions, in an order of its own.
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

    /// How many tokens are known.
    pub(crate) async fn tokens(&self) -> usize {
        let tokens = self.client.scan().table_name("Token").send().await.unwrap();
        tokens.items().len()
    }
}

/// The names of the tables.
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

async fn pass(State(gate): State<Arc<Gate>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers["x-amz-target"].to_str().unwrap();
    let operation = target.rsplit('.').next().unwrap().to_owned();
    gate.asked.lock().unwrap().push(operation.clone());
    let meeting = gate.meeting.lock().unwrap().clone();
    if let Some(meeting) = meeting.filter(|meeting| meeting.operation == operation) {
        meeting.attend().await;
    }
    let mode = *gate.mode.lock().unwrap();
    match mode {
        Mode::Open => gate.forward(headers, body).await,
        Mode::Refuse => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mode::Hang => std::future::pending().await,
    }
}

impl Meeting {
    async fn attend(&self) {
        if self.came.fetch_add(1, Ordering::SeqCst) < self.expected {
            self.all.wait().await;
        }
    }
}

impl Gate {
    async fn forward(&self, headers: HeaderMap, body: Bytes) -> Response {
        let request = self.http.post(&self.url).headers(headers).body(body);
        let reply = request.send().await.unwrap();
        let status = reply.status();
        let mut headers = reply.headers().clone();
        headers.remove("transfer-encoding");
        (status, headers, reply.bytes().await.unwrap()).into_response()
    }
}
