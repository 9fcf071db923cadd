//! A fake of the [Lambda Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot, watch};

use super::FakeServer;

/// The Runtime API of one process. It returns events one at a time, and receives their outcomes.
pub(crate) struct RuntimeApi {
    server: FakeServer,
    state: Arc<Shared>,
    events: mpsc::UnboundedSender<Invocation>,
}

/// An event for the function.
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) event: Bytes,
    /// The timeout of the invocation.
    pub(crate) time: Duration,
}

/// The outcome of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The function sent a response.
    Response(Value),
    /// The function reported an error.
    Error(Value),
}

struct Shared {
    events: AsyncMutex<mpsc::UnboundedReceiver<Invocation>>,
    polls: watch::Sender<usize>,
    in_progress: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
}

impl RuntimeApi {
    pub(crate) async fn start() -> Self {
        let (events, receiver) = mpsc::unbounded_channel();
        let state = Arc::new(Shared {
            events: AsyncMutex::new(receiver),
            polls: watch::Sender::new(0),
            in_progress: Mutex::default(),
        });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route(
                "/2018-06-01/runtime/invocation/{id}/response",
                post(respond),
            )
            .route("/2018-06-01/runtime/invocation/{id}/error", post(fail))
            .with_state(Arc::clone(&state));
        Self {
            server: FakeServer::start(router).await,
            state,
            events,
        }
    }

    pub(crate) fn addr(&self) -> &str {
        self.server.addr()
    }

    /// Queues an event for the next poll.
    pub(crate) fn invoke(&self, invocation: Invocation) -> oneshot::Receiver<Outcome> {
        let (sender, outcome) = oneshot::channel();
        let id = invocation.id.clone();
        self.state.in_progress.lock().unwrap().insert(id, sender);
        let sent = self.events.send(invocation);
        assert!(sent.is_ok(), "the server runs");
        outcome
    }

    /// Returns the number of times that the process polled for an event.
    pub(crate) fn polls(&self) -> watch::Receiver<usize> {
        self.state.polls.subscribe()
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    let unanswered = shared.in_progress.lock().unwrap().len();
    shared.polls.send_modify(|polls| *polls += 1);
    let mut events = shared.events.lock().await;
    let Some(invocation) = events.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let deadline = (now + invocation.time).as_millis();
    assert!(unanswered <= 1, "a process handles one event at a time");
    let arn = "arn:aws:lambda:eu-west-1:123456789012:function:quizcraft";
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", invocation.id.clone()),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-invoked-function-arn", arn.to_owned()),
        ("lambda-runtime-trace-id", trace_id(&invocation.id)),
    ];
    (headers, invocation.event).into_response()
}

/// Returns the trace id of an invocation.
pub(crate) fn trace_id(request: &str) -> String {
    format!("Root=1-5759e988-bd862e3fe1be46a994272793;Parent={request};Sampled=1")
}

async fn respond(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    shared.finish(&id, Outcome::Response(json(&body)))
}

async fn fail(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    shared.finish(&id, Outcome::Error(json(&body)))
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("the function sends JSON")
}

impl Shared {
    /// Passes the outcome of an event to its caller, once.
    fn finish(&self, id: &str, outcome: Outcome) -> StatusCode {
        match self.in_progress.lock().unwrap().remove(id) {
            Some(waiting) => {
                // The test may have stopped waiting, which is not an error of the function.
                let _ = waiting.send(outcome);
                StatusCode::ACCEPTED
            }
            None => StatusCode::BAD_REQUEST,
        }
    }
}
