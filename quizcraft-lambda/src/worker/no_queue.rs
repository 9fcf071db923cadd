use async_trait::async_trait;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use std::sync::Arc;
use std::time::Instant;

/// The worker takes work, and sends none.
pub(super) struct NoQueue;

#[async_trait]
impl WorkQueue for NoQueue {
    async fn send(&self, _: &Work) -> Result<(), GatewayError> {
        Err(GatewayError::Broken(
            "the worker has no queue to send to".into(),
        ))
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
        self
    }
}
