//! Serves connections until the server stops, and shuts down gracefully.

use std::time::Duration;

use axum::Router;
use futures_util::stream::{Stream, StreamExt};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use quizcraft_core::gateway::Causes;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::admission::{Admission, Admitted};
use super::client_stream::ClientStream;
use super::head_timer::HeadTimer;
use super::signals::StopSignals;

/// The time for which a connection over the limit is open, so that rejecting connections cannot be exhausted
/// either.
const REJECTION_TIMEOUT: Duration = Duration::from_secs(2);

/// The limits of connections.
#[derive(Clone, Copy, Debug)]
pub(super) struct ConnectionLimits {
    /// The maximum number of connections.
    pub(super) connections: usize,
    /// The time for which an idle connection is kept open.
    pub(super) keep_alive: Duration,
    /// The time that the head of a request may take.
    pub(super) header: Duration,
    /// The time for which a client may read nothing of a response.
    pub(super) write: Duration,
    /// The time that requests in progress have to end when the server stops.
    pub(super) drain: Duration,
}

/// The applications of a server.
pub(super) struct Apps {
    /// For connections within the limit.
    pub(super) served: Router,
    /// For connections over the limit.
    pub(super) overloaded: Router,
}

/// Serves until the first signal, then waits for requests in progress until they end, the drain timeout is
/// over, or a signal ends the process at once.
pub(super) async fn serve_until(
    mut accepted: impl Stream<Item = TcpStream> + Unpin,
    apps: Apps,
    limits: ConnectionLimits,
    mut signals: StopSignals,
) {
    let served = TowerToHyperService::new(apps.served);
    let overloaded = TowerToHyperService::new(apps.overloaded);
    let connections = GracefulShutdown::new();
    let mut admission = Admission::new(limits.connections);
    loop {
        tokio::select! {
            Some(stream) = accepted.next() => match admission.admit() {
                Admitted::Served(permit) => {
                    let (http, stream) = http(stream, limits);
                    let connection = http.serve_connection(stream, served.clone());
                    serve(connections.watch(connection), permit);
                }
                Admitted::Rejected(permit) => reject(stream, overloaded.clone(), limits, permit),
                Admitted::Closed => {}
            },
            () = signals.stop() => break,
        }
    }
    // Stops accepting connections.
    drop(accepted);
    tracing::info!("stopping");
    let limit = timeout(limits.drain, signals.end_at_once());
    tokio::select! {
        () = connections.shutdown() => {}
        _ = limit => tracing::warn!("some connections did not end in time"),
    }
}

/// Returns the HTTP settings and the stream of a connection.
fn http(tcp: TcpStream, limits: ConnectionLimits) -> (http1::Builder, TokioIo<ClientStream>) {
    let timer = HeadTimer::new(limits.header);
    let stream = ClientStream::new(tcp, timer.read_flag(), limits.write);
    let mut builder = http1::Builder::new();
    // From the end of a request to the end of the next head; `HeadTimer` limits the latter further.
    builder.timer(timer).header_read_timeout(limits.keep_alive);
    (builder, TokioIo::new(stream))
}

/// Spawns a task that serves a connection.
fn serve(
    connection: impl Future<Output = hyper::Result<()>> + Send + 'static,
    permit: OwnedSemaphorePermit,
) {
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = %Causes(&error), "a connection failed");
        }
        drop(permit);
    });
}

/// Spawns a task that answers one request of a connection and closes it.
fn reject(
    tcp: TcpStream,
    app: TowerToHyperService<Router>,
    limits: ConnectionLimits,
    permit: OwnedSemaphorePermit,
) {
    let (mut http, stream) = http(tcp, limits);
    let connection = http.keep_alive(false).serve_connection(stream, app);
    tokio::spawn(async move {
        // Errors and timeouts are the client's. A flood of them must not flood the log.
        let _ = timeout(REJECTION_TIMEOUT, connection).await;
        drop(permit);
    });
}
