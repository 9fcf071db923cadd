//! How events are read: what is needed of them and no more, since AWS adds fields and changes the
//! types of those that a function does not need.

mod object;

use axum::body::Bytes;
use lambda_http::lambda_runtime::{Diagnostic, LambdaInvocation};
use serde_json::value::RawValue;

pub(crate) use object::{Object, scalar};

/// An event as it came.
pub(crate) type RawEvent = Box<RawValue>;

/// Why an event cannot be handled. It repeats nothing of the event, since it is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEvent {
    /// The event is null, or is not JSON in UTF-8.
    #[error("the event is null, or is not JSON in UTF-8")]
    NotJson,
    /// The event is JSON, but not a request of an HTTP API.
    #[error("the event is not a request of an HTTP API (payload format 2.0)")]
    NotARequest,
    /// The event is a request, and the field of this name is missing or malformed.
    #[error("the request's {0} is missing or malformed")]
    Malformed(&'static str),
    /// The path and the query string of the request are longer than a URI may be.
    #[error("the path and the query string of the request are too long")]
    TooLong,
    /// The event is JSON, but not a batch of an SQS queue.
    #[error("the event is not a batch of an SQS queue")]
    NotABatch,
}

impl From<InvalidEvent> for Diagnostic {
    fn from(invalid: InvalidEvent) -> Self {
        Self {
            error_type: "InvalidEvent".to_owned(),
            error_message: invalid.to_string(),
        }
    }
}

/// Replaces an event that is not JSON by null, which no function takes for an event.
///
/// The runtime would refuse it as well, but without its ids and without counting it; at level TRACE
/// it would even end the process.
pub(crate) fn readable(mut invocation: LambdaInvocation) -> LambdaInvocation {
    if raw(&invocation.body).is_err() {
        invocation.body = Bytes::from_static(b"null");
    }
    invocation
}

/// Reads bytes as JSON, whose values may be anything.
pub(crate) fn raw(event: &[u8]) -> Result<&RawValue, InvalidEvent> {
    serde_json::from_slice(event).map_err(|_| InvalidEvent::NotJson)
}

/// Reads an event as an object; anything else is not one of those events that this stands for.
pub(crate) fn object(
    event: &RawValue,
    otherwise: InvalidEvent,
) -> Result<Object<'_>, InvalidEvent> {
    if event.get() == "null" {
        return Err(InvalidEvent::NotJson);
    }
    Object::read(event).ok_or(otherwise)
}
