use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;

use super::lock;
use crate::gateway::{GatewayError, Work, WorkQueue};
use crate::testing::contract::DeliveringQueue;

/// A queue that keeps what is sent, in order, until a test takes it out.
#[derive(Debug, Default)]
pub struct CollectingQueue(Mutex<VecDeque<Work>>);

impl CollectingQueue {
    /// Everything that was sent and not taken yet, in order; it is taken by that.
    pub fn take_all(&self) -> Vec<Work> {
        lock(&self.0).drain(..).collect()
    }
}

#[async_trait]
impl WorkQueue for CollectingQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        lock(&self.0).push_back(*work);
        Ok(())
    }
}

#[async_trait]
impl DeliveringQueue for CollectingQueue {
    async fn delivered(&self) -> Option<Work> {
        lock(&self.0).pop_front()
    }
}
