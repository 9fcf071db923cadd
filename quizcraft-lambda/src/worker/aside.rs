use std::panic::resume_unwind;
use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tracing::{Instrument, Span};

/// Has another thread do the writing. A writer may compute for long, and the function's one thread is
/// to see when the time is over.
pub(super) struct Aside(Arc<dyn QuestionWriter>);

impl Aside {
    pub(super) const fn new(writer: Arc<dyn QuestionWriter>) -> Self {
        Self(writer)
    }
}

#[async_trait]
impl QuestionWriter for Aside {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let (writer, brief) = (Arc::clone(&self.0), brief.clone());
        let (runtime, span) = (Handle::current(), Span::current());
        let write = move || runtime.block_on(writer.write(&brief).instrument(span));
        let written = spawn_blocking(write).await;
        written.unwrap_or_else(|died| match died.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(ended) => Err(WriteError::Temporary(ended.into())),
        })
    }
}
