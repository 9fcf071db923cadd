use std::time::Duration;

use crate::Budget;

/// The time-outs of an [`HttpClient`](crate::HttpClient).
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_author::Timeouts;
///
/// let timeouts = Timeouts::new(Duration::from_secs(1), Duration::from_mins(5))?;
/// assert_eq!(timeouts.total(), Duration::from_mins(5));
/// assert!(Timeouts::new(Duration::from_secs(2), Duration::from_secs(1)).is_err());
/// # Ok::<(), quizcraft_author::InvalidTimeouts>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    connect: Duration,
    total: Duration,
}

/// The durations are not time-outs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 0 < time-out of the connection <= time-out of the request")]
pub struct InvalidTimeouts;

impl Timeouts {
    /// Creates time-outs: for connecting, and for a whole request, which includes connecting and reading the
    /// response.
    ///
    /// # Errors
    ///
    /// [`InvalidTimeouts`] if a duration is zero, or if connecting may take longer than the request.
    pub fn new(connect: Duration, total: Duration) -> Result<Self, InvalidTimeouts> {
        if connect.is_zero() || connect > total {
            return Err(InvalidTimeouts);
        }
        Ok(Self { connect, total })
    }

    /// Returns the time-outs for games with a budget. A request may take two thirds of the time, so that there is time to
    /// use its response. An [`Author`](crate::Author) ends a request before, with the stage of its game.
    ///
    /// ```
    /// use quizcraft_author::{Budget, Timeouts};
    ///
    /// assert_eq!(Timeouts::within(&Budget::default()), Timeouts::default());
    /// ```
    #[must_use]
    pub fn within(budget: &Budget) -> Self {
        let total = budget.time().saturating_mul(2).checked_div(3);
        let total = total.unwrap_or_default();
        let connect = Self::default().connect.min(total);
        Self { connect, total }
    }

    /// Returns the time-out for connecting.
    #[must_use]
    pub const fn connect(&self) -> Duration {
        self.connect
    }

    /// Returns the time-out for a whole request.
    #[must_use]
    pub const fn total(&self) -> Duration {
        self.total
    }
}

/// Three seconds for connecting, 30 for a request: most replies of a hosted model take less, and a game's budget
/// of 45 seconds leaves time to use them. A model on the same machine may need minutes.
impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(30),
        }
    }
}
