use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Quiz;

use quizcraft_identity::Authenticator;

use crate::limits::{Limits, MAX_BODY_BYTES};
use crate::origin::Origin;

/// The configuration of the router: a quiz, an authenticator of its players, and limits.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use quizcraft_http::Api;
/// use quizcraft_identity::{PlayerIds, Provider};
/// use quizcraft_memory::{Memory, SystemClock};
///
/// let provider = Provider::new("https://id.example.org/")?;
/// let audience = "https://quiz.example.org";
/// let players = provider.authenticator(audience, PlayerIds::unkeyed(), Arc::new(SystemClock));
/// let api = Api::new(Memory::new().quiz(), Arc::new(players))
///     .with_cors_origin("https://quiz.example.org".parse()?)
///     .with_timeout(Duration::from_secs(5));
/// # drop(api);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Api {
    pub(crate) quiz: Quiz,
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) limits: Limits,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

impl Api {
    /// The maximum size of a request body, in bytes.
    pub const MAX_BODY_BYTES: usize = MAX_BODY_BYTES;
    /// The default timeout of a request.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Creates an API that serves `quiz` to the players that `authenticator` authenticates.
    #[must_use]
    pub fn new(quiz: Quiz, authenticator: Arc<dyn Authenticator>) -> Self {
        let limits = Limits {
            time: Self::DEFAULT_TIMEOUT,
            cors_origin: None,
        };
        Self {
            quiz,
            authenticator,
            limits,
        }
    }

    /// Allows pages of an origin to call the API (CORS). Without this, responses have no CORS headers;
    /// use that if a proxy in front of the API adds them.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// use axum::body::Body;
    /// use http::Request;
    /// use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};
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
    /// let app = router(api.with_cors_origin("https://quiz.example.org".parse()?));
    /// let from = |origin| Request::get("/games").header(ORIGIN, origin).body(Body::empty());
    ///
    /// let allowed = app.clone().oneshot(from("https://quiz.example.org")?).await?;
    /// assert_eq!(allowed.headers()[ACCESS_CONTROL_ALLOW_ORIGIN], "https://quiz.example.org");
    /// let other = app.oneshot(from("https://evil.example.org")?).await?;
    /// assert!(!other.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_cors_origin(mut self, origin: Origin) -> Self {
        self.limits.cors_origin = Some(origin);
        self
    }

    /// Sets the timeout of a request, after which the response is 503, or 408 if the body of the request has
    /// not arrived by then.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// use std::time::Duration;
    ///
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
    /// # let verifier = TokenVerifier::new("https://id.example.org/", "quiz", Arc::new(KeySet::new([])));
    /// # let players = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
    /// # let api = Api::new(Memory::new().quiz(), Arc::new(players));
    /// let stuck = Router::new().route("/stuck", get(std::future::pending::<()>));
    /// let app = router_with(api.with_timeout(Duration::from_millis(10)), stuck);
    ///
    /// let response = app.oneshot(Request::get("/stuck").body(Body::empty())?).await?;
    /// assert_eq!(response.status(), 503);
    /// assert_eq!(response.headers()["retry-after"], "2");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.limits.time = timeout;
        self
    }
}
