//! What is left of the time of an invocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;

/// What is kept of the time, to say that it is over.
const MARGIN: Duration = Duration::from_millis(500);

/// What is kept of that, for the case that nobody said it.
const LAST_MOMENT: Duration = Duration::from_millis(250);

/// How long work may take that is to end in time.
pub(crate) fn time_left(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(MARGIN)
}

/// How long may be waited for what should have ended in time.
pub(crate) fn last_moment(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(LAST_MOMENT)
}

fn time_until_deadline(context: &Context) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let deadline = Duration::from_millis(context.deadline);
    deadline.saturating_sub(now.unwrap_or_default())
}
