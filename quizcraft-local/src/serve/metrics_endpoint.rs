//! The listener of `GET /metrics`. It is separate from that of the API, so that only operators need access.

use std::future::pending;

use axum::Router;
use http::StatusCode;

use super::connections::{Apps, ConnectionLimits, accept_until};
use super::listeners::Listeners;
use crate::failure::Failure;
use crate::metrics::Exposition;
use crate::options::ListenAddr;

/// The maximum number of connections to `/metrics`.
const MAX_CONNECTIONS: usize = 32;

/// Listens on the address for metrics, if there is one.
pub(super) async fn listen(addr: Option<&ListenAddr>) -> Result<Option<Listeners>, Failure> {
    let Some(addr) = addr else {
        return Ok(None);
    };
    let addrs = addr.resolve().await;
    let addrs = addrs.map_err(|error| Failure::MetricsHost(addr.clone(), error))?;
    let listeners = Listeners::bind(&addrs).await;
    let listeners = listeners.map_err(|error| Failure::MetricsListen(addr.clone(), error))?;
    Ok(Some(listeners))
}

/// Serves the metrics until the future is dropped.
pub(super) async fn serve(listeners: Listeners, exposition: Exposition, limits: ConnectionLimits) {
    let apps = Apps {
        served: exposition.routes(),
        overloaded: Router::new().fallback(async || StatusCode::SERVICE_UNAVAILABLE),
    };
    let limits = ConnectionLimits {
        connections: MAX_CONNECTIONS,
        ..limits
    };
    accept_until(listeners.connections(), apps, limits, pending::<()>()).await;
}
