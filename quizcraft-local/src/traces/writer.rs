use std::sync::Arc;

use async_trait::async_trait;
use opentelemetry_sdk::trace::SdkTracer;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

use super::in_span;

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
        in_span(&self.tracer, "writer.write", self.writer.write(brief), kind).await
    }
}

/// Returns the kind of an error. Its text may contain keywords.
fn kind(error: &WriteError) -> String {
    let kind = match error {
        WriteError::Impossible(_) => "impossible",
        WriteError::OutOfTime => "out of time",
        _ => "temporary",
    };
    kind.to_owned()
}
