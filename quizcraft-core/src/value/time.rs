//! Time as the game knows it: whole seconds.

use std::time::Duration;

/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
///
/// The game knows no finer time, so that what is stored, compared and sent is always the same.
///
/// ```
/// use std::time::Duration;
/// use quizcraft_core::Timestamp;
///
/// let noon = Timestamp::from_secs(43_200);
/// assert_eq!(noon.plus(Duration::from_secs(60)).as_secs(), 43_260);
/// assert_eq!(noon.as_millis(), 43_200_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// Returns the moment that lies `secs` seconds after the beginning of 1970.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs)
    }

    /// Returns seconds since the beginning of 1970.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }

    /// Returns milliseconds since the beginning of 1970; the end of time is not passed.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0.saturating_mul(1000)
    }

    /// Returns the moment `duration` later, in whole seconds; the end of time is not passed.
    #[must_use]
    pub const fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.as_secs()))
    }

    /// Returns how long after `earlier` this moment is; nothing if it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.0.saturating_sub(earlier.0))
    }
}
