//! The routes, and what each of them documents.

mod answers;
mod games;
mod questions;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;

/// Every route of the API, relative to where it is mounted.
pub(crate) fn all() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(games::list, games::start))
        .routes(routes!(games::view))
        .routes(routes!(questions::list))
        .routes(routes!(questions::ask))
        .routes(routes!(questions::answer))
        .routes(routes!(questions::view))
}
