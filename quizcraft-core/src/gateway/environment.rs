use crate::value::Timestamp;

/// The current time.
///
/// A clock that is set to a time, to replay what happened then:
///
/// ```
/// use quizcraft_core::Timestamp;
/// use quizcraft_core::gateway::Clock;
///
/// struct FixedClock(Timestamp);
///
/// impl Clock for FixedClock {
///     fn now(&self) -> Timestamp {
///         self.0
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// Returns the current time. The clock may be adjusted, so it is not monotonic.
    fn now(&self) -> Timestamp;
}

/// A cryptographically secure source of random bytes.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Randomness: Send + Sync {
    /// Returns 32 unpredictable bytes, different ones on every call.
    fn bytes(&self) -> [u8; 32];
}
