use std::time::Duration;

/// Moves tokio's clock on, by which whatever is waited for is given up and providers grow old. The
/// clock of tokens stands still.
pub(crate) async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}
