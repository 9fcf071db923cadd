//! `quizcraft serve`: the API over gateways in the process, and a worker in the background.

mod greeting;
mod issuer;
mod pages;
mod shutdown;

use std::sync::Arc;

use quizcraft_core::PlayerIds;
use quizcraft_generator::FactWriter;
use quizcraft_http::auth::{TokenVerifier, discover};
use quizcraft_http::{Api, TokenAuthenticator, router_with};
use quizcraft_memory::{Memory, SystemClock};
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::logging;
use crate::options::ServeOptions;
use crate::worker::Worker;
use issuer::DevIssuer;

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
    let memory = Memory::new();
    let app = if let Some((issuer, audience)) = options.provider() {
        let keys = discover(issuer).await.map_err(Failure::Issuer)?;
        let verifier = TokenVerifier::new(issuer, audience, keys);
        router_with(api(options, &memory, verifier, players), pages::pages())
    } else {
        let issuer = DevIssuer::new(format!("http://{addr}"), Arc::new(SystemClock))?;
        let api = api(options, &memory, issuer.verifier(), players);
        router_with(api, pages::pages().merge(issuer.routes()))
    };
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| tokio::spawn(worker(&memory).run()))
        .collect();
    let requests = shutdown::Requests::listen()?;
    if let Err(error) = greeting::print(addr, options.provider().is_none()) {
        tracing::warn!(%addr, %error, "listening, though nobody can read the greeting");
    }
    shutdown::serve_until(listener, app, requests).await;
    workers.iter().for_each(tokio::task::JoinHandle::abort);
    Ok(())
}

fn api(
    options: &ServeOptions,
    memory: &Memory,
    verifier: TokenVerifier,
    players: PlayerIds,
) -> Api {
    let authenticator = TokenAuthenticator::new(verifier, players, Arc::new(SystemClock));
    let api = Api::new(memory.quiz(), Arc::new(authenticator));
    api.with_cors_origin(options.cors_origin.clone())
}

fn worker(memory: &Memory) -> Worker {
    Worker::new(memory.quiz(), memory.queue(), Arc::new(FactWriter::new()))
}
