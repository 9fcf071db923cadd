use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::task_local;
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

    /// How long the request that is being answered may still take; nothing, where none is. It is known in
    /// the task that answers it, and has to be told to tasks that are spawned there.
    ///
    /// For gateways that do what an answer can do without, such as sending work once a game is stored:
    /// that must not take the time in which the answer is given.
    #[must_use]
    pub fn left() -> Option<Duration> {
        let end = END.try_get().ok()?;
        Some(end?.saturating_duration_since(Instant::now()))
    }
}

task_local! {
    /// When the request has to be answered; never, if that is further off than can be told.
    static END: Option<Instant>;
}

/// Answers in place of a handler that takes too long.
pub(crate) async fn in_time(
    State(limit): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let own = request.extensions().get::<TimeLimit>();
    let limit = own.map_or(limit, |own| own.0.min(limit));
    let answer = END.scope(Instant::now().checked_add(limit), next.run(request));
    match timeout(limit, answer).await {
        Ok(response) => response,
        Err(_) => Problem::OutOfTime.into_response(),
    }
}
