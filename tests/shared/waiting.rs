use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

/// How long anything may take that a loaded machine does at once when it gets to it.
const PATIENCE: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_millis(10);

/// Looks until there is something to see.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        sleep(INTERVAL).await;
    }
}

/// Waits for something that must not take for ever.
pub(crate) async fn in_time<T>(what: &str, done: impl Future<Output = T>) -> T {
    let done = timeout(PATIENCE, done).await;
    done.unwrap_or_else(|_| panic!("it takes too long: {what}"))
}
