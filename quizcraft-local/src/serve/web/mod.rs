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

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use quizcraft_http::Problem;

use policy::Policy;
pub(super) use sign_in::WebSignIn;

const PAGE: &str = "index.html";

/// Returns the routes of the page, on which players sign in as `sign_in` says.
pub(super) fn routes(sign_in: WebSignIn) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/web/{*path}", get(asset))
        .route("/web.json", get(sign_in::describe))
        .with_state(sign_in)
        .merge(topics::routes())
}

/// Responds with the page. Its policy allows requests to the identity provider, so the provider's endpoints are
/// looked up before. If that fails, the page says so when it reads `/web.json`, and loads itself again.
async fn page(State(sign_in): State<WebSignIn>, headers: HeaderMap) -> Response {
    let endpoints = sign_in.endpoints().await.ok().flatten();
    let policy = endpoints.map_or_else(Policy::default, |endpoints| {
        Policy::with_connections_to(&endpoints.token_origin())
    });
    let page = assets::response(PAGE, &headers).ok_or(Problem::NotFound);
    (policy, page).into_response()
}

async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    if path == PAGE {
        return Err(Problem::NotFound);
    }
    let asset = assets::response(&path, &headers).ok_or(Problem::NotFound)?;
    Ok((Policy::default(), asset).into_response())
}
