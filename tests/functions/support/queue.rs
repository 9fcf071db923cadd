use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::FakeServer;

/// A fake of SQS with its JSON protocol. It stores the messages that it accepts, and the changes of the
/// visibility of messages.
pub(crate) struct Queue {
    server: FakeServer,
    state: Arc<Shared>,
}

/// The behaviour of the queue for all requests.
#[derive(Clone)]
pub(crate) enum Sending {
    Accept,
    /// Rejects requests with this code.
    Reject(&'static str),
    /// Never responds.
    Hang,
    /// Calls this hook and never responds.
    Call(Arc<dyn Fn() + Send + Sync>),
}

struct Shared {
    sending: Mutex<Sending>,
    attempts: Mutex<usize>,
    sent: Mutex<Vec<Sent>>,
    changed: Mutex<Vec<Vec<Change>>>,
}

/// A change of the visibility of a message: its receipt handle and the timeout in seconds.
pub(crate) type Change = (String, u64);

/// The code with which the fake rejects single messages whose receipt handle contains [`EXPIRED`].
const EXPIRED_CODE: &str = "ReceiptHandleIsInvalid";

/// A part of receipt handles that the fake does not accept.
pub(crate) const EXPIRED: &str = "expired";

/// A message that was accepted.
struct Sent {
    body: String,
    /// The message attributes as a worker receives them.
    attributes: Value,
}

/// The URL of the queue. Requests are sent to the fake instead.
pub(crate) const QUEUE_URL: &str = "https://sqs.eu-west-1.amazonaws.com/123456789012/games";

impl Queue {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Shared {
            sending: Mutex::new(Sending::Accept),
            attempts: Mutex::default(),
            sent: Mutex::default(),
            changed: Mutex::default(),
        });
        let router = Router::new()
            .fallback(handle)
            .with_state(Arc::clone(&state));
        Self {
            server: FakeServer::start(router).await,
            state,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Sets the behaviour for further requests.
    pub(crate) fn set(&self, sending: Sending) {
        *self.state.sending.lock().unwrap() = sending;
    }

    /// Returns the bodies of the messages that were accepted since the last call.
    pub(crate) fn sent(&self) -> Vec<String> {
        let sent = self.take().into_iter();
        sent.map(|sent| sent.body).collect()
    }

    /// Returns the body and the attributes of the one message that was accepted.
    #[track_caller]
    pub(crate) fn message_with_attributes(&self) -> (String, Value) {
        let mut sent = self.take();
        assert_eq!(sent.len(), 1, "one message is sent");
        let sent = sent.remove(0);
        (sent.body, sent.attributes)
    }

    fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.state.sent.lock().unwrap())
    }

    /// Returns the body of the one message that was accepted.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "one message is sent: {sent:?}");
        sent.remove(0)
    }

    /// Returns the changes of visibility since the last call, by request, in the order of their receipt
    /// handles.
    pub(crate) fn changed(&self) -> Vec<Vec<Change>> {
        let mut requests = std::mem::take(&mut *self.state.changed.lock().unwrap());
        for changes in &mut requests {
            changes.sort();
        }
        requests
    }

    /// Returns the number of requests.
    pub(crate) fn attempts(&self) -> usize {
        *self.state.attempts.lock().unwrap()
    }
}

async fn handle(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(request["QueueUrl"], QUEUE_URL);
    *shared.attempts.lock().unwrap() += 1;
    let sending = shared.sending.lock().unwrap().clone();
    match sending {
        Sending::Accept => {
            let target = headers["x-amz-target"].to_str().unwrap();
            let response = match target.strip_prefix("AmazonSQS.") {
                Some("SendMessage") => shared.send(&request),
                Some("ChangeMessageVisibilityBatch") => shared.change_visibility(&request),
                _ => panic!("unexpected operation: {target}"),
            };
            respond(StatusCode::OK, &response)
        }
        Sending::Reject(code) => respond(
            StatusCode::BAD_REQUEST,
            &json!({"__type": format!("com.amazonaws.sqs#{code}"), "message": "no"}),
        ),
        Sending::Hang => std::future::pending().await,
        Sending::Call(hook) => {
            hook();
            std::future::pending().await
        }
    }
}

impl Shared {
    fn send(&self, message: &Value) -> Value {
        let body = message["MessageBody"].as_str().unwrap().to_owned();
        let attributes = received(&message["MessageAttributes"]);
        self.sent.lock().unwrap().push(Sent { body, attributes });
        json!({"MessageId": "5fea7756-0ea4-451a-a703-a558b933e274"})
    }

    fn change_visibility(&self, request: &Value) -> Value {
        let entries = request["Entries"].as_array().unwrap();
        assert!((1..=10).contains(&entries.len()), "a limit of SQS");
        let ids: BTreeSet<_> = entries.iter().map(|entry| entry["Id"].as_str()).collect();
        assert_eq!(ids.len(), entries.len(), "the ids are distinct");
        let (mut changes, mut failed) = (Vec::new(), Vec::new());
        for entry in entries {
            let receipt = entry["ReceiptHandle"].as_str().unwrap();
            if receipt.contains(EXPIRED) {
                let code = EXPIRED_CODE;
                failed.push(json!({"Id": entry["Id"], "Code": code, "SenderFault": true}));
            } else {
                let seconds = entry["VisibilityTimeout"].as_u64().unwrap();
                changes.push((receipt.to_owned(), seconds));
            }
        }
        self.changed.lock().unwrap().push(changes);
        json!({"Successful": [], "Failed": failed})
    }
}

fn respond(status: StatusCode, body: &Value) -> Response {
    let kind = [("content-type", "application/x-amz-json-1.0")];
    (status, kind, body.to_string()).into_response()
}

/// Returns message attributes in the form in which Lambda delivers them, with names in camel case.
fn received(attributes: &Value) -> Value {
    let attributes = attributes.as_object().cloned().unwrap_or_default();
    let received = attributes.into_iter().map(|(name, sent)| {
        let received = json!({
            "stringValue": sent["StringValue"],
            "dataType": sent["DataType"],
            "stringListValues": [],
            "binaryListValues": [],
        });
        (name, received)
    });
    Value::Object(received.collect())
}
