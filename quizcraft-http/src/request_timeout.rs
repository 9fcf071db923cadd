use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use tokio::time::{Instant, timeout_at};

/// The timeout of a single request, as an extension of the request. The API's timeout
/// ([`Api::with_timeout`](crate::Api::with_timeout)) applies as well; the shorter one counts.
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_http::RequestTimeout;
///
/// # let mut request = http::Request::new(());
/// request.extensions_mut().insert(RequestTimeout::new(Duration::from_secs(3)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTimeout(Duration);

impl RequestTimeout {
    /// Creates a timeout that starts when the router receives the request.
    #[must_use]
    pub const fn new(time: Duration) -> Self {
        Self(time)
    }
}

/// The deadline of everything that a request waits for. The router inserts it as an extension of the
/// request, for handlers and the [`Authenticator`](quizcraft_identity::Authenticator).
///
/// It is slightly earlier than the timeout of the request, which leaves time to report a call that timed out.
///
/// A handler of an additional route passes it to the quiz:
///
/// ```
/// use std::sync::Arc;
///
/// use axum::routing::get;
/// use axum::{Extension, Router};
/// use quizcraft_core::{PageLimit, PlayerId, Quiz};
/// use quizcraft_http::{Problem, RequestDeadline};
///
/// const DEMO: PlayerId = PlayerId::from_bytes([7; 32]);
///
/// async fn count(
///     Extension(quiz): Extension<Arc<Quiz>>,
///     Extension(deadline): Extension<RequestDeadline>,
/// ) -> Result<String, Problem> {
///     let quiz = quiz.until(deadline.instant());
///     let page = quiz.list(&DEMO, PageLimit::default(), None).await?;
///     Ok(page.games.len().to_string())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use axum::body::{Body, to_bytes};
/// # use http::Request;
/// # use quizcraft_http::{Api, router_with};
/// # use quizcraft_identity::{KeySet, PlayerIds, TokenAuthenticator, TokenVerifier};
/// # use quizcraft_memory::{Memory, SystemClock};
/// # use tower::ServiceExt;
/// # let verifier = TokenVerifier::new("https://id.example.org/", "quiz", Arc::new(KeySet::new([])));
/// # let players = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
/// # let quiz = Memory::new().quiz();
/// # let api = Api::new(quiz.clone(), Arc::new(players));
/// let additional = Router::new().route("/count", get(count)).layer(Extension(Arc::new(quiz)));
/// let app = router_with(api, additional);
/// let response = app.oneshot(Request::get("/count").body(Body::empty())?).await?;
/// assert_eq!(to_bytes(response.into_body(), 10).await?, "0");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestDeadline(Instant);

/// The maximum time between the deadline and the timeout of a request. It is used to build the response.
const RESERVE: Duration = Duration::from_millis(100);

impl RequestDeadline {
    /// Returns the deadline of a request with the timeout `limit`, or `None` if it overflows `Instant`.
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

/// When a request began, and when it times out.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    began: Instant,
    /// `None` if it overflows `Instant`.
    end: Option<Instant>,
}

impl Time {
    /// Starts the timeout of a request, which is at most `limit`, and inserts its [`RequestDeadline`].
    pub(crate) fn of(request: &mut Request, limit: Duration) -> Self {
        let extensions = request.extensions_mut();
        let own = extensions.get::<RequestTimeout>();
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

    /// Returns the time since the request began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns the time until the timeout, if there is one.
    pub(crate) fn remaining(&self) -> Option<Duration> {
        let end = self.end?;
        Some(end.saturating_duration_since(Instant::now()))
    }
}

/// Awaits a response until the timeout, and returns `None` then. This aborts waits that do not observe the
/// deadline, such as reading a body.
pub(crate) async fn with_timeout(
    response: impl Future<Output = Response>,
    time: &Time,
) -> Option<Response> {
    match time.end {
        Some(end) => timeout_at(end, response).await.ok(),
        None => Some(response.await),
    }
}
