use crate::value::Timestamp;

/// The current time.
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
