use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;

use super::lock;
use crate::DeliveringQueue;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};

/// A queue that keeps what is sent, in order, until a test takes it out.
#[derive(Debug, Default)]
pub struct CollectingQueue(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    waiting: VecDeque<Work>,
    taken: Vec<Work>,
}

impl CollectingQueue {
    /// Everything that was sent and not taken yet, in order; it is taken by that.
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
        let mut kept = lock(&self.0);
        let work = kept.waiting.pop_front()?;
        kept.taken.push(work);
        Some(work)
    }

    async fn done(&self, work: &Work) {
        let taken = &mut lock(&self.0).taken;
        if let Some(place) = taken.iter().rposition(|taken| taken == work) {
            taken.remove(place);
        }
    }

    async fn time_out(&self) {
        let kept = &mut *lock(&self.0);
        kept.waiting.extend(kept.taken.drain(..));
    }
}
