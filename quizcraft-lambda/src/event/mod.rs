//! Parses events. Only the fields that a function needs are parsed, since AWS adds fields and changes
//! the types of others.

mod object;

use axum::body::Bytes;
use lambda_http::lambda_runtime::{Diagnostic, LambdaInvocation};
use serde_json::value::RawValue;

pub(crate) use object::{Object, scalar};

/// An event as the runtime received it.
pub(crate) type RawEvent = Box<RawValue>;

/// An event is invalid. The error contains nothing of the event, so that it can be logged.
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

/// Replaces an event that is not JSON by null, which every function rejects.
///
/// The runtime itself would reject the event without logging the ids of the invocation and without
/// counting it. At level TRACE it would end the process.
pub(crate) fn replace_invalid_json(mut invocation: LambdaInvocation) -> LambdaInvocation {
    if parse(&invocation.body).is_err() {
        invocation.body = Bytes::from_static(b"null");
    }
    invocation
}

/// Parses bytes as JSON, without parsing its values.
pub(crate) fn parse(event: &[u8]) -> Result<&RawValue, InvalidEvent> {
    serde_json::from_slice(event).map_err(|_| InvalidEvent::NotJson)
}

/// Parses an event as an object, or returns `not_an_object` for any other JSON except null.
pub(crate) fn parse_object(
    event: &RawValue,
    not_an_object: InvalidEvent,
) -> Result<Object<'_>, InvalidEvent> {
    if event.get() == "null" {
        return Err(InvalidEvent::NotJson);
    }
    Object::read(event).ok_or(not_an_object)
}
