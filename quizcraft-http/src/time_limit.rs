use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout};
use tower::Service;

use crate::layers::BoxedAnswer;
use crate::panics::unless_it_panics;
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

/// When everything that a request waits for has to end: an extension of every request that a handler
/// or an [`Authenticator`](crate::Authenticator) gets.
///
/// It is a moment before the request is cut off, so that there is time to say what ran out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestDeadline(Instant);

/// How long before the end of a request's time its deadline is, at most: what that leaves is for
/// putting the answer together.
const RESERVE: Duration = Duration::from_millis(100);

impl RequestDeadline {
    /// The deadline of a request that begins now and is cut off after `limit`; none, if that is
    /// further off than can be told.
    fn of(limit: Duration) -> Option<Self> {
        let reserve = RESERVE.min(limit.checked_div(10).unwrap_or_default());
        let deadline = Instant::now().checked_add(limit.saturating_sub(reserve))?;
        Some(Self(deadline))
    }

    /// The deadline, for [`Quiz::until`](quizcraft_core::Quiz::until) and for gateways.
    #[must_use]
    pub fn instant(self) -> std::time::Instant {
        self.0.into_std()
    }
}

/// How long this request may take: no longer than the API allows any request.
pub(crate) fn limit_of(request: &Request, limit: Duration) -> Duration {
    let own = request.extensions().get::<TimeLimit>();
    own.map_or(limit, |own| own.0.min(limit))
}

/// Answers in place of a handler that takes too long or panics. What waits for something else than
/// gateways, such as the rest of a body, is cut off here.
#[derive(Clone)]
pub(crate) struct InTime<S> {
    inner: S,
    limit: Duration,
}

impl<S> InTime<S> {
    pub(crate) const fn new(inner: S, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<S, B> Service<Request> for InTime<S>
where
    S: Service<Request, Response = Response<B>, Error = Infallible>,
    S::Future: Send + 'static,
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxedAnswer;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> BoxedAnswer {
        let limit = limit_of(&request, self.limit);
        if let Some(deadline) = RequestDeadline::of(limit) {
            request.extensions_mut().insert(deadline);
        }
        let answer = unless_it_panics(self.inner.call(request));
        Box::pin(async move {
            Ok(match timeout(limit, answer).await {
                Ok(answer) => answer,
                Err(_) => Problem::OutOfTime.into_response(),
            })
        })
    }
}
