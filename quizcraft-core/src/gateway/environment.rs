use crate::value::Timestamp;

/// The time of day.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present moment. Later calls need not give later moments: clocks are put right.
    fn now(&self) -> Timestamp;
}

/// Chance, good enough for ids that can't be guessed.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Randomness: Send + Sync {
    /// 32 bytes that nobody can foretell, other ones at every call.
    fn bytes(&self) -> [u8; 32];
}
