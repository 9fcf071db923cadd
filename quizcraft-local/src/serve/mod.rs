//! `quizcraft serve`: the API over stores and a queue, and workers in the background.

mod greeting;
mod issuer;
mod pages;
mod shutdown;
mod stores;

use std::sync::Arc;

use quizcraft_core::{Gateways, PlayerIds, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_http::auth::{TokenVerifier, discover};
use quizcraft_http::{Api, TokenAuthenticator, router_with};
use quizcraft_memory::{MemoryQueue, OsRandomness, QueuePolicy, SystemClock};
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::logging;
use crate::options::ServeOptions;
use crate::worker::Worker;
use issuer::DevIssuer;
use stores::Stores;

/// How many games are prepared at once.
const WORKERS: usize = 2;

/// Serves until it is told to stop.
pub(crate) fn serve(options: &ServeOptions) -> Result<(), Failure> {
    logging::start(options.log);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(serve_here(options))
}

async fn serve_here(options: &ServeOptions) -> Result<(), Failure> {
    if options.provider().is_none() && !options.addr.ip().is_loopback() {
        return Err(Failure::OpenToAll(options.addr));
    }
    let players = options.player_ids().map_err(Failure::PlayerIdKey)?;
    let listener = TcpListener::bind(options.addr).await;
    let listener = listener.map_err(|error| Failure::Listen(options.addr, error))?;
    let addr = listener.local_addr()?;
    let stores = Stores::open(options).await?;
    let queue = Arc::new(MemoryQueue::new(
        Arc::new(SystemClock),
        QueuePolicy::default(),
    ));
    let quiz = quiz(&stores, &queue);
    let app = if let Some((issuer, audience)) = options.provider() {
        let keys = discover(issuer).await.map_err(Failure::Issuer)?;
        let verifier = TokenVerifier::new(issuer, audience, keys);
        router_with(api(options, &quiz, verifier, players), pages::pages())
    } else {
        let issuer = DevIssuer::new(format!("http://{addr}"), Arc::new(SystemClock))?;
        let api = api(options, &quiz, issuer.verifier(), players);
        router_with(api, pages::pages().merge(issuer.routes()))
    };
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

fn api(options: &ServeOptions, quiz: &Quiz, verifier: TokenVerifier, players: PlayerIds) -> Api {
    let authenticator = TokenAuthenticator::new(verifier, players, Arc::new(SystemClock));
    let api = Api::new(quiz.clone(), Arc::new(authenticator));
    api.with_cors_origin(options.cors_origin.clone())
}

fn worker(quiz: &Quiz, queue: &Arc<MemoryQueue>) -> Worker {
    let writer = Arc::new(FactWriter::new());
    Worker::new(quiz.clone(), Arc::clone(queue), writer)
}
