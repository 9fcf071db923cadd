use std::time::Duration;

/// Advances Tokio's clock, which determines timeouts and the age of cached documents. The clock for
/// tokens does not change.
pub(crate) async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
