use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use crate::problem::Problem;

/// How long a request may take at most, where that differs from one to the next: an extension of the
/// request. The API's own limit ([`Api::with_timeout`](crate::Api::with_timeout)) holds as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit(Duration);

impl TimeLimit {
    /// This long from when the router gets the request.
    #[must_use]
    pub const fn new(time: Duration) -> Self {
        Self(time)
    }
}

/// Answers in place of a handler that takes too long.
pub(crate) async fn in_time(
    State(limit): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let own = request.extensions().get::<TimeLimit>();
    let limit = own.map_or(limit, |own| own.0.min(limit));
    match timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::OutOfTime.into_response(),
    }
}
