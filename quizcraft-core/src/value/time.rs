//! Times in whole seconds.

use std::time::Duration;

/// A time in whole seconds since 1970-01-01T00:00:00Z, from 0 to 2⁶³ − 1, so that a store may keep it as a
/// signed integer of 64 bits.
///
/// The core uses whole seconds, so that stored, compared and sent times are always equal.
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
    /// The latest time.
    pub const MAX: Self = Self(i64::MAX.unsigned_abs());

    /// Creates the time `secs` seconds after 1970-01-01T00:00:00Z, or [`MAX`](Self::MAX) if that is
    /// earlier.
    ///
    /// ```
    /// use quizcraft_core::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_secs(u64::MAX), Timestamp::MAX);
    /// assert!(i64::try_from(Timestamp::MAX.as_secs()).is_ok());
    /// ```
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        if secs > Self::MAX.0 {
            return Self::MAX;
        }
        Self(secs)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0
    }

    /// Returns the milliseconds since 1970-01-01T00:00:00Z. Saturates.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0.saturating_mul(1000)
    }

    /// Returns the time `duration` later, in whole seconds. Saturates.
    #[must_use]
    pub const fn plus(self, duration: Duration) -> Self {
        Self::from_secs(self.0.saturating_add(duration.as_secs()))
    }

    /// Returns the duration since `earlier`, or zero if this time is not later.
    ///
    /// ```
    /// use std::time::Duration;
    /// use quizcraft_core::Timestamp;
    ///
    /// let (created, read) = (Timestamp::from_secs(100), Timestamp::from_secs(107));
    /// assert_eq!(read.since(created), Duration::from_secs(7));
    /// assert_eq!(created.since(read), Duration::ZERO, "the clock was set back");
    /// ```
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.0.saturating_sub(earlier.0))
    }

    /// Returns the hour that contains this time.
    #[must_use]
    pub const fn hour(self) -> Hour {
        Hour(self.0 / SECONDS_PER_HOUR)
    }

    /// Returns the day in UTC that contains this time.
    #[must_use]
    pub const fn day(self) -> Day {
        Day(self.0 / SECONDS_PER_DAY)
    }
}

const SECONDS_PER_HOUR: u64 = 3_600;
const SECONDS_PER_DAY: u64 = 24 * SECONDS_PER_HOUR;

/// An hour of the clock, counted in whole hours since 1970-01-01T00:00:00Z.
///
/// ```
/// use quizcraft_core::Timestamp;
///
/// let hour = Timestamp::from_secs(43_199).hour();
/// assert_eq!(hour.get(), 11);
/// assert_eq!(hour.end(), Timestamp::from_secs(43_200));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(u64);

impl Hour {
    /// Returns the number of hours since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the first second after this hour. Saturates.
    #[must_use]
    pub const fn end(self) -> Timestamp {
        Timestamp(self.0.saturating_add(1).saturating_mul(SECONDS_PER_HOUR))
    }
}

/// A day in UTC, counted in whole days since 1970-01-01.
///
/// ```
/// use quizcraft_core::Timestamp;
///
/// let day = Timestamp::from_secs(2 * 86_400 - 1).day();
/// assert_eq!(day.get(), 1);
/// assert_eq!(day.end(), Timestamp::from_secs(2 * 86_400));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u64);

impl Day {
    /// Returns the number of days since 1970-01-01.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the first second after this day. Saturates.
    #[must_use]
    pub const fn end(self) -> Timestamp {
        Timestamp::from_secs(self.0.saturating_add(1).saturating_mul(SECONDS_PER_DAY))
    }
}
