use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use quizcraft_core::gateway::{Causes, GatewayError, StoreCheck};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// Whether a server should receive requests: its store can be written, and it is not stopping.
///
/// [`Api::with_readiness`](crate::Api::with_readiness) serves it as `GET /readyz`. The result of a check is
/// used for a second, and concurrent requests share one check, so that probes do not load the store.
///
/// ```
/// use quizcraft_http::{NotReady, Readiness};
/// use quizcraft_memory::Memory;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let readiness = Readiness::new(Memory::new().games());
/// assert_eq!(readiness.check().await, Ok(()));
/// readiness.stop();
/// assert_eq!(readiness.check().await, Err(NotReady::Stopping));
/// # }
/// ```
pub struct Readiness {
    store: Arc<dyn StoreCheck>,
    is_stopping: AtomicBool,
    last: Mutex<Option<Checked>>,
}

/// Why a server should not receive requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotReady {
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
    /// The store cannot be reached or written. The log contains the cause.
    #[error("the store of games is unavailable")]
    Store,
}

/// The result of a check of the store.
#[derive(Clone, Copy)]
struct Checked {
    at: Instant,
    result: Result<(), NotReady>,
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readiness")
            .field("is_stopping", &self.is_stopping)
            .finish_non_exhaustive()
    }
}

impl Readiness {
    /// The time limit of a check of the store. A check that takes longer fails.
    pub const TIMEOUT: Duration = Duration::from_secs(1);
    /// The time for which the result of a check is used.
    pub const MAX_AGE: Duration = Duration::from_secs(1);

    /// Creates the readiness of a server with this store.
    #[must_use]
    pub fn new(store: Arc<dyn StoreCheck>) -> Self {
        Self {
            store,
            is_stopping: AtomicBool::new(false),
            last: Mutex::const_new(None),
        }
    }

    /// Records that the server is stopping. From now on it is not ready.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Returns whether the server is ready. The log reports when the store becomes unavailable, and when
    /// it is available again.
    ///
    /// # Errors
    ///
    /// [`NotReady`], with the reason.
    pub async fn check(&self) -> Result<(), NotReady> {
        if self.is_stopping.load(Ordering::Relaxed) {
            return Err(NotReady::Stopping);
        }
        // Held during the check, so that concurrent callers wait for its result.
        let mut last = self.last.lock().await;
        if let Some(checked) = *last
            && checked.at.elapsed() < Self::MAX_AGE
        {
            return checked.result;
        }
        let was_ready = last.is_none_or(|checked| checked.result.is_ok());
        let result = self.check_store(was_ready).await;
        let at = Instant::now();
        *last = Some(Checked { at, result });
        result
    }

    async fn check_store(&self, was_ready: bool) -> Result<(), NotReady> {
        let checked = timeout(Self::TIMEOUT, self.store.check()).await;
        let checked = checked.unwrap_or_else(|_| Err(GatewayError::Unavailable(TimedOut.into())));
        match &checked {
            Ok(()) if !was_ready => tracing::info!("ready: the store is available again"),
            Err(error) if was_ready => {
                tracing::error!(error = %Causes(error), "not ready: the store cannot be written");
            }
            _ => {}
        }
        checked.map_err(|_| NotReady::Store)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the check of the store timed out")]
struct TimedOut;
