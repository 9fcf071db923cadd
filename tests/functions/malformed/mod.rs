//! Events that are not what a function is for: each is an error that is clear and repeats nothing of
//! the event, and the next event is answered.

mod api;
mod worker;

use axum::body::Bytes;
use serde_json::Value;

use crate::support::{Function, Outcome};

/// What stands in every event of these suites, and may stand nowhere else.
const HUSH: &str = "hush-hush";

/// Sends an event that makes no sense; gives what the function reports.
async fn refuses(function: &Function, event: impl Into<Bytes>) -> String {
    let outcome = function.invoke(event).await;
    let Outcome::Error(error) = outcome else {
        panic!("it is answered: {outcome:?}");
    };
    let message = error["errorMessage"].as_str().expect("a message");
    assert!(!message.contains("panicked"), "{message}");
    assert!(!error.to_string().contains(HUSH), "{error}");
    message.to_owned()
}

/// What was in an event may stand in no log.
fn assert_silent(function: &Function) {
    let log = Value::from(function.log()).to_string();
    assert!(!log.contains(HUSH), "{log}");
    let stderr = function.stderr();
    assert!(stderr.is_empty(), "nothing panicked: {stderr:?}");
}
