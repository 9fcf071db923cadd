//! What the observers of both functions share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lambda_http::Context;
use tracing::Span;

use super::metrics::Line;
use crate::event::InvalidEvent;

/// Returns the span of an invocation, with the ids under which AWS logs it. Its level is ERROR, so that
/// errors have the ids at every log level.
pub(crate) fn invocation_span(context: &Context) -> Span {
    let trace = context.xray_trace_id.as_deref();
    tracing::error_span!(
        "invocation",
        function_request_id = context.request_id,
        trace_id = trace
    )
}

/// Writes the log line of an invalid event, and counts the event.
pub(super) fn write_invalid_event(
    invalid: InvalidEvent,
    function: &'static str,
    context: &Context,
    cold_start: &ColdStart,
) {
    let reason = invalid.to_string();
    let mut line = Line::error(function, "refused");
    line.invocation(context);
    line.field("reason", reason.as_str());
    line.count("events_refused", 1_u32);
    line.count("cold_starts", cold_start.count());
    line.write();
}

/// Counts the cold start of this process, on its first event.
#[derive(Clone, Debug)]
pub(super) struct ColdStart(Arc<AtomicBool>);

impl ColdStart {
    /// Creates the counter of a process that has not received an event yet.
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// Returns 1 for the first event of the process, and 0 for all others.
    pub(super) fn count(&self) -> u8 {
        u8::from(self.0.swap(false, Ordering::Relaxed))
    }
}
