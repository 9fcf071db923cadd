//! Health probes, which require no token.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::api::Api;
use crate::problem::Problem;
use crate::quiet_response::QuietResponse;
use crate::wire::{ErrorsBody, HealthBody, Json};

/// Check that the server runs.
///
/// A server that does not respond must be restarted. The response does not depend on the store.
#[utoipa::path(
    get, path = "/livez", operation_id = "check_liveness", tag = "health",
    security(()),
    responses((status = 200, description = "The server runs.", body = HealthBody)),
)]
pub(super) async fn live() -> Response {
    healthy()
}

/// Check that the server should receive requests.
#[utoipa::path(
    get, path = "/readyz", operation_id = "check_readiness", tag = "health",
    security(()),
    responses(
        (status = 200, description = "The store can be written, and the server is not stopping. The result may be a second old.", body = HealthBody),
        (status = 503, description = "`unavailable`: the store cannot be reached or written, or the server is stopping.", body = ErrorsBody, headers(("retry-after" = u64, description = "The time after which to retry, in seconds."))),
    ),
)]
pub(super) async fn ready(State(api): State<Arc<Api>>) -> Response {
    let checked = match &api.readiness {
        Some(readiness) => readiness.check().await,
        None => Ok(()),
    };
    match checked {
        Ok(()) => healthy(),
        Err(reason) => (Extension(QuietResponse), Problem::NotReady(reason)).into_response(),
    }
}

fn healthy() -> Response {
    (Extension(QuietResponse), Json(HealthBody::ok())).into_response()
}
