use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::{HeaderMap, HeaderName, StatusCode};
use lambda_http::Context;
use tracing::Instrument;

use super::metrics::{Line, Unit};
use super::{RoundTrips, Tally, invocation};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes one line for each request: what it was, what came of it, and what it cost.
#[derive(Clone)]
pub(crate) struct ApiObserver {
    trips: RoundTrips,
    tally: Tally,
    cold: Arc<AtomicBool>,
}

impl ApiObserver {
    pub(crate) fn new(trips: RoundTrips, tally: Tally) -> Self {
        let cold = Arc::new(AtomicBool::new(true));
        Self { trips, tally, cold }
    }

    /// Observes a router.
    pub(crate) fn around(self, router: Router) -> Router {
        router.layer(from_fn_with_state(self, observe))
    }

    fn write(&self, seen: &Seen, response: &Response) {
        let mut line = Line::new("answered");
        line.field("request_id", header(response.headers(), &REQUEST_ID));
        if let Some(context) = &seen.context {
            line.field("function_request_id", context.request_id.clone());
            line.field("trace_id", context.xray_trace_id.clone());
        }
        line.field("method", seen.method.clone());
        line.field("route", seen.route.clone());
        line.field("status", status(response.status()));
        line.field("store_round_trips", self.trips.take());
        let duration = seen.since.elapsed().as_secs_f64() * 1_000.0;
        line.metrics(
            &["route", "status"],
            &[
                ("requests", Unit::Count, 1.0),
                ("duration", Unit::Milliseconds, duration),
            ],
        );
        self.count(&mut line);
        line.write();
    }

    /// What happened, as far as something did: for what is always there, there is nothing to see.
    fn count(&self, line: &mut Line) {
        let counts = self.tally.take();
        let cold = u32::from(self.cold.swap(false, Ordering::Relaxed));
        let metrics = [
            ("cold_starts", cold),
            ("games_started", counts.started),
            ("games_finished", counts.finished),
            ("games_failed", counts.failed),
            ("answers_right", counts.right),
            ("answers_wrong", counts.wrong),
        ];
        let metrics = metrics.into_iter().filter(|(_, count)| *count > 0);
        let metrics: Vec<_> = metrics
            .map(|(name, count)| (name, Unit::Count, f64::from(count)))
            .collect();
        line.field("function", "api");
        if !metrics.is_empty() {
            line.metrics(&["function"], &metrics);
        }
    }
}

/// What is to be told of a request once it is answered.
struct Seen {
    since: Instant,
    method: String,
    route: String,
    context: Option<Context>,
}

impl Seen {
    fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        Self {
            since: Instant::now(),
            method: request.method().to_string(),
            route: route
                .map_or("none", |route| mounted(route.as_str()))
                .to_owned(),
            context: request.extensions().get::<Context>().cloned(),
        }
    }
}

async fn observe(State(observer): State<ApiObserver>, request: Request, next: Next) -> Response {
    let seen = Seen::of(&request);
    // What the start of the function took is not this request's.
    observer.trips.take();
    let span = seen.context.as_ref().map(invocation);
    let response = match span {
        Some(span) => next.run(request).instrument(span).await,
        None => next.run(request).await,
    };
    observer.write(&seen, &response);
    response
}

/// A route as it is called wherever the API is mounted.
fn mounted(route: &str) -> &str {
    route.strip_prefix("/quiz/v1").unwrap_or(route)
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// A status as CloudWatch takes a dimension: as text.
fn status(status: StatusCode) -> String {
    status.as_str().to_owned()
}
