//! The page to play on, and what it loads.
//!
//! | path | content |
//! | --- | --- |
//! | `/` | the page |
//! | `/web/…` | its scripts, styles and icon |
//! | `/web.json` | how its players sign in |
//! | `/topics` | the topics of the embedded facts |
//!
//! All of it is compiled into the program, and needs no token.

mod assets;
mod policy;
mod sign_in;
mod topics;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use quizcraft_http::{Problem, QuietResponse};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

pub(super) use policy::Policy;
pub(super) use sign_in::{Registration, WebSignIn};

/// Returns the routes of the page, on which players sign in as `sign_in` says.
pub(super) fn routes(sign_in: WebSignIn) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/web/{*path}", get(asset))
        .route("/web.json", get(sign_in::describe))
        .with_state(sign_in)
        .merge(topics::routes())
        .layer(CompressionLayer::new().quality(CompressionLevel::Best))
}

/// Responds with the page. Its policy allows requests to the identity provider, so the provider's endpoints are
/// looked up before. If that fails, `/web.json` fails, too, until the provider is back. The browser loads the page again
/// after each sign-in, before the first such request.
async fn page(State(sign_in): State<WebSignIn>) -> Response {
    let endpoints = sign_in.endpoints().await.ok().flatten();
    let policy = endpoints.map_or_else(Policy::default, |endpoints| {
        Policy::with_connections_to(&endpoints.token_origin())
    });
    (policy, assets::page().ok_or(Problem::NotFound)).into_response()
}

async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let asset = assets::asset(&path, &headers).ok_or(Problem::NotFound)?;
    // A page loads many files, which would fill the log.
    Ok((Extension(QuietResponse), asset).into_response())
}
