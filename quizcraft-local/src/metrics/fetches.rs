use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use quizcraft_identity::{FetchObserver, ProviderDocument, ProviderError};

use super::{Metrics, request_buckets};

/// Counts and measures requests to the identity provider.
#[derive(Clone)]
pub(super) struct Fetches {
    total: Family<[(&'static str, &'static str); 2], Counter>,
    duration: Family<[(&'static str, &'static str); 1], Histogram>,
}

impl Default for Fetches {
    fn default() -> Self {
        Self {
            total: Family::default(),
            duration: Family::new_with_constructor(request_buckets),
        }
    }
}

impl Fetches {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Requests to the identity provider, by document and outcome";
        registry.register("provider_fetches", help, self.total.clone());
        let help = "The duration of requests to the identity provider, by document";
        let (name, duration) = ("provider_fetch_duration", self.duration.clone());
        registry.register_with_unit(name, help, Unit::Seconds, duration);
    }
}

impl Metrics {
    /// Returns the observer of requests to the identity provider.
    pub(crate) fn of_fetches(&self) -> Arc<dyn FetchObserver> {
        Arc::new(self.fetches.clone())
    }
}

impl FetchObserver for Fetches {
    fn fetched(
        &self,
        document: ProviderDocument,
        duration: Duration,
        result: Result<(), &ProviderError>,
    ) {
        let document = ("document", document.as_str());
        let labels = [document, ("outcome", outcome(result))];
        self.total.get_or_create(&labels).inc();
        let histogram = self.duration.get_or_create(&[document]);
        histogram.observe(duration.as_secs_f64());
    }
}

/// Returns the outcome of a request. A client with an invalid token can cause a refusal, but not an error.
const fn outcome(result: Result<(), &ProviderError>) -> &'static str {
    match result {
        Ok(()) => "ok",
        Err(ProviderError::Status {
            status: 401 | 403, ..
        }) => "refused",
        Err(_) => "error",
    }
}
