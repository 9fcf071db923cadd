use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;

use super::lock;
use crate::DeliveringQueue;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};

/// A queue that keeps sent work, in order, until the test takes it.
#[derive(Debug, Default)]
pub struct CollectingQueue(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Work>,
    delivered: Vec<Work>,
}

impl CollectingQueue {
    /// Removes and returns all waiting work, in the order in which it was sent.
    pub fn take_all(&self) -> Vec<Work> {
        lock(&self.0).waiting.drain(..).collect()
    }
}

#[async_trait]
impl WorkQueue for CollectingQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        lock(&self.0).waiting.push_back(*work);
        Ok(())
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
        self
    }
}

#[async_trait]
impl DeliveringQueue for CollectingQueue {
    async fn delivered(&self) -> Option<Work> {
        let mut state = lock(&self.0);
        let work = state.waiting.pop_front()?;
        state.delivered.push(work);
        Some(work)
    }

    async fn done(&self, work: &Work) {
        let delivered = &mut lock(&self.0).delivered;
        if let Some(position) = delivered.iter().rposition(|delivered| delivered == work) {
            delivered.remove(position);
        }
    }

    async fn time_out(&self) {
        let state = &mut *lock(&self.0);
        state.waiting.extend(state.delivered.drain(..));
    }
}
