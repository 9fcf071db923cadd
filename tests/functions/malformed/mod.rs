//! Invalid events. Each causes a clear error that contains nothing of the event, and the function handles
//! the next event.

mod api;
mod worker;

use axum::body::Bytes;
use serde_json::Value;

use crate::support::{Function, Outcome};

/// A text in every event of these tests that must not appear in responses or logs.
const HUSH: &str = "hush-hush";

/// Sends an invalid event. Returns the error message of the function.
async fn rejects(function: &Function, event: impl Into<Bytes>) -> String {
    let outcome = function.invoke(event).await;
    let Outcome::Error(error) = outcome else {
        panic!("expected an error: {outcome:?}");
    };
    let message = error["errorMessage"].as_str().expect("a message");
    assert!(!message.contains("panicked"), "{message}");
    assert!(!error.to_string().contains(HUSH), "{error}");
    message.to_owned()
}

/// Asserts that the log contains nothing of the events.
fn assert_log_hides_events(function: &Function) {
    let log = Value::from(function.log()).to_string();
    assert!(!log.contains(HUSH), "{log}");
    let stderr = function.stderr();
    assert!(stderr.is_empty(), "nothing panicked: {stderr:?}");
}
