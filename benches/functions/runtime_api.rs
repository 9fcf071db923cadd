//! A fake [Runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) of Lambda
//! for one function.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The timeout of every call of a function.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct RuntimeApi {
    address: SocketAddr,
    events: mpsc::UnboundedSender<String>,
    calls: mpsc::UnboundedReceiver<(Instant, Call)>,
    server: JoinHandle<()>,
}

/// A call of a function to the Runtime API.
#[derive(Debug)]
enum Call {
    Next,
    Answer(Bytes),
    Fail,
}

#[derive(Clone)]
struct Queues {
    events: Arc<Mutex<mpsc::UnboundedReceiver<String>>>,
    calls: mpsc::UnboundedSender<(Instant, Call)>,
}

impl RuntimeApi {
    pub(crate) async fn start() -> Self {
        let (events, taken) = mpsc::unbounded_channel();
        let (made, calls) = mpsc::unbounded_channel();
        let queues = Queues {
            events: Arc::new(Mutex::new(taken)),
            calls: made,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let listener = listener.tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
        let server = tokio::spawn(async {
            axum::serve(listener, router().with_state(queues))
                .await
                .expect("the server runs");
        });
        Self {
            address,
            events,
            calls,
            server,
        }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn send(&self, event: String) {
        self.events.send(event).expect("the server runs");
    }

    /// Waits until the function requests its next event, and returns the time.
    pub(crate) async fn next(&mut self) -> Instant {
        match self.call().await {
            (when, Call::Next) => when,
            (_, other) => panic!("expected a request for the next event: {other:?}"),
        }
    }

    /// Waits for a response of the function, and returns its time and body.
    pub(crate) async fn answer(&mut self) -> (Instant, Bytes) {
        match self.call().await {
            (when, Call::Answer(answer)) => (when, answer),
            (_, other) => panic!("expected a response: {other:?}"),
        }
    }

    async fn call(&mut self) -> (Instant, Call) {
        let call = timeout(PATIENCE, self.calls.recv()).await;
        let call = call.expect("a call within the timeout");
        call.expect("the server runs")
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn router() -> Router<Queues> {
    let calls = Router::new()
        .route("/invocation/next", get(next))
        .route(
            "/invocation/{id}/response",
            post(async |State(queues): State<Queues>, body| queues.note(Call::Answer(body))),
        )
        .route("/invocation/{id}/error", post(fail))
        .route("/init/error", post(fail));
    Router::new().nest("/2018-06-01/runtime", calls)
}

async fn next(State(queues): State<Queues>) -> ([(&'static str, String); 4], String) {
    queues.note(Call::Next);
    let mut events = queues.events.lock().await;
    let event = events.recv().await.unwrap_or_default();
    let deadline = SystemTime::now() + PATIENCE;
    let deadline = deadline
        .duration_since(UNIX_EPOCH)
        .expect("a time after 1970");
    let head = [
        (
            "lambda-runtime-aws-request-id",
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned(),
        ),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millis().to_string(),
        ),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-west-1:123456789012:function:quizcraft".to_owned(),
        ),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0".to_owned(),
        ),
    ];
    (head, event)
}

async fn fail(State(queues): State<Queues>, body: String) -> StatusCode {
    println!("the function failed: {body}");
    queues.note(Call::Fail)
}

impl Queues {
    /// Reports a call. Errors are ignored, because the receiver is dropped after the measurement.
    fn note(&self, call: Call) -> StatusCode {
        let _ = self.calls.send((Instant::now(), call));
        StatusCode::ACCEPTED
    }
}
