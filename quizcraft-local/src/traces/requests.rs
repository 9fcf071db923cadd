use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, Span};
use quizcraft_http::route_name;

/// The routes of health probes. Their spans would outnumber all others on a quiet server.
const PROBES: [&str; 3] = ["GET /health", "GET /livez", "GET /readyz"];

/// The name of the span of a request that matches no route.
const UNMATCHED: &str = "none";

/// Answers a request in a span of its own.
///
/// The span takes the place of its parent in the header `traceparent`, so the log and the work that the
/// request causes continue from it. Names and attributes follow the
/// [semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/).
pub(super) async fn trace(
    State(tracer): State<SdkTracer>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = route_name(&request);
    if route.as_deref().is_some_and(|name| PROBES.contains(&name)) {
        return next.run(request).await;
    }
    let propagator = TraceContextPropagator::new();
    let parent =
        propagator.extract_with_context(&Context::new(), &HeaderExtractor(request.headers()));
    let context = parent.with_span(start(&tracer, route, &parent));
    propagator.inject_context(&context, &mut HeaderInjector(request.headers_mut()));
    let response = next.run(request).with_context(context.clone()).await;
    let (span, status) = (context.span(), response.status());
    span.set_attribute(KeyValue::new(
        "http.response.status_code",
        i64::from(status.as_u16()),
    ));
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
    response
}

/// Starts the span of a request. It does not contain the path, which clients choose.
fn start(tracer: &SdkTracer, route: Option<String>, parent: &Context) -> Span {
    // The name of a route is its method and its path.
    let attributes = route.as_deref().and_then(|name| name.split_once(' '));
    let attributes = attributes.map_or_else(Vec::new, |(method, path)| {
        vec![
            KeyValue::new("http.request.method", method.to_owned()),
            KeyValue::new("http.route", path.to_owned()),
        ]
    });
    tracer
        .span_builder(route.unwrap_or_else(|| UNMATCHED.to_owned()))
        .with_kind(SpanKind::Server)
        .with_attributes(attributes)
        .start_with_context(tracer, parent)
}
