use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_memory::WriterThreads;

/// A writer for one piece of work, which has a part of the time that is left for that.
pub(super) struct Limited {
    writer: WriterThreads,
    deadline: Option<Instant>,
}

impl Limited {
    /// Keeps a tenth of the time, and at most two seconds, for storing what was written.
    pub(super) fn within(left: Duration, writer: &WriterThreads) -> Self {
        const LONGEST: Duration = Duration::from_secs(2);
        let kept = left.div_f64(10.0).min(LONGEST);
        Self {
            writer: writer.clone(),
            deadline: Instant::now().checked_add(left.saturating_sub(kept)),
        }
    }
}

#[async_trait]
impl QuestionWriter for Limited {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match self.deadline {
            Some(deadline) => self.writer.write(&brief.clone().by(deadline)).await,
            None => self.writer.write(brief).await,
        }
    }
}
