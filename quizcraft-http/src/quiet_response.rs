/// Marks a response whose log line has the level DEBUG instead of INFO, as an extension of the response.
/// Health probes would fill the log otherwise.
///
/// ```
/// use axum::{Extension, Router, routing::get};
/// use quizcraft_http::QuietResponse;
///
/// let routes: Router =
///     Router::new().route("/health", get(async || (Extension(QuietResponse), "ok")));
/// # drop(routes);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct QuietResponse;
