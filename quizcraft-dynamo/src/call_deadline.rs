use std::fmt::Display;
use std::time::Duration;

use quizcraft_core::gateway::GatewayError;
use tokio::time::{Instant, timeout_at};

use crate::error::out_of_time;

/// The deadline of the calls for one request, if they have one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallDeadline(Option<Instant>);

impl CallDeadline {
    /// Returns the earlier of this limit and `deadline`.
    pub(crate) fn until(self, deadline: std::time::Instant) -> Self {
        let deadline = deadline.into();
        Self(Some(self.0.map_or(deadline, |own| own.min(deadline))))
    }

    /// Runs a call, and cancels it at the deadline. Does not start the call if the deadline has
    /// passed. The timeout error names `target`.
    pub(crate) async fn run<T>(
        self,
        target: impl Display,
        call: impl Future<Output = Result<T, GatewayError>>,
    ) -> Result<T, GatewayError> {
        let Some(deadline) = self.0 else {
            return call.await;
        };
        // `timeout_at` polls the call before it checks the time, so a late call would be sent.
        if !self.allows(Duration::ZERO) {
            return Err(out_of_time(target));
        }
        let result = timeout_at(deadline, call).await;
        result.unwrap_or_else(|_| Err(out_of_time(target)))
    }

    /// Returns whether a pause of this length ends before the deadline.
    pub(crate) fn allows(self, pause: Duration) -> bool {
        let end = Instant::now().checked_add(pause);
        self.0
            .is_none_or(|deadline| end.is_some_and(|end| end < deadline))
    }
}
