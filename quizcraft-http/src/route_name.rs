use axum::extract::MatchedPath;
use http::{Method, Request};

/// The path where the API is mounted, in addition to the root.
pub(crate) const MOUNT: &str = "/quiz/v1";

/// Returns the name of the route that a request matched, such as `GET /games/{game}`, or `None` if it
/// matched no route.
///
/// The API's routes have the same name at the root and under `/quiz/v1`. In another router, the name
/// contains the whole path. The set of names is finite, so they are suitable as metric labels.
///
/// Call it in layers that are added by [`axum::Router::layer`]. In a layer around the whole service, the
/// route is not matched yet.
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

/// Returns a standard method, or `OTHER`, since clients may send any text.
pub(crate) fn method_name(method: &Method) -> &str {
    match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "TRACE"
        | "CONNECT") => known,
        _ => "OTHER",
    }
}
