//! Time, as the writer measures and spends it.

use std::time::{Duration, Instant};

use async_trait::async_trait;

/// The time of the writer: for budgets, retries and the circuit breaker.
#[async_trait]
pub trait Timer: Send + Sync {
    /// Returns the present.
    fn now(&self) -> Instant;

    /// Waits. The future MUST be safe to drop.
    async fn sleep(&self, duration: Duration);
}

/// The timer of a Tokio runtime.
#[cfg(feature = "http")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioTimer;

#[cfg(feature = "http")]
#[async_trait]
impl Timer for TokioTimer {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
