use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::StandIn;

/// A stand-in for SQS, in its JSON protocol: it keeps what is sent.
pub(crate) struct Queue {
    stand_in: StandIn,
    state: Arc<Shared>,
}

/// What the queue does with a message.
#[derive(Clone)]
pub(crate) enum Sending {
    Taken,
    /// It is refused with this code.
    Refused(&'static str),
    /// The sender is never answered.
    Unanswered,
    /// This is done, and the sender never answered.
    Then(Arc<dyn Fn() + Send + Sync>),
}

struct Shared {
    sending: Mutex<Sending>,
    attempts: Mutex<usize>,
    sent: Mutex<Vec<String>>,
}

/// Where the queue would be.
pub(crate) const QUEUE_URL: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/games";

impl Queue {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Shared {
            sending: Mutex::new(Sending::Taken),
            attempts: Mutex::default(),
            sent: Mutex::default(),
        });
        let router = Router::new().fallback(send).with_state(Arc::clone(&state));
        Self {
            stand_in: StandIn::start(router).await,
            state,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.stand_in.url()
    }

    /// From now on, this is done with messages.
    pub(crate) fn set(&self, sending: Sending) {
        *self.state.sending.lock().unwrap() = sending;
    }

    /// The bodies of the messages that were taken since this was last called.
    pub(crate) fn sent(&self) -> Vec<String> {
        std::mem::take(&mut self.state.sent.lock().unwrap())
    }

    /// The body of the one message that was taken.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "one message is sent: {sent:?}");
        sent.remove(0)
    }

    /// The number of attempts to send.
    pub(crate) fn attempts(&self) -> usize {
        *self.state.attempts.lock().unwrap()
    }
}

async fn send(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    assert_eq!(headers["x-amz-target"], "AmazonSQS.SendMessage");
    let message: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(message["QueueUrl"], QUEUE_URL);
    *shared.attempts.lock().unwrap() += 1;
    let sending = shared.sending.lock().unwrap().clone();
    match sending {
        Sending::Taken => {
            let body = message["MessageBody"].as_str().unwrap().to_owned();
            shared.sent.lock().unwrap().push(body);
            let id = "5fea7756-0ea4-451a-a703-a558b933e274";
            answer(StatusCode::OK, &json!({"MessageId": id}))
        }
        Sending::Refused(code) => answer(
            StatusCode::BAD_REQUEST,
            &json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": "no"}),
        ),
        Sending::Unanswered => std::future::pending().await,
        Sending::Then(hook) => {
            hook();
            std::future::pending().await
        }
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let kind = [("content-type", "application/x-amz-json-1.0")];
    (status, kind, body.to_string()).into_response()
}
