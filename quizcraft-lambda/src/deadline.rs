//! What is left of the time of an invocation.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambda_http::Context;

/// What is kept of the time, to say that it is over.
const MARGIN: Duration = Duration::from_millis(500);

/// The default of that margin.
const LAST_MOMENT: Duration = Duration::from_millis(250);

/// Returns how long work may take that is to end in time.
pub(crate) fn time_left(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(MARGIN)
}

/// Returns how long may be waited for what should have ended in time.
pub(crate) fn last_moment(context: &Context) -> Duration {
    time_until_deadline(context).saturating_sub(LAST_MOMENT)
}

fn time_until_deadline(context: &Context) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let deadline = Duration::from_millis(context.deadline);
    deadline.saturating_sub(now.unwrap_or_default())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Returns what a function is told of an invocation that ends then.
    pub(crate) fn invocation_until(deadline: SystemTime) -> Context {
        let deadline = deadline.duration_since(UNIX_EPOCH).unwrap();
        let mut context = Context::default();
        context.deadline = u64::try_from(deadline.as_millis()).unwrap();
        context
    }

    #[test]
    fn some_time_is_kept_to_say_that_it_is_over() {
        let context = invocation_until(SystemTime::now() + Duration::from_mins(1));
        assert!(time_left(&context) <= Duration::from_millis(59_500));
        assert!(time_left(&context) > Duration::from_secs(30));
        assert!(last_moment(&context) <= Duration::from_millis(59_750));
        let waited_longer = Duration::from_millis(250);
        assert!(last_moment(&context) >= time_left(&context) + waited_longer);
    }

    #[test]
    fn nothing_is_left_once_it_is_over() {
        let context = invocation_until(UNIX_EPOCH + Duration::from_secs(1));
        assert_eq!(time_left(&context), Duration::ZERO);
        assert_eq!(last_moment(&context), Duration::ZERO);
    }
}
