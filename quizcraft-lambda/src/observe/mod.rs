//! What can be seen of the functions from outside: a log in JSON, and metrics in CloudWatch's
//! embedded format. Nothing in either tells who plays, or what.

mod api;
mod cold;
pub(crate) mod logging;
mod metrics;
mod refused;
mod tally;
mod trips;
mod worker;

use lambda_http::Context;
use tracing::Span;

pub(crate) use api::ApiObserver;
use cold::ColdStart;
pub(crate) use tally::{TalliedGames, Tally};
pub(crate) use trips::RoundTrips;
pub(crate) use worker::{Handled, Outcome, WorkerObserver, note_record};

/// Returns the span of an invocation, with the ids that AWS knows it by: whatever the level, an
/// error has them.
pub(crate) fn invocation(context: &Context) -> Span {
    let trace = context.xray_trace_id.as_deref();
    tracing::error_span!(
        "invocation",
        function_request_id = context.request_id,
        trace_id = trace
    )
}
