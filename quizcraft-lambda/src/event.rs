//! How events are read: here and not by the runtime, so that one that makes no sense is told of with
//! the ids of its invocation, and counted. What is no JSON at all, Lambda itself does not let in.

use lambda_http::lambda_runtime::Diagnostic;
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event as it came.
pub(crate) type RawEvent = Box<RawValue>;

/// Why an event makes no sense: not what was in it, since this is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct InvalidEvent(pub(crate) &'static str);

/// Reads an event, or says that it is not what it should be.
pub(crate) fn read<'e, T: Deserialize<'e>>(
    event: &'e RawValue,
    otherwise: &'static str,
) -> Result<T, InvalidEvent> {
    serde_json::from_str(event.get()).map_err(|_| InvalidEvent(otherwise))
}

impl From<InvalidEvent> for Diagnostic {
    fn from(InvalidEvent(reason): InvalidEvent) -> Self {
        Self {
            error_type: "InvalidEvent".to_owned(),
            error_message: reason.to_owned(),
        }
    }
}
