use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

/// A time limit that even a heavily loaded machine does not exceed.
const TIMEOUT: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_millis(10);

/// Polls until `poll` returns a value.
pub(crate) async fn eventually<T>(what: &str, mut poll: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        if let Some(seen) = poll().await {
            return seen;
        }
        assert!(Instant::now() < deadline, "timed out: {what}");
        sleep(INTERVAL).await;
    }
}

/// Awaits a future with a timeout.
pub(crate) async fn in_time<T>(what: &str, done: impl Future<Output = T>) -> T {
    let done = timeout(TIMEOUT, done).await;
    done.unwrap_or_else(|_| panic!("timed out: {what}"))
}
