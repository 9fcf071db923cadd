use axum::extract::MatchedPath;
use http::{Method, Request};

/// Where the API is mounted besides the root.
pub(crate) const MOUNT: &str = "/quiz/v1";

/// Returns what the route is called that a request takes, such as `GET /games/{game}`; nothing, if
/// it takes none.
///
/// The API's routes are called the same at the root and under `/quiz/v1`; below a router of yours, they
/// are called by the whole of their paths. Clients cannot invent names, so that there
/// may be a series of metrics for each. It is known to layers that [`axum::Router::layer`] adds; around a
/// whole service, nothing is matched yet.
///
/// ```
/// use axum::extract::Request;
/// use axum::middleware::{self, Next};
/// use axum::response::Response;
///
/// async fn count(request: Request, next: Next) -> Response {
///     let name = quizcraft_http::route_name(&request);
///     // counters.entry(name)…
/// #   drop(name);
///     next.run(request).await
/// }
/// # let router: axum::Router = axum::Router::new();
/// let counted = router.layer(middleware::from_fn(count));
/// # drop(counted);
/// ```
pub fn route_name<B>(request: &Request<B>) -> Option<String> {
    let path = request.extensions().get::<MatchedPath>()?.as_str();
    let path = match path.strip_prefix(MOUNT) {
        Some(below) if below.starts_with('/') => below,
        _ => path,
    };
    Some(format!("{} {path}", method_name(request.method())))
}

/// Returns a method, unless its sender made it up.
pub(crate) fn method_name(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "TRACE"
        | "CONNECT") => known,
        _ => "OTHER",
    }
}
