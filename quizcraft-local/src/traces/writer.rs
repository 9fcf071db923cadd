use std::sync::Arc;

use async_trait::async_trait;
use opentelemetry_sdk::trace::SdkTracer;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

use super::in_span;
use crate::metrics::error_outcome;

/// A writer with a span for each call.
pub(super) struct TracedWriter {
    writer: Arc<dyn QuestionWriter>,
    tracer: SdkTracer,
}

impl TracedWriter {
    pub(super) fn new(writer: Arc<dyn QuestionWriter>, tracer: SdkTracer) -> Self {
        Self { writer, tracer }
    }
}

#[async_trait]
impl QuestionWriter for TracedWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let describe = |error: &WriteError| error_outcome(error).to_owned();
        let write = async {
            match self.writer.write(brief).await {
                // The writer is called again under the lease, so the span is not that of an error.
                Err(WriteError::NeedsLease) => Ok(Err(WriteError::NeedsLease)),
                written => written.map(Ok),
            }
        };
        in_span(&self.tracer, "writer.write", write, describe).await?
    }
}
