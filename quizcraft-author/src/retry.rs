//! When a failed call is tried again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::{ModelError, ResearchError};

/// The maximum number of retries of a call.
const MAX_RETRIES: u32 = 2;
/// The delay before the first retry. It doubles with each further one.
const FIRST_DELAY: Duration = Duration::from_millis(500);
/// The jitter is less than this.
const MAX_JITTER_MILLIS: u32 = 256;
/// 2³² divided by the golden ratio: its multiples spread evenly.
const SPREAD: u32 = 2_654_435_769;

/// An error that tells whether a retry may succeed.
pub(crate) trait Retryable {
    /// Returns whether a retry may succeed.
    fn is_temporary(&self) -> bool;

    /// Returns how long to wait before a retry, if the server says so.
    fn retry_after(&self) -> Option<Duration>;
}

impl Retryable for ModelError {
    fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary { .. })
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Temporary { retry_after, .. } => *retry_after,
            Self::Permanent { .. } | Self::Unusable { .. } => None,
        }
    }
}

impl Retryable for ResearchError {
    fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary { .. })
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Temporary { retry_after, .. } => *retry_after,
            Self::Permanent { .. } => None,
        }
    }
}

/// The delays of retries, with a jitter that differs from retry to retry.
#[derive(Debug, Default)]
pub(crate) struct Backoff(AtomicU32);

impl Backoff {
    /// Returns the delay before the next try, or `None` if there is none. `retries` counts those before.
    pub(crate) fn delay(&self, error: &impl Retryable, retries: u32) -> Option<Duration> {
        if !error.is_temporary() || retries >= MAX_RETRIES {
            return None;
        }
        let exponential = FIRST_DELAY.saturating_mul(1_u32.checked_shl(retries)?);
        let after = error.retry_after();
        Some(after.unwrap_or(exponential).saturating_add(self.jitter()))
    }

    fn jitter(&self) -> Duration {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let spread = count.wrapping_mul(SPREAD) >> 16;
        Duration::from_millis(u64::from(spread % MAX_JITTER_MILLIS))
    }
}
