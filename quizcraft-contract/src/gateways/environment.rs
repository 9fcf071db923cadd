use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{Clock, Randomness};

/// A clock that the test sets and advances.
///
/// ```
/// use std::time::Duration;
/// use quizcraft_core::Timestamp;
/// use quizcraft_core::gateway::Clock;
/// use quizcraft_contract::ManualClock;
///
/// let clock = ManualClock::at(Timestamp::from_secs(100));
/// clock.advance(Duration::from_secs(5));
/// assert_eq!(clock.now(), Timestamp::from_secs(105));
/// ```
#[derive(Debug)]
pub struct ManualClock(AtomicU64);

impl ManualClock {
    /// Creates a clock that shows this time.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(AtomicU64::new(now.as_secs()))
    }

    /// Sets the clock to an earlier or later time.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.as_secs(), Ordering::SeqCst);
    }

    /// Advances the clock by whole seconds.
    pub fn advance(&self, duration: Duration) {
        self.set(self.now().plus(duration));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// Deterministic randomness: the same seed returns the same sequence of bytes.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: u64,
    calls: AtomicU64,
}

impl SeededRandomness {
    /// Creates a generator with this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            calls: AtomicU64::new(0),
        }
    }
}

impl Randomness for SeededRandomness {
    fn bytes(&self) -> [u8; 32] {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        seeded_bytes(&format!("seeded randomness {}", self.seed), call)
    }
}

/// Returns 32 pseudorandom bytes, which are a function of `label` and `number`.
pub(crate) fn seeded_bytes(label: &str, number: u64) -> [u8; 32] {
    let hash = Sha256::new_with_prefix(number.to_be_bytes());
    hash.chain_update(label).finalize().into()
}
