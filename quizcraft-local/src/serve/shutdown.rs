//! Stopping without losing a request.

use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// How long requests that are under way may take to end; more than any request may take.
const DRAIN: Duration = Duration::from_secs(15);

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
/// somebody insists.
pub(super) async fn serve_until(
    listener: TcpListener,
    app: Router,
    mut requests: Requests,
) -> io::Result<()> {
    let (stop, stopped) = oneshot::channel();
    let stopped = async {
        // A sender that is gone means that nobody will ask any more: there is no reason to stop.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopped);
    let overtime = async {
        requests.next().await;
        tracing::info!("stopping");
        // If serving has ended by itself there is nobody left to tell.
        let _ = stop.send(());
        let _ = tokio::time::timeout(DRAIN, requests.next()).await;
        tracing::warn!("some connections did not end in time");
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = overtime => Ok(()),
    }
}
