use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::{HeaderMap, HeaderName};
use lambda_http::Context;
use quizcraft_http::route_name;
use tracing::Instrument;

use super::invocation::{ColdStart, invocation_span, write_invalid_event};
use super::metrics::{Line, Unit};
use super::{GameCounters, RoundTrips};
use crate::event::InvalidEvent;

/// The name of the function in metrics.
const FUNCTION: &str = "api";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes one log line per request: its route, status, duration and round trips.
#[derive(Clone)]
pub(crate) struct ApiObserver {
    trips: RoundTrips,
    counters: GameCounters,
    cold_start: ColdStart,
}

impl ApiObserver {
    pub(crate) fn new(trips: RoundTrips, counters: GameCounters) -> Self {
        Self {
            trips,
            counters,
            cold_start: ColdStart::new(),
        }
    }

    /// Adds the observer to a router.
    pub(crate) fn observe(self, router: Router) -> Router {
        router.layer(from_fn_with_state(self, observe))
    }

    /// Writes the log line of an invalid event.
    pub(crate) fn rejected(&self, invalid: InvalidEvent, context: &Context) {
        write_invalid_event(invalid, FUNCTION, context, &self.cold_start);
    }

    fn write(&self, observed: &Observed, response: &Response) {
        let status = response.status();
        let mut line = Line::new(FUNCTION, "answered");
        line.field("request_id", header(response.headers(), &REQUEST_ID));
        if let Some(context) = &observed.context {
            line.invocation(context);
        }
        line.field("route", observed.route.as_str());
        line.field("status", status.as_str());
        line.field("store_round_trips", self.trips.take());
        let duration = observed.since.elapsed().as_secs_f64() * 1_000.0;
        line.count("requests", 1_u32);
        line.metric("duration", Unit::Milliseconds, duration);
        line.count("cold_starts", self.cold_start.count());
        let counts = self.counters.take();
        line.count("games_started", counts.started);
        line.count("games_refused", counts.refused);
        line.count("games_finished", counts.finished);
        line.count("games_failed", counts.failed);
        line.count("answers_right", counts.right);
        line.count("answers_wrong", counts.wrong);
        line.write();
    }
}

/// What the log line needs of a request after the router consumed it.
struct Observed {
    since: Instant,
    route: String,
    context: Option<Context>,
}

impl Observed {
    fn of(request: &Request) -> Self {
        Self {
            since: Instant::now(),
            route: route_name(request).unwrap_or_else(|| "none".to_owned()),
            context: request.extensions().get::<Context>().cloned(),
        }
    }
}

async fn observe(State(observer): State<ApiObserver>, request: Request, next: Next) -> Response {
    let observed = Observed::of(&request);
    // Discards the round trips of the start.
    observer.trips.take();
    let span = observed.context.as_ref().map(invocation_span);
    let response = match span {
        Some(span) => next.run(request).instrument(span).await,
        None => next.run(request).await,
    };
    observer.write(&observed, &response);
    response
}

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
