//! `quizcraft serve`: the API over stores and a queue, and workers in the background.

mod greeting;
mod head_timer;
mod issuer;
mod listeners;
mod pages;
mod players;
mod shutdown;
mod stores;

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::{Deadline, Gateways, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_http::{Api, log_panics, router_with};
use quizcraft_memory::{
    MemoryQueue, OsRandomness, QueuePolicy, SystemClock, WriterThreads, WritingPolicy,
};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::logging;
use crate::options::ServeOptions;
use crate::worker::Worker;
pub(crate) use listeners::BindError;
use listeners::Listeners;
use players::players;
use stores::Stores;

/// How many games are prepared at once.
const WORKERS: usize = 2;

/// How long a worker may take for a game besides having its questions written, before its work is
/// delivered again: it looks at the game, opens it, and gives a writer a moment to stop.
const BESIDE_WRITING: Duration = Duration::from_secs(15);

/// How long workers and writers that were told to stop are waited for. A writer that hangs ends with
/// the process.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until it is told to stop.
pub(crate) fn serve(options: &ServeOptions) -> Result<(), Failure> {
    let _written_to_the_end = logging::start(options.log);
    log_panics();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve_here(options))
}

async fn serve_here(options: &ServeOptions) -> Result<(), Failure> {
    let addrs = options.addr.resolve().await;
    let addrs = addrs.map_err(|error| Failure::Host(options.addr.clone(), error))?;
    let players = players(options, &addrs)?;
    let listeners = Listeners::bind(&addrs).await;
    let listeners = listeners.map_err(|error| Failure::Listen(options.addr.clone(), error))?;
    let addrs = listeners.addrs();
    let stores = Stores::open(options).await?;
    let queue = queue(options);
    let quiz = quiz(&stores, &queue).with_deadline(deadline(options.writing_timeout()));
    let writer = writer(options);
    let (authenticator, pages) = players.signed_in(&addrs, stores.tokens())?;
    let api = Api::new(quiz.clone(), Arc::new(authenticator));
    let api = api.with_cors_origin(options.cors_origin.clone());
    let app = router_with(api, pages.merge(pages::pages()));
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let worker = Worker::new(quiz.clone(), Arc::clone(&queue), writer.clone());
        workers.spawn(worker.run());
    }
    let requests = shutdown::Requests::listen()?;
    if let Err(error) = greeting::print(&addrs, options.provider().is_none()) {
        for addr in &addrs {
            tracing::warn!(%addr, %error, "listening, but the greeting cannot be printed");
        }
    }
    shutdown::serve_until(listeners.connections(), app, requests).await;
    let _ = timeout(LAST_WORDS, stop(workers, &writer)).await;
    // No request and no worker uses the stores any more.
    stores.close().await;
    Ok(())
}

/// Stops the workers, and waits until their writers have stopped as well.
async fn stop(mut workers: JoinSet<()>, writer: &WriterThreads) {
    // A writer is told to stop when the work that waits for it is dropped, so the workers are first.
    workers.shutdown().await;
    writer.wait_for_abandoned().await;
}

/// Returns the quiz over these stores, with its work in this queue.
fn quiz(stores: &Stores, queue: &Arc<MemoryQueue>) -> Quiz {
    Quiz::new(Gateways::new(
        stores.games(),
        Arc::clone(queue) as _,
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
}

/// Returns how long one attempt at a game may take, of which its writer has this part.
const fn attempt(writing: Duration) -> Duration {
    writing.saturating_add(BESIDE_WRITING)
}

/// Returns the deadline of pending games: a request does not send work again while its first
/// attempt may still succeed.
fn deadline(writing: Duration) -> Deadline {
    Deadline::new(attempt(writing).max(Deadline::default().get()))
}

/// Returns the queue, which does not deliver work again while its questions may still be written.
fn queue(options: &ServeOptions) -> Arc<MemoryQueue> {
    let policy = QueuePolicy {
        visibility_timeout: attempt(options.writing_timeout()),
        ..QueuePolicy::default()
    };
    Arc::new(MemoryQueue::new(Arc::new(SystemClock), policy))
}

/// Returns the writer of questions, on threads of its own: those of the runtime serve requests.
fn writer(options: &ServeOptions) -> WriterThreads {
    let policy = WritingPolicy {
        limit: options.writing_timeout(),
        ..WritingPolicy::default()
    };
    WriterThreads::new(Arc::new(FactWriter::new()), policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_game_is_overdue_while_its_questions_may_still_be_written() {
        for (writing, expected) in [(20, 300), (285, 300), (286, 301), (3600, 3615)] {
            let deadline = deadline(Duration::from_secs(writing)).get();
            assert_eq!(deadline, Duration::from_secs(expected), "{writing}");
        }
    }
}
