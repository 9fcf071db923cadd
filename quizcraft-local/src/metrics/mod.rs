//! Metrics of the server, for Prometheus.
//!
//! The wrappers below count and measure what passes through the router and the gateways. Without
//! `--metrics-addr` none of them exists, so unused metrics cost nothing. No label contains
//! anything that a client chooses, or the id of a game or a player.

mod collector;
mod fetches;
mod games;
#[cfg(feature = "model")]
mod model;
mod pending;
mod requests;
mod writing;

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::model::Model;
pub(crate) use collector::Sources;
use fetches::Fetches;
use games::GameMetrics;
#[cfg(feature = "model")]
pub(crate) use model::ModelMetrics;
pub(crate) use pending::PendingCount;
use requests::Requests;
use writing::Writing;
#[cfg(feature = "otlp")]
pub(crate) use writing::error_outcome;

/// A counter with one label.
type Counters = Family<[(&'static str, &'static str); 1], Counter>;

/// The metrics that the wrappers record. Clones share them.
#[derive(Clone)]
pub(crate) struct Metrics {
    requests: Requests,
    games: GameMetrics,
    writing: Writing,
    fetches: Fetches,
}

/// The metrics of a server, with those that are read when they are scraped.
pub(crate) struct Exposition {
    registry: Registry,
    pending: Option<PendingCount>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            requests: Requests::default(),
            games: GameMetrics::default(),
            writing: Writing::default(),
            fetches: Fetches::default(),
        }
    }

    /// Returns everything that is exposed. `pending` counts the pending games, if this server is the only
    /// one that uses the store.
    pub(crate) fn exposition(
        &self,
        sources: Sources,
        pending: Option<PendingCount>,
        model: Option<&Model>,
    ) -> Exposition {
        let mut registry = Registry::with_prefix("quizcraft");
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version of the server", version);
        self.requests.register(&mut registry);
        self.games.register(&mut registry);
        self.writing.register(&mut registry);
        self.fetches.register(&mut registry);
        if let Some(pending) = &pending {
            pending.register(&mut registry);
        }
        if let Some(model) = model {
            model.register(&mut registry);
        }
        registry.register_collector(Box::new(sources));
        Exposition { registry, pending }
    }
}

impl Exposition {
    /// Returns the route `/metrics`.
    pub(crate) fn routes(self) -> Router {
        let exposition = Arc::new(self);
        let metrics = async move || match exposition.text().await {
            Ok(text) => Ok(([(CONTENT_TYPE, prometheus_text::CONTENT_TYPE)], text)),
            Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
        };
        Router::new().route("/metrics", get(metrics))
    }

    async fn text(&self) -> Result<String, fmt::Error> {
        if let Some(pending) = &self.pending {
            pending.refresh().await;
        }
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Returns the buckets of the duration of a request, in seconds.
fn request_buckets() -> Histogram {
    Histogram::new([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ])
}

/// Returns the buckets of the duration of work in the background, in seconds.
fn work_buckets() -> Histogram {
    Histogram::new([
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0, 300.0,
    ])
}
