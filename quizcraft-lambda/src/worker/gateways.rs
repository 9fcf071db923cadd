//! The gateways that only the worker uses.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, GatewayError, QuestionWriter, Work, WorkQueue, WriteError};
use quizcraft_memory::WriterThreads;

/// Adds a deadline to the briefs of a writer, which leaves time to store its questions.
pub(super) struct DeadlineWriter {
    writer: WriterThreads,
    deadline: Option<Instant>,
}

impl DeadlineWriter {
    /// Creates the writer for work that may take `left`. A tenth of that, and at most two seconds, is
    /// reserved for the store.
    pub(super) fn within(left: Duration, writer: &WriterThreads) -> Self {
        const MAX_RESERVE: Duration = Duration::from_secs(2);
        let reserve = left.div_f64(10.0).min(MAX_RESERVE);
        Self {
            writer: writer.clone(),
            deadline: Instant::now().checked_add(left.saturating_sub(reserve)),
        }
    }
}

#[async_trait]
impl QuestionWriter for DeadlineWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match self.deadline {
            Some(deadline) => self.writer.write(&brief.clone().by(deadline)).await,
            None => self.writer.write(brief).await,
        }
    }
}

/// A queue that rejects all work: the worker receives work and sends none.
pub(super) struct NoQueue;

#[async_trait]
impl WorkQueue for NoQueue {
    async fn send(&self, _: &Work) -> Result<(), GatewayError> {
        Err(GatewayError::Broken("the worker cannot send work".into()))
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
        self
    }
}
