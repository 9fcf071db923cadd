use std::borrow::Cow;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use quizcraft_http::route_name;

use super::{Metrics, request_buckets};

/// The name of a route, such as `GET /games/{game}`, or `none`. The set of names is finite.
type Route = Cow<'static, str>;

/// Counts and measures requests.
#[derive(Clone)]
pub(super) struct Requests {
    total: Family<[(&'static str, Route); 2], Counter>,
    duration: Family<[(&'static str, Route); 1], Histogram>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            total: Family::default(),
            duration: Family::new_with_constructor(request_buckets),
        }
    }
}

impl Requests {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Answered requests, by route and status";
        registry.register("http_requests", help, self.total.clone());
        let help = "The time from the head of a request to the head of its response, by route";
        let (name, duration) = ("http_request_duration", self.duration.clone());
        registry.register_with_unit(name, help, Unit::Seconds, duration);
    }

    fn record(&self, route: Route, response: &Response, began: Instant) {
        let status = response.status().as_str().to_owned();
        let labels = [("route", route.clone()), ("status", status.into())];
        self.total.get_or_create(&labels).inc();
        let duration = self.duration.get_or_create(&[("route", route)]);
        duration.observe(began.elapsed().as_secs_f64());
    }
}

impl Metrics {
    /// Counts and measures the requests of a router.
    pub(crate) fn of_requests(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.requests.clone(), measure))
    }
}

async fn measure(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = route_name(&request).map_or("none".into(), Cow::Owned);
    let response = next.run(request).await;
    requests.record(route, &response, began);
    response
}
