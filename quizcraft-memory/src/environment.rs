use std::time::{SystemTime, UNIX_EPOCH};

use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{Clock, Randomness};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// Returns the system's time; a clock that is set before 1970 counts as 1970.
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_secs(since_epoch.as_secs())
    }
}

/// The operating system's source of randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    /// 32 bytes from the operating system.
    ///
    /// # Panics
    ///
    /// If the operating system has no randomness to give: then no id is safe to make.
    #[expect(
        clippy::expect_used,
        reason = "without randomness no id is safe to make"
    )]
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives randomness");
        bytes
    }
}
