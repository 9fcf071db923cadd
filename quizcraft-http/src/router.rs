use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::api::{Api, DocumentRoute};
use crate::description::Mounts;
use crate::problem::Problem;
use crate::route_name::MOUNT;
use crate::{document, layers, routes};

/// Returns the API as an axum router, with every route at the root and, unless
/// [`Api::with_mounts`] says otherwise, under `/quiz/v1`.
///
/// The router includes request ids, tracing, CORS, timeouts, body limits and panic handling.
///
/// ```
/// # use std::sync::Arc;
/// use axum::body::{Body, to_bytes};
/// use http::Request;
/// use quizcraft_http::{Api, router};
/// # use quizcraft_identity::{KeySet, PlayerIds, TokenAuthenticator, TokenVerifier};
/// # use quizcraft_memory::{Memory, SystemClock};
/// use tower::ServiceExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let verifier = TokenVerifier::new("https://id.example.org/", "quiz", Arc::new(KeySet::new([])));
/// # let players = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
/// # let api = Api::new(Memory::new().quiz(), Arc::new(players));
/// let app = router(api);
/// for path in ["/games", "/quiz/v1/games"] {
///     let response = app.clone().oneshot(Request::get(path).body(Body::empty())?).await?;
///     assert_eq!(response.status(), 401);
///     assert_eq!(response.headers()["www-authenticate"], "Bearer");
/// }
///
/// let unknown = app.oneshot(Request::get("/scores").body(Body::empty())?).await?;
/// let body = to_bytes(unknown.into_body(), 1000).await?;
/// assert_eq!(body, r#"{"errors":[{"code":"not_found","message":"route not found"}]}"#);
/// # Ok(())
/// # }
/// ```
pub fn router(api: Api) -> Router {
    router_with(api, Router::new())
}

/// Returns the API merged with additional routes, which get the same layers and error bodies.
///
/// # Panics
///
/// If `additional` contains a route of the API, or has a fallback.
///
/// # Examples
///
/// ```
/// # use std::sync::Arc;
/// use axum::Router;
/// use axum::body::Body;
/// use axum::routing::get;
/// use http::Request;
/// use quizcraft_http::{Api, router_with};
/// # use quizcraft_identity::{KeySet, PlayerIds, TokenAuthenticator, TokenVerifier};
/// # use quizcraft_memory::{Memory, SystemClock};
/// use tower::ServiceExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let keys = Arc::new(KeySet::from_jwks(r#"{"keys": []}"#)?);
/// # let verifier = TokenVerifier::new("https://id.example.org/", "quiz", keys);
/// # let players = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
/// # let api = Api::new(Memory::new().quiz(), Arc::new(players));
/// let app = router_with(api, Router::new().route("/health", get(async || "ok")));
///
/// let health = app.clone().oneshot(Request::get("/health").body(Body::empty())?).await?;
/// assert_eq!(health.status(), 200);
/// assert!(health.headers().contains_key("x-request-id"));
/// let games = app.oneshot(Request::get("/games").body(Body::empty())?).await?;
/// assert_eq!(games.status(), 401);
/// # Ok(())
/// # }
/// ```
pub fn router_with(api: Api, additional: Router) -> Router {
    let limits = api.limits.clone();
    let router = mounted(&api)
        .fallback(async || Problem::NotFound)
        .with_state(Arc::new(api));
    layers::add_layers(router.merge(additional), &limits)
}

/// Returns the routes of the API at its mounts.
fn mounted(api: &Api) -> Router<Arc<Api>> {
    let routes = match &api.readiness {
        Some(_) => routes::quiz().merge(routes::health()),
        None => routes::quiz(),
    };
    let routes = routes.method_not_allowed_fallback(async || Problem::MethodNotAllowed);
    let router = match api.description.mounts {
        Mounts::RootAndVersion1 => Router::new().merge(routes.clone()).nest(MOUNT, routes),
        Mounts::Root => routes,
    };
    match api.document_route {
        Some(DocumentRoute) => router.route("/openapi.json", get(document::serve)),
        None => router,
    }
}

/// Returns a router that answers every request with 503 `unavailable` and `Retry-After`, with the layers of
/// the API.
///
/// A server that has reached its limit of connections can serve it on further connections, and close them
/// after the response. The responses are not logged as failures.
///
/// ```
/// # use quizcraft_http::Api;
/// # fn app(api: Api) -> (axum::Router, axum::Router) {
/// let overloaded = quizcraft_http::overloaded_router(&api);
/// let app = quizcraft_http::router(api);
/// # (app, overloaded)
/// # }
/// ```
pub fn overloaded_router(api: &Api) -> Router {
    let router = Router::new().fallback(async || Problem::Overloaded);
    layers::add_layers(router, &api.limits)
}
