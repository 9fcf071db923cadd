//! Stopping without losing a request.

use std::io;
use std::time::Duration;

use axum::Router;
use futures_util::stream::{Stream, StreamExt};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use quizcraft_core::gateway::Causes;
use tokio::net::TcpStream;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::head_timer::HeadTimer;

/// How long requests that are under way may take to end; more than any request may take.
const DRAIN: Duration = Duration::from_secs(15);

/// How long a connection may be silent before the head of a request is there: a client that sends nothing
/// for longer holds a connection that others need.
const HEAD: Duration = Duration::from_secs(10);

/// The signals by which the process is asked to stop.
pub(super) struct Requests {
    interrupt: Signal,
    terminate: Signal,
}

impl Requests {
    /// From now on, SIGINT and SIGTERM are requests, and no longer the end.
    pub(super) fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self {
            interrupt,
            terminate,
        })
    }

    /// The next request.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Serves until a request to stop, then lets requests that are under way end: for a while, or until
/// the operator insists.
pub(super) async fn serve_until(
    mut accepted: impl Stream<Item = TcpStream> + Unpin,
    app: Router,
    mut requests: Requests,
) {
    let connections = GracefulShutdown::new();
    loop {
        tokio::select! {
            Some(stream) = accepted.next() => attend(stream, &app, &connections),
            () = requests.next() => break,
        }
    }
    // No new connection is accepted while the open ones are served.
    drop(accepted);
    tracing::info!("stopping");
    let overtime = tokio::time::timeout(DRAIN, requests.next());
    tokio::select! {
        () = connections.shutdown() => {}
        _ = overtime => tracing::warn!("some connections did not end in time"),
    }
}

/// Serves one connection beside all others.
fn attend(stream: TcpStream, app: &Router, connections: &GracefulShutdown) {
    let connection = http1::Builder::new()
        .timer(HeadTimer::default())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app.clone()));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = %Causes(&error), "a connection broke off");
        }
    });
}
