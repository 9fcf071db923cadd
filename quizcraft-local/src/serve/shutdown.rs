//! Accepts connections, and shuts down gracefully.

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

/// The time that requests in progress have to end, which is longer than the time limit of a request.
const DRAIN: Duration = Duration::from_secs(15);

/// The time that a client has to send the head of a request, so that idle clients do not hold connections
/// that others need.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The signals that stop the process.
pub(super) struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// Handles SIGINT and SIGTERM from now on, which would otherwise end the process at once.
    pub(super) fn listen() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self {
            interrupt,
            terminate,
        })
    }

    /// Waits for the next signal.
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Serves until the first signal, then waits for requests in progress until they end, [`DRAIN`] is over
/// or a second signal arrives.
pub(super) async fn serve_until(
    mut accepted: impl Stream<Item = TcpStream> + Unpin,
    app: Router,
    mut signals: StopSignals,
) {
    let connections = GracefulShutdown::new();
    loop {
        tokio::select! {
            Some(stream) = accepted.next() => serve_connection(stream, &app, &connections),
            () = signals.next() => break,
        }
    }
    // Stops accepting connections.
    drop(accepted);
    tracing::info!("stopping");
    let limit = tokio::time::timeout(DRAIN, signals.next());
    tokio::select! {
        () = connections.shutdown() => {}
        _ = limit => tracing::warn!("some connections did not end in time"),
    }
}

/// Spawns a task that serves one connection.
fn serve_connection(stream: TcpStream, app: &Router, connections: &GracefulShutdown) {
    let connection = http1::Builder::new()
        .timer(HeadTimer::default())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app.clone()));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = %Causes(&error), "a connection failed");
        }
    });
}
