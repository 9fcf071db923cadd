//! The [Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) of Lambda.

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

use super::StandIn;

/// The Runtime API of one process: it hands out events one by one, and takes what comes of them.
pub(crate) struct RuntimeApi {
    stand_in: StandIn,
    state: Arc<Shared>,
    events: mpsc::UnboundedSender<Invocation>,
}

/// An event on its way to the function.
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) event: Bytes,
    /// How much time the function has.
    pub(crate) time: Duration,
}

/// What came of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The function answered.
    Response(Value),
    /// It reported an error instead.
    Error(Value),
}

struct Shared {
    events: AsyncMutex<mpsc::UnboundedReceiver<Invocation>>,
    asked: watch::Sender<usize>,
    under_way: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
}

impl RuntimeApi {
    pub(crate) async fn start() -> Self {
        let (events, receiver) = mpsc::unbounded_channel();
        let state = Arc::new(Shared {
            events: AsyncMutex::new(receiver),
            asked: watch::Sender::new(0),
            under_way: Mutex::default(),
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
            stand_in: StandIn::start(router).await,
            state,
            events,
        }
    }

    pub(crate) fn addr(&self) -> &str {
        self.stand_in.addr()
    }

    /// Hands an event out to the process when it asks for the next.
    pub(crate) fn invoke(&self, invocation: Invocation) -> oneshot::Receiver<Outcome> {
        let (sender, outcome) = oneshot::channel();
        let id = invocation.id.clone();
        self.state.under_way.lock().unwrap().insert(id, sender);
        let sent = self.events.send(invocation);
        assert!(sent.is_ok(), "the stand-in is there");
        outcome
    }

    /// How often the process asked for an event.
    pub(crate) fn asked(&self) -> watch::Receiver<usize> {
        self.state.asked.subscribe()
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    let unanswered = shared.under_way.lock().unwrap().len();
    shared.asked.send_modify(|asked| *asked += 1);
    let mut events = shared.events.lock().await;
    let Some(invocation) = events.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let deadline = (now + invocation.time).as_millis();
    assert!(unanswered <= 1, "a process has one event at a time");
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

/// The trace that an invocation is part of.
pub(crate) fn trace_id(request: &str) -> String {
    format!("Root=1-5759e988-bd862e3fe1be46a994272793;Parent={request};Sampled=1")
}

async fn respond(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    shared.take(&id, Outcome::Response(json(&body)))
}

async fn fail(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    shared.take(&id, Outcome::Error(json(&body)))
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("the function answers with JSON")
}

impl Shared {
    /// Takes what came of an event, once.
    fn take(&self, id: &str, outcome: Outcome) -> StatusCode {
        match self.under_way.lock().unwrap().remove(id) {
            Some(waiting) => {
                // The caller may have stopped waiting; that is not the function's fault.
                let _ = waiting.send(outcome);
                StatusCode::ACCEPTED
            }
            None => StatusCode::BAD_REQUEST,
        }
    }
}
