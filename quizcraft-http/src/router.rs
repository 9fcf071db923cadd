use std::sync::Arc;

use axum::Router;

use crate::api::Api;
use crate::problem::Problem;
use crate::route_name::MOUNT;
use crate::{layers, routes};

/// Returns the API as an axum router: every route at the root, and once more under `/quiz/v1`.
///
/// Request ids, tracing, CORS, time-outs, limits on bodies and the answer to a panic come with it.
pub fn router(api: Api) -> Router {
    router_with(api, Router::new())
}

/// Returns the API together with routes of yours, which get the same layers and the one format for
/// errors.
///
/// # Panics
///
/// If one of your routes is one of the API's, or your router has a fallback of its own.
pub fn router_with(api: Api, yours: Router) -> Router {
    let routes = routes::all().method_not_allowed_fallback(async || Problem::MethodNotAllowed);
    let router = Router::new().merge(routes.clone()).nest(MOUNT, routes);
    let limits = api.limits.clone();
    let router = router
        .fallback(async || Problem::NotFound)
        .with_state(Arc::new(api));
    layers::around(router.merge(yours), &limits)
}
