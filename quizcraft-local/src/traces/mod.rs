//! Distributed traces of the server, for an OpenTelemetry collector.
//!
//! The span of a request continues the trace in its header `traceparent`, or starts one. The span of the work
//! that the request causes is its child, and the calls of the store and the writer are children of both. No
//! span contains a token, a keyword, a question or the full id of a game or a player.

mod games;
mod requests;
mod work;
mod writer;

use std::env;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use opentelemetry::trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, Key, KeyValue};
use opentelemetry_otlp::{
    ExporterBuildError, OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, Protocol,
    SpanExporter, WithExportConfig,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use quizcraft_core::gateway::{GameStore, QuestionWriter};
use quizcraft_memory::Worker;

use crate::options::OtlpEndpoint;
use games::TracedGames;
use work::WorkSpans;
use writer::TracedWriter;

/// The name of the service, unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` has another.
const SERVICE: &str = "quizcraft";

/// The time that the process waits at its end for the last spans to be sent.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// Records spans and sends them in batches, on a thread of its own. Dropping it sends the last spans: that
/// blocks, so it must not happen on a thread of the runtime.
pub(crate) struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl fmt::Debug for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Traces").finish_non_exhaustive()
    }
}

impl Traces {
    /// Starts to export spans. The SDK reads the other standard variables, such as
    /// `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER` and `OTEL_BSP_SCHEDULE_DELAY`.
    ///
    /// # Errors
    ///
    /// If one of these variables is invalid.
    pub(crate) fn start(endpoint: &OtlpEndpoint) -> Result<Self, ExporterBuildError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(endpoint.url().as_str());
        let exporter = if is_protocol_set() {
            exporter
        } else {
            exporter.with_protocol(Protocol::HttpBinary)
        };
        let exporter = exporter.build()?;
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource())
            .build();
        let tracer = provider.tracer(SERVICE);
        Ok(Self { provider, tracer })
    }

    /// Traces the requests of a router, except health probes.
    pub(crate) fn of_requests(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.tracer.clone(), requests::trace))
    }

    /// Traces the calls of a store.
    pub(crate) fn of_games(&self, games: Arc<dyn GameStore>) -> Arc<dyn GameStore> {
        Arc::new(TracedGames::new(games, self.tracer.clone()))
    }

    /// Traces the calls of a writer, including the time that they wait for a thread.
    pub(crate) fn of_writer(&self, writer: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        Arc::new(TracedWriter::new(writer, self.tracer.clone()))
    }

    /// Traces the work of a worker.
    pub(crate) fn of_work(&self, worker: Worker) -> Worker {
        worker.with_layer(WorkSpans::new(self.tracer.clone()))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        // The SDK logs the error.
        let _ = self.provider.shutdown_with_timeout(FLUSH_TIMEOUT);
    }
}

/// Returns whether the environment sets the protocol. The SDK's own default depends on its features.
fn is_protocol_set() -> bool {
    [
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL,
        OTEL_EXPORTER_OTLP_PROTOCOL,
    ]
    .into_iter()
    .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Returns the name and the version of this service, with what the environment says of it.
fn resource() -> Resource {
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let named = Resource::builder_empty().with_service_name(SERVICE);
    let detected = Resource::builder().with_attribute(version).build();
    // Without a name in the environment, the SDK names the service after the executable.
    let name = detected.get(&Key::from_static_str("service.name"));
    let is_named = name.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    let name = if is_named {
        Resource::builder_empty()
    } else {
        named
    };
    name.with_attributes(
        detected
            .iter()
            .map(|(key, value)| KeyValue::new(key.clone(), value.clone())),
    )
    .build()
}

/// Awaits a call of a gateway in a span with this name, as a child of the current span. `describe` returns
/// what the span says of an error.
async fn in_span<T, E>(
    tracer: &SdkTracer,
    name: &'static str,
    call: impl Future<Output = Result<T, E>>,
    describe: impl FnOnce(&E) -> String,
) -> Result<T, E> {
    let span = tracer
        .span_builder(name)
        .with_kind(SpanKind::Internal)
        .start(tracer);
    let context = Context::current_with_span(span);
    let result = call.with_context(context.clone()).await;
    if let Err(error) = &result {
        context.span().set_status(Status::error(describe(error)));
    }
    result
}
