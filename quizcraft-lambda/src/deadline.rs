//! The remaining time of an invocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;

/// The time before the deadline of an invocation at which its work must end, so that a response can
/// still be sent.
const WORK_MARGIN: Duration = Duration::from_millis(500);

/// The time before the deadline at which work that has not ended is aborted.
const ABORT_MARGIN: Duration = Duration::from_millis(250);

/// Returns the time that the work of an invocation may take.
pub(crate) fn time_left(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(WORK_MARGIN)
}

/// Returns the time after which work that ignores [`time_left`] is aborted.
pub(crate) fn abort_after(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(ABORT_MARGIN)
}

fn time_until_deadline(context: &Context) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let deadline = Duration::from_millis(context.deadline);
    deadline.saturating_sub(now.unwrap_or_default())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Returns the context of an invocation with this deadline.
    pub(crate) fn invocation_until(deadline: SystemTime) -> Context {
        let deadline = deadline.duration_since(UNIX_EPOCH).unwrap();
        let mut context = Context::default();
        context.deadline = u64::try_from(deadline.as_millis()).unwrap();
        context
    }

    #[test]
    fn work_ends_before_it_is_aborted_and_both_before_the_deadline() {
        let context = invocation_until(SystemTime::now() + Duration::from_mins(1));
        assert!(time_left(&context) <= Duration::from_millis(59_500));
        assert!(time_left(&context) > Duration::from_secs(30));
        assert!(abort_after(&context) <= Duration::from_millis(59_750));
        let difference = Duration::from_millis(250);
        assert!(abort_after(&context) >= time_left(&context) + difference);
    }

    #[test]
    fn no_time_is_left_after_the_deadline() {
        let context = invocation_until(UNIX_EPOCH + Duration::from_secs(1));
        assert_eq!(time_left(&context), Duration::ZERO);
        assert_eq!(abort_after(&context), Duration::ZERO);
    }
}
