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
///
/// A source that repeats the same bytes in every run of a test:
///
/// ```
/// use std::sync::atomic::{AtomicU8, Ordering};
///
/// use quizcraft_core::GameId;
/// use quizcraft_core::gateway::Randomness;
///
/// #[derive(Default)]
/// struct Counting(AtomicU8);
///
/// impl Randomness for Counting {
///     fn bytes(&self) -> [u8; 32] {
///         [self.0.fetch_add(1, Ordering::Relaxed); 32]
///     }
/// }
///
/// let ids = Counting::default();
/// assert_eq!(GameId::from_bytes(ids.bytes()), GameId::from_bytes([0; 32]));
/// assert_eq!(GameId::from_bytes(ids.bytes()), GameId::from_bytes([1; 32]));
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Randomness: Send + Sync {
    /// Returns 32 unpredictable bytes, different ones on every call.
    fn bytes(&self) -> [u8; 32];
}
