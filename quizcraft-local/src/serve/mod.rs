//! `quizcraft serve`: serves the API, with workers in the background.

mod admission;
mod client_stream;
mod connections;
mod greeting;
mod head_timer;
mod issuer;
mod listeners;
mod metrics_endpoint;
mod pages;
mod players;
mod signals;
mod stores;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::gateway::GameStore;
use quizcraft_core::{Gateways, PendingTimeout, Quiz};
use quizcraft_http::{Api, Readiness, log_panics, overloaded_router, router_with};
use quizcraft_memory::{
    MemoryQueue, OsRandomness, QueuePolicy, Sweeper, SystemClock, Worker, WriterThreads,
};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::log_buffer::LogGuard;
use crate::logging;
use crate::metrics::{MeasuredGames, MeasuredWriter, Metrics, PendingCount, Sources};
use crate::options::{ConnectionOptions, ServeOptions};
use connections::{Apps, ConnectionLimits, serve_until};
pub(crate) use listeners::BindError;
use listeners::Listeners;
use players::players;
use signals::StopSignals;
use stores::Stores;
use writer::writer;

/// How often pending and expired games are swept. In a file, a sweep reads the whole table of games for
/// the pending ones, and all tables for what has expired.
const SWEEP_PERIOD: Duration = Duration::from_mins(1);

/// The time that preparing a game may take in addition to writing its questions: reading the game, opening
/// it, and waiting for a cancelled writer. After that, the queue delivers the work again.
const OVERHEAD: Duration = Duration::from_secs(15);

/// The time that cancelled workers and writers have to stop. A writer that blocks its thread ends with the
/// process.
const STOP_TIMEOUT: Duration = Duration::from_millis(500);

/// Serves until a signal stops the process.
pub(crate) fn serve(options: &ServeOptions) -> Result<(), Failure> {
    let log_guard = logging::start(options.log);
    log_panics();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve_async(options, &log_guard))
}

async fn serve_async(options: &ServeOptions, log_guard: &LogGuard) -> Result<(), Failure> {
    let addrs = options.addr.resolve().await;
    let addrs = addrs.map_err(|error| Failure::Host(options.addr.clone(), error))?;
    let metrics = options.metrics_addr.as_ref().map(|_| Metrics::new());
    let players = players(options, &addrs, metrics.as_ref())?;
    let limits = connection_limits(&options.connections)?;
    let listeners = Listeners::bind(&addrs).await;
    let listeners = listeners.map_err(|error| Failure::Listen(options.addr.clone(), error))?;
    let metrics_listeners = metrics_endpoint::listen(options.metrics_addr.as_ref()).await?;
    let addrs = listeners.addrs();
    let stores = Stores::open(options).await?;
    let queue = queue(options);
    let pending_timeout = pending_timeout(options.writing_timeout());
    let quiz = quiz(stores.games(), &queue, metrics.as_ref())
        .with_pending_timeout(pending_timeout)
        .with_games_per_hour(options.games_per_hour())
        .with_retention(options.retention());
    let writer = writer(options);
    let (authenticator, pages) = players.authenticator(&addrs, stores.tokens())?;
    let readiness = Arc::new(Readiness::new(stores.check()));
    let api = Api::new(quiz.clone(), Arc::new(authenticator));
    let api = api
        .with_readiness(Arc::clone(&readiness))
        .with_cors_origin(options.cors_origin.clone())
        .with_timeout(options.connections.request_timeout());
    let apps = Apps {
        overloaded: overloaded_router(&api),
        served: router_with(api, pages.merge(pages::pages()?)),
    };
    let mut tasks = JoinSet::new();
    for _ in 0..options.writers() {
        let (quiz, queue) = (quiz.clone(), Arc::clone(&queue));
        tasks.spawn(worker(quiz, queue, writer.clone(), metrics.as_ref()).run());
    }
    if let Some(games) = stores.pending() {
        let mut sweeper = Sweeper::new(quiz.clone(), games, Arc::clone(&queue));
        if let Some(games) = stores.expired() {
            sweeper = sweeper.with_expired_games(games);
        }
        tasks.spawn(sweeper.run(SWEEP_PERIOD));
    }
    let signals = StopSignals::listen()?;
    let metrics_addrs = metrics_listeners.as_ref().map(Listeners::addrs);
    let apps = match (&metrics, metrics_listeners) {
        (Some(metrics), Some(listeners)) => {
            let log = log_guard.dropped_lines();
            let (queue, writer) = (Arc::clone(&queue), writer.clone());
            let sources = Sources { queue, writer, log };
            let pending = stores.pending();
            let pending = pending.map(|games| PendingCount::new(games, pending_timeout));
            let exposition = metrics.exposition(sources, pending);
            tasks.spawn(metrics_endpoint::serve(listeners, exposition, limits));
            apps.measured(metrics)
        }
        _ => apps,
    };
    let metrics_addrs = metrics_addrs.unwrap_or_default();
    if let Err(error) = greeting::print(&addrs, &metrics_addrs, options.provider().is_none()) {
        for addr in &addrs {
            tracing::warn!(%addr, %error, "listening, but cannot write to standard output");
        }
    }
    serve_until(listeners.connections(), apps, limits, signals, &readiness).await;
    let _ = timeout(STOP_TIMEOUT, stop(tasks, &writer)).await;
    // No request or worker uses the stores any more.
    stores.close().await;
    Ok(())
}

/// Returns a worker.
fn worker(
    quiz: Quiz,
    queue: Arc<MemoryQueue>,
    writer: WriterThreads,
    metrics: Option<&Metrics>,
) -> Worker {
    match metrics {
        Some(metrics) => Worker::new(quiz, queue, MeasuredWriter::new(writer, metrics)),
        None => Worker::new(quiz, queue, writer),
    }
}

/// Stops the workers and the other tasks, and waits for the writers.
async fn stop(mut tasks: JoinSet<()>, writer: &WriterThreads) {
    // Dropping a worker cancels its writer, so the workers are stopped first.
    tasks.shutdown().await;
    writer.wait_for_abandoned().await;
}

/// Returns the quiz over the store and the queue.
fn quiz(games: Arc<dyn GameStore>, queue: &Arc<MemoryQueue>, metrics: Option<&Metrics>) -> Quiz {
    let games = match metrics {
        Some(metrics) => Arc::new(MeasuredGames::new(games, metrics)),
        None => games,
    };
    Quiz::new(Gateways::new(
        games,
        Arc::clone(queue) as _,
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
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

/// Returns the time that one attempt to prepare a game may take.
const fn attempt_limit(writing: Duration) -> Duration {
    writing.saturating_add(OVERHEAD)
}

/// Returns the timeout of pending games, which is late enough that no request sends work again during
/// its first attempt.
fn pending_timeout(writing: Duration) -> PendingTimeout {
    PendingTimeout::new(attempt_limit(writing).max(PendingTimeout::default().get()))
}

/// Returns the queue. Its visibility timeout outlasts an attempt, so it does not deliver work in progress.
fn queue(options: &ServeOptions) -> Arc<MemoryQueue> {
    let policy = QueuePolicy {
        visibility_timeout: attempt_limit(options.writing_timeout()),
        ..QueuePolicy::default()
    };
    Arc::new(MemoryQueue::new(Arc::new(SystemClock), policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_game_becomes_overdue_during_its_first_attempt() {
        for (writing, expected) in [(20, 300), (285, 300), (286, 301), (3600, 3615)] {
            let timeout = pending_timeout(Duration::from_secs(writing)).get();
            assert_eq!(timeout, Duration::from_secs(expected), "{writing}");
        }
    }
}
