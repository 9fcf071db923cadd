//! What is left of the time of an invocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;

/// What is kept of the time, to say that it is over.
const MARGIN: Duration = Duration::from_millis(500);

/// How long work may take that is to end in time.
pub(crate) fn time_left(context: &Context) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let deadline = Duration::from_millis(context.deadline);
    let left = deadline.saturating_sub(now.unwrap_or_default());
    left.saturating_sub(MARGIN)
}
