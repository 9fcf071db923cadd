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
        in_span(
            &self.tracer,
            "writer.write",
            self.writer.write(brief),
            describe,
        )
        .await
    }

    fn needs_lease(&self, brief: &Brief) -> bool {
        self.writer.needs_lease(brief)
    }
}
