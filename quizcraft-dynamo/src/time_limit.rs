//! When the calls for one request have to end.

use std::fmt::Display;
use std::time::Duration;

use quizcraft_core::gateway::GatewayError;
use tokio::time::{Instant, timeout_at};

use crate::error::out_of_time;

/// When calls have to end, if anything waits for them no longer than that.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TimeLimit(Option<Instant>);

impl TimeLimit {
    /// Returns the same limit for calls that have to end by `deadline` as well.
    pub(crate) fn by(self, deadline: std::time::Instant) -> Self {
        let deadline = deadline.into();
        Self(Some(self.0.map_or(deadline, |own| own.min(deadline))))
    }

    /// Makes a call, unless it is too late for it, and gives it up when the time is over. The error
    /// names the place that the call is about.
    pub(crate) async fn hold<T>(
        self,
        place: impl Display,
        call: impl Future<Output = Result<T, GatewayError>>,
    ) -> Result<T, GatewayError> {
        let Some(deadline) = self.0 else {
            return call.await;
        };
        // A call that begins too late would send its request before it is given up.
        if !self.allows(Duration::ZERO) {
            return Err(out_of_time(place));
        }
        let held = timeout_at(deadline, call).await;
        held.unwrap_or_else(|_| Err(out_of_time(place)))
    }

    /// Returns whether something is left of the time after a pause of this length.
    pub(crate) fn allows(self, pause: Duration) -> bool {
        let end = Instant::now().checked_add(pause);
        self.0
            .is_none_or(|deadline| end.is_some_and(|end| end < deadline))
    }
}
