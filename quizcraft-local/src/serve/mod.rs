//! `quizcraft serve`: the API over stores and a queue, and workers in the background.

mod greeting;
mod issuer;
mod pages;
mod players;
mod shutdown;
mod stores;

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::{Gateways, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_http::{Api, log_panics, router_with};
use quizcraft_memory::{
    MemoryQueue, OsRandomness, QueuePolicy, SystemClock, WriterThreads, WritingPolicy,
};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::logging;
use crate::options::ServeOptions;
use crate::worker::Worker;
use players::players;
use stores::Stores;

/// How many games are prepared at once.
const WORKERS: usize = 2;

/// How long a worker may take for a game besides having its questions written, before its work is
/// delivered again.
const BESIDE_WRITING: Duration = Duration::from_secs(10);

/// How long writers that were told to stop are waited for. One that hangs ends with the process.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Serves until it is told to stop.
pub(crate) fn serve(options: &ServeOptions) -> Result<(), Failure> {
    logging::start(options.log);
    log_panics();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve_here(options))
}

async fn serve_here(options: &ServeOptions) -> Result<(), Failure> {
    let addrs = options.addr.resolve().await;
    let addrs = addrs.map_err(|error| Failure::Host(options.addr.clone(), error))?;
    let players = players(options, &addrs)?;
    // The first of them that is free.
    let listener = TcpListener::bind(&*addrs).await;
    let listener = listener.map_err(|error| Failure::Listen(options.addr.clone(), error))?;
    let addr = listener.local_addr()?;
    let stores = Stores::open(options).await?;
    let queue = queue(options);
    let quiz = quiz(&stores, &queue);
    let writer = writer(options);
    let (authenticator, pages) = players.signed_in(addr, stores.tokens())?;
    let api = Api::new(quiz.clone(), Arc::new(authenticator));
    let api = api.with_cors_origin(options.cors_origin.clone());
    let app = router_with(api, pages.merge(pages::pages()));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| Worker::new(quiz.clone(), Arc::clone(&queue), writer.clone()))
        .map(|worker| tokio::spawn(worker.run()))
        .collect();
    let requests = shutdown::Requests::listen()?;
    if let Err(error) = greeting::print(addr, options.provider().is_none()) {
        tracing::warn!(%addr, %error, "listening, though nobody can read the greeting");
    }
    shutdown::serve_until(listener, app, requests).await;
    workers.iter().for_each(tokio::task::JoinHandle::abort);
    let _ = timeout(LAST_WORDS, writer.no_abandoned()).await;
    // Nobody plays any more, so nobody misses the stores.
    stores.close().await;
    Ok(())
}

/// The quiz over these stores, with its work in this queue.
fn quiz(stores: &Stores, queue: &Arc<MemoryQueue>) -> Quiz {
    Quiz::new(Gateways {
        games: stores.games(),
        queue: Arc::clone(queue) as _,
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
    })
}

/// The queue, which does not deliver work again while its questions may still be written.
fn queue(options: &ServeOptions) -> Arc<MemoryQueue> {
    let policy = QueuePolicy {
        visibility: options.writing_timeout().saturating_add(BESIDE_WRITING),
        ..QueuePolicy::default()
    };
    Arc::new(MemoryQueue::new(Arc::new(SystemClock), policy))
}

/// The writer of questions, on threads of its own: those of the runtime serve requests.
fn writer(options: &ServeOptions) -> WriterThreads {
    let policy = WritingPolicy {
        limit: options.writing_timeout(),
        ..WritingPolicy::default()
    };
    WriterThreads::new(Arc::new(FactWriter::new()), policy)
}
