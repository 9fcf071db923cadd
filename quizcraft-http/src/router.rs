use std::sync::Arc;

use axum::Router;

use crate::api::Api;
use crate::problem::Problem;
use crate::route_name::MOUNT;
use crate::{layers, routes};

/// Returns the API as an axum router, with every route at the root and under `/quiz/v1`.
///
/// The router includes request ids, tracing, CORS, timeouts, body limits and panic handling.
pub fn router(api: Api) -> Router {
    router_with(api, Router::new())
}

/// Returns the API merged with additional routes, which get the same layers and error bodies.
///
/// # Panics
///
/// If `additional` contains a route of the API, or has a fallback.
pub fn router_with(api: Api, additional: Router) -> Router {
    let routes = routes::all().method_not_allowed_fallback(async || Problem::MethodNotAllowed);
    let router = Router::new().merge(routes.clone()).nest(MOUNT, routes);
    let limits = api.limits.clone();
    let router = router
        .fallback(async || Problem::NotFound)
        .with_state(Arc::new(api));
    layers::add_layers(router.merge(additional), &limits)
}
