//! `quizcraft serve`: serves the API, with workers in the background.

mod admission;
mod client_stream;
mod connections;
mod engine;
mod greeting;
mod head_timer;
mod issuer;
mod listeners;
mod metrics_endpoint;
mod observation;
mod pages;
mod players;
mod signals;
mod stores;
mod web;
mod writer;

use std::sync::Arc;

use quizcraft_http::{Api, Readiness, log_panics, overloaded_router, router_with};

use crate::failure::Failure;
use crate::log_buffer::LogGuard;
use crate::logging;
use crate::metrics::Metrics;
use crate::options::{ConnectionOptions, ServeOptions};
use crate::traces::Traces;
use connections::{Apps, ConnectionLimits, serve_until};
use engine::Engine;
use greeting::Greeting;
pub(crate) use listeners::BindError;
use listeners::Listeners;
use observation::Observation;
use players::players;
use signals::StopSignals;
use stores::Stores;

/// Serves until a signal stops the process.
pub(crate) fn serve(options: &ServeOptions) -> Result<(), Failure> {
    let log_guard = logging::start(options.log);
    log_panics();
    // Ends after the runtime, and sends the last spans then.
    let traces = options.traces.start()?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve_async(options, traces.as_ref(), &log_guard))
}

async fn serve_async(
    options: &ServeOptions,
    traces: Option<&Traces>,
    log_guard: &LogGuard,
) -> Result<(), Failure> {
    let addrs = options.addr.resolve().await;
    let addrs = addrs.map_err(|error| Failure::Host(options.addr.clone(), error))?;
    let metrics = options.metrics_addr.as_ref().map(|_| Metrics::new());
    let metrics = metrics.as_ref();
    let model = options
        .model
        .for_server(options.model_tokens_per_day, metrics)?;
    let players = players(options, &addrs, metrics)?;
    let limits = connection_limits(&options.connections)?;
    let listeners = Listeners::bind(&addrs).await;
    let listeners = listeners.map_err(|error| Failure::Listen(options.addr.clone(), error))?;
    let metrics_listeners = metrics_endpoint::listen(options.metrics_addr.as_ref()).await?;
    let addrs = listeners.addrs();
    let stores = Stores::open(options).await?;
    let model = model.map(|model| model.with_stores(stores.drafts(), stores.meter()));
    let observation = Observation { metrics, traces };
    if let Some(model) = &model {
        model.log();
    }
    let engine = Engine::new(options, &stores, observation, model);
    let has_page = players.has_page();
    let (authenticator, pages) = players.authenticator(&addrs, stores.tokens())?;
    let readiness = Arc::new(Readiness::new(stores.check()));
    let api = Api::new(engine.quiz(), Arc::new(authenticator))
        .with_readiness(Arc::clone(&readiness))
        .with_cors_origin(options.cors_origin.clone())
        .with_timeout(options.connections.request_timeout());
    let apps = observation.of_requests(Apps {
        overloaded: overloaded_router(&api),
        served: router_with(api, pages.merge(pages::pages()?)),
    });
    let mut tasks = engine.start(options.writers(), &stores, observation);
    let signals = StopSignals::listen()?;
    let metrics_addrs = metrics_listeners.as_ref().map(Listeners::addrs);
    if let (Some(metrics), Some(listeners)) = (metrics, metrics_listeners) {
        let exposition = engine.exposition(metrics, &stores, log_guard.dropped_lines());
        tasks.spawn(metrics_endpoint::serve(listeners, exposition, limits));
    }
    greet(&Greeting {
        addrs: &addrs,
        metrics_addrs: &metrics_addrs.unwrap_or_default(),
        has_page,
        has_dev_issuer: options.provider().is_none(),
    });
    serve_until(listeners.connections(), apps, limits, signals, &readiness).await;
    engine.stop(tasks).await;
    // No request or worker uses the stores any more.
    stores.close().await;
    Ok(())
}

/// Prints the addresses, or logs them if they cannot be printed.
fn greet(greeting: &Greeting<'_>) {
    if let Err(error) = greeting.print() {
        for addr in greeting.addrs {
            tracing::warn!(%addr, %error, "listening, but cannot write to standard output");
        }
    }
}

/// Returns the limits of connections.
fn connection_limits(options: &ConnectionOptions) -> Result<ConnectionLimits, Failure> {
    Ok(ConnectionLimits {
        connections: options.max_connections().map_err(Failure::MaxConnections)?,
        keep_alive: options.keep_alive_timeout(),
        header: options.header_timeout(),
        write: options.write_timeout(),
        drain_delay: options.drain_delay(),
        drain: options.drain_timeout(),
    })
}
