//! `quizcraft serve`: the API over stores and a queue, and workers in the background.

mod greeting;
mod issuer;
mod pages;
mod players;
mod shutdown;
mod stores;

use std::sync::Arc;

use quizcraft_core::{Gateways, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_http::{Api, log_panics, router_with};
use quizcraft_memory::{MemoryQueue, OsRandomness, QueuePolicy, SystemClock};
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::logging;
use crate::options::ServeOptions;
use crate::worker::Worker;
use players::players;
use stores::Stores;

/// How many games are prepared at once.
const WORKERS: usize = 2;

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
    let queue = Arc::new(MemoryQueue::new(
        Arc::new(SystemClock),
        QueuePolicy::default(),
    ));
    let quiz = quiz(&stores, &queue);
    let (authenticator, pages) = players.signed_in(addr, stores.tokens())?;
    let api = Api::new(quiz.clone(), Arc::new(authenticator));
    let api = api.with_cors_origin(options.cors_origin.clone());
    let app = router_with(api, pages.merge(pages::pages()));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| tokio::spawn(worker(&quiz, &queue).run()))
        .collect();
    let requests = shutdown::Requests::listen()?;
    if let Err(error) = greeting::print(addr, options.provider().is_none()) {
        tracing::warn!(%addr, %error, "listening, though nobody can read the greeting");
    }
    shutdown::serve_until(listener, app, requests).await;
    workers.iter().for_each(tokio::task::JoinHandle::abort);
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

fn worker(quiz: &Quiz, queue: &Arc<MemoryQueue>) -> Worker {
    let writer = Arc::new(FactWriter::new());
    Worker::new(quiz.clone(), Arc::clone(queue), writer)
}
