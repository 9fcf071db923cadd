use std::collections::HashMap;

use async_trait::async_trait;
use futures_util::future::BoxFuture;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracer;
use quizcraft_core::gateway::{Causes, Work};
use quizcraft_memory::{Attempt, WorkLayer};

/// Prepares every game in a span, which is a child of that of the request that caused the work.
pub(super) struct WorkSpans {
    tracer: SdkTracer,
}

impl WorkSpans {
    pub(super) const fn new(tracer: SdkTracer) -> Self {
        Self { tracer }
    }
}

#[async_trait]
impl WorkLayer for WorkSpans {
    async fn prepare(&self, work: &Work, attempt: BoxFuture<'_, Attempt>) -> Attempt {
        let parent = parent(work);
        let game = KeyValue::new("quizcraft.game", format!("{:?}", work.game()));
        let span = self
            .tracer
            .span_builder("prepare game")
            .with_kind(SpanKind::Consumer)
            .with_attributes([game])
            .start_with_context(&self.tracer, &parent);
        let context = parent.with_span(span);
        let attempt = attempt.with_context(context.clone()).await;
        record(&attempt, &context);
        attempt
    }
}

/// Returns the context with the trace of the request that caused the work.
fn parent(work: &Work) -> Context {
    let correlation = work.correlation();
    let carrier: HashMap<String, String> = correlation
        .trace()
        .map(|trace| ("traceparent".to_owned(), trace.to_string()))
        .into_iter()
        .collect();
    TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier)
}

/// Records the outcome in the context's span. An error is recorded as in the log.
fn record(attempt: &Attempt, context: &Context) {
    let span = context.span();
    span.set_attribute(KeyValue::new("quizcraft.outcome", attempt.outcome()));
    match attempt {
        Attempt::Failed(error) => span.set_status(Status::error(Causes(error).to_string())),
        Attempt::Panicked => span.set_status(Status::error("panicked")),
        _ => {}
    }
}
