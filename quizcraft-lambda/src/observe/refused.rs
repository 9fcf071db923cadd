use lambda_http::Context;

use super::ColdStart;
use super::metrics::{Line, Unit};
use crate::event::InvalidEvent;

/// Tells of an event that makes no sense to this function, and counts it.
pub(super) fn note(invalid: InvalidEvent, function: &str, context: &Context, cold: &ColdStart) {
    let reason = invalid.to_string();
    let mut line = Line::of_error("refused");
    line.field("function", function);
    line.invocation(context);
    line.field("reason", reason.as_str());
    let metrics = [
        ("events_refused", Unit::Count, 1.0),
        ("cold_starts", Unit::Count, cold.count()),
    ];
    line.metrics(&["function"], &metrics);
    line.write();
}
