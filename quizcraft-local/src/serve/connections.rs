//! Serves connections until the server stops, and shuts down gracefully.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use futures_util::stream::{Stream, StreamExt};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use quizcraft_core::gateway::Causes;
use quizcraft_http::Readiness;
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
    /// The time for which a stopping server still accepts connections.
    pub(super) drain_delay: Duration,
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

impl Apps {
    /// Returns the applications, each in a layer.
    pub(super) fn map(self, layer: impl Fn(Router) -> Router) -> Self {
        Self {
            served: layer(self.served),
            overloaded: layer(self.overloaded),
        }
    }
}

/// Serves until the first signal, and then stops:
///
/// 1. From the signal on, the server is not ready. It accepts connections until the drain delay is over, so
///    that a load balancer can learn that from its probes before connections are refused.
/// 2. It waits for requests in progress until they end or the drain timeout is over.
///
/// A signal that ends the process at once ends both.
pub(super) async fn serve_until(
    accepted: impl Stream<Item = TcpStream> + Unpin,
    apps: Apps,
    limits: ConnectionLimits,
    mut signals: StopSignals,
    readiness: &Readiness,
) {
    let mut acceptor = Acceptor::new(accepted, apps, limits);
    acceptor.accept_until(signals.stop()).await;
    readiness.stop();
    tracing::info!("stopping");
    if !limits.drain_delay.is_zero() {
        let delay = timeout(limits.drain_delay, signals.end_at_once());
        if acceptor.accept_until(delay).await.is_ok() {
            return;
        }
    }
    let connections = acceptor.close();
    let limit = timeout(limits.drain, signals.end_at_once());
    tokio::select! {
        () = connections.shutdown() => {}
        _ = limit => tracing::warn!("some connections did not end in time"),
    }
}

/// Accepts connections until a future completes. Does not wait for requests in progress.
pub(super) async fn accept_until<T>(
    accepted: impl Stream<Item = TcpStream> + Unpin,
    apps: Apps,
    limits: ConnectionLimits,
    end: impl Future<Output = T>,
) -> T {
    Acceptor::new(accepted, apps, limits)
        .accept_until(end)
        .await
}

/// Accepts connections, and serves or rejects them.
struct Acceptor<A> {
    accepted: A,
    served: TowerToHyperService<Router>,
    overloaded: TowerToHyperService<Router>,
    limits: ConnectionLimits,
    connections: GracefulShutdown,
    admission: Admission,
}

impl<A: Stream<Item = TcpStream> + Unpin> Acceptor<A> {
    fn new(accepted: A, apps: Apps, limits: ConnectionLimits) -> Self {
        Self {
            accepted,
            served: TowerToHyperService::new(apps.served),
            overloaded: TowerToHyperService::new(apps.overloaded),
            limits,
            connections: GracefulShutdown::new(),
            admission: Admission::new(limits.connections),
        }
    }

    /// Accepts connections until a future completes, and returns its output.
    async fn accept_until<T>(&mut self, end: impl Future<Output = T>) -> T {
        let mut end = pin!(end);
        loop {
            tokio::select! {
                Some(stream) = self.accepted.next() => self.admit(stream),
                output = &mut end => return output,
            }
        }
    }

    fn admit(&mut self, stream: TcpStream) {
        match self.admission.admit() {
            Admitted::Served(permit) => {
                let (http, stream) = http(stream, self.limits);
                let connection = http.serve_connection(stream, self.served.clone());
                serve(self.connections.watch(connection), permit);
            }
            Admitted::Rejected(permit) => {
                reject(stream, self.overloaded.clone(), self.limits, permit);
            }
            Admitted::Closed => {}
        }
    }

    /// Closes the sockets, and returns the open connections.
    fn close(self) -> GracefulShutdown {
        self.connections
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
