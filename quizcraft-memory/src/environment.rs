use std::time::{SystemTime, UNIX_EPOCH};

use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{Clock, Randomness};

/// The system's clock.
///
/// The target `wasm32-unknown-unknown` has none: there, reading it panics, so implement [`Clock`] over
/// the host's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// Returns the system's time, or the Unix epoch if the clock is set to an earlier time.
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_secs(since_epoch.as_secs())
    }
}

/// The operating system's random number generator; in a browser, `crypto.getRandomValues`.
///
/// ```
/// use quizcraft_core::GameId;
/// use quizcraft_core::gateway::Randomness;
/// use quizcraft_memory::OsRandomness;
///
/// let (one, other) = (OsRandomness.bytes(), OsRandomness.bytes());
/// assert_ne!(GameId::from_bytes(one), GameId::from_bytes(other));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    /// Returns 32 random bytes.
    ///
    /// # Panics
    ///
    /// Panics if the operating system's random number generator fails.
    #[expect(
        clippy::expect_used,
        reason = "ids that are not random would be guessable"
    )]
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system's random number generator works");
        bytes
    }
}
