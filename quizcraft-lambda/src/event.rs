//! How events are read: here and not by the runtime, so that one that makes no sense is told of with
//! the ids of its invocation, and counted. What is no JSON at all, Lambda itself does not let in.

use lambda_http::lambda_runtime::Diagnostic;
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event as it came.
pub(crate) type RawEvent = Box<RawValue>;

/// Why an event makes no sense: not what was in it, since this is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidEvent {
    #[error("the event is no request of an HTTP API, payload 2.0")]
    NoRequest,
    #[error("the event has no path")]
    NoPath,
    #[error("the path and the query string of the event are too long")]
    TooLong,
    #[error("the body of the event is not base64, though it says so")]
    NoBase64,
    #[error("the event is no batch of a queue")]
    NoBatch,
}

/// Reads an event, or says what is wrong with one that is no such thing.
pub(crate) fn read<'e, T: Deserialize<'e>>(
    event: &'e RawValue,
    otherwise: InvalidEvent,
) -> Result<T, InvalidEvent> {
    serde_json::from_str(event.get()).map_err(|_| otherwise)
}

impl From<InvalidEvent> for Diagnostic {
    fn from(invalid: InvalidEvent) -> Self {
        Self {
            error_type: "InvalidEvent".to_owned(),
            error_message: invalid.to_string(),
        }
    }
}
