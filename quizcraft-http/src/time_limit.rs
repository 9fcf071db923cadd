use std::time::Duration;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout_at};

use crate::problem::Problem;

/// How long a request may take at most, where that differs from one to the next: an extension of the
/// request. The API's own limit ([`Api::with_timeout`](crate::Api::with_timeout)) holds as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit(Duration);

impl TimeLimit {
    /// Creates this long from when the router gets the request.
    #[must_use]
    pub const fn new(time: Duration) -> Self {
        Self(time)
    }
}

/// When everything that a request waits for has to end: an extension of every request that a handler
/// or an [`Authenticator`](quizcraft_identity::Authenticator) gets.
///
/// It is a moment before the request is cut off, so that there is time to say what ran out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestDeadline(Instant);

/// How long before the end of a request's time its deadline is, at most: what that leaves is for
/// putting the answer together.
const RESERVE: Duration = Duration::from_millis(100);

impl RequestDeadline {
    /// Returns the deadline of a request that began then and is cut off after `limit`; none, if
    /// that is further off than can be told.
    fn of(began: Instant, limit: Duration) -> Option<Self> {
        let reserve = RESERVE.min(limit.checked_div(10).unwrap_or_default());
        let deadline = began.checked_add(limit.saturating_sub(reserve))?;
        Some(Self(deadline))
    }

    /// Returns the deadline, for [`Quiz::until`](quizcraft_core::Quiz::until) and for gateways.
    #[must_use]
    pub fn instant(self) -> std::time::Instant {
        self.0.into_std()
    }
}

/// The time of one request: when it began, and when it is cut off.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    began: Instant,
    /// None, if that is further off than can be told.
    end: Option<Instant>,
}

impl Time {
    /// Begins the time of a request, no longer than the API allows any request, and tells the request
    /// its deadline.
    pub(crate) fn of(request: &mut Request, limit: Duration) -> Self {
        let extensions = request.extensions_mut();
        let own = extensions.get::<TimeLimit>();
        let limit = own.map_or(limit, |own| own.0.min(limit));
        let began = Instant::now();
        if let Some(deadline) = RequestDeadline::of(began, limit) {
            extensions.insert(deadline);
        }
        Self {
            began,
            end: began.checked_add(limit),
        }
    }

    /// Returns how long ago it began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns how much of it is left, if it ends.
    pub(crate) fn left(&self) -> Option<Duration> {
        let end = self.end?;
        Some(end.saturating_duration_since(Instant::now()))
    }
}

/// Waits for an answer until the time is over, and answers in its place then. What waits for something
/// else than gateways, such as the rest of a body, is cut off here.
pub(crate) async fn in_time(answer: impl Future<Output = Response>, time: &Time) -> Response {
    let Some(end) = time.end else {
        return answer.await;
    };
    match timeout_at(end, answer).await {
        Ok(answer) => answer,
        Err(_) => Problem::OutOfTime.into_response(),
    }
}
