//! The routes, and what each of them documents.

mod answers;
mod games;
mod questions;

use axum::Router;
use axum::routing::{get, post};
use utoipa::OpenApi;

use crate::Api;

/// Every route of the API, relative to where it is mounted.
pub(crate) fn all() -> Router<Api> {
    Router::new()
        .route("/games", get(games::list).post(games::start))
        .route("/games/{game}", get(games::view))
        .route("/games/{game}/questions", get(questions::list))
        .route("/games/{game}/questions/ask", post(questions::ask))
        .route("/games/{game}/questions/answer", post(questions::answer))
        .route("/games/{game}/questions/{question}", get(questions::view))
}

/// What the handlers document: made apart from the routes, since every start of a server would wait
/// for it. A test holds the two together.
#[derive(OpenApi)]
#[openapi(paths(
    games::list,
    games::start,
    games::view,
    questions::list,
    questions::ask,
    questions::answer,
    questions::view,
))]
pub(crate) struct Documented;
