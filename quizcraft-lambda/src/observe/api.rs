use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::{HeaderMap, HeaderName};
use lambda_http::Context;
use quizcraft_http::route_name;
use tracing::Instrument;

use super::metrics::{Line, Unit};
use super::{ColdStart, RoundTrips, Tally, invocation, refused};
use crate::event::InvalidEvent;

/// What the function is called in metrics.
const FUNCTION: &str = "api";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes one line for each request: what it was, what came of it, and what it cost.
#[derive(Clone)]
pub(crate) struct ApiObserver {
    trips: RoundTrips,
    tally: Tally,
    cold: ColdStart,
}

impl ApiObserver {
    pub(crate) fn new(trips: RoundTrips, tally: Tally) -> Self {
        let cold = ColdStart::new();
        Self { trips, tally, cold }
    }

    /// Observes a router.
    pub(crate) fn around(self, router: Router) -> Router {
        router.layer(from_fn_with_state(self, observe))
    }

    /// Tells of an event that is no request.
    pub(crate) fn note_refused(&self, invalid: InvalidEvent, context: &Context) {
        refused::note(invalid, FUNCTION, context, &self.cold);
    }

    fn write(&self, seen: &Seen, response: &Response) {
        let status = response.status();
        let mut line = Line::new("answered");
        line.field("request_id", header(response.headers(), &REQUEST_ID));
        if let Some(context) = &seen.context {
            line.invocation(context);
        }
        line.field("route", seen.route.as_str());
        // CloudWatch takes dimensions as texts.
        line.field("status", status.as_str());
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
    fn count(&self, line: &mut Line<'_>) {
        let counts = self.tally.take();
        let metrics = [
            ("cold_starts", self.cold.count()),
            ("games_started", counts.started.into()),
            ("games_finished", counts.finished.into()),
            ("games_failed", counts.failed.into()),
            ("answers_right", counts.right.into()),
            ("answers_wrong", counts.wrong.into()),
        ];
        let metrics = metrics.into_iter().filter(|(_, count)| *count > 0.0);
        let metrics: Vec<_> = metrics
            .map(|(name, count)| (name, Unit::Count, count))
            .collect();
        line.field("function", FUNCTION);
        if !metrics.is_empty() {
            line.metrics(&["function"], &metrics);
        }
    }
}

/// What is to be told of a request once it is answered.
struct Seen {
    since: Instant,
    route: String,
    context: Option<Context>,
}

impl Seen {
    fn of(request: &Request) -> Self {
        Self {
            since: Instant::now(),
            route: route_name(request).unwrap_or_else(|| "none".to_owned()),
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

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
