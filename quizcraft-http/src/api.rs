use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Quiz;
use quizcraft_identity::Authenticator;
use utoipa::openapi::security::SecurityScheme;

use crate::description::{Description, Mounts, SchemeName};
use crate::limits::{Limits, MAX_BODY_BYTES};
use crate::origin::Origin;
use crate::readiness::Readiness;

/// The configuration of the router: a quiz, an authenticator, and limits.
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
    pub(crate) description: Description,
    pub(crate) document_route: Option<DocumentRoute>,
    pub(crate) readiness: Option<Arc<Readiness>>,
}

/// The API serves its OpenAPI document.
#[derive(Clone, Copy)]
pub(crate) struct DocumentRoute;

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
            description: Description::default(),
            document_route: None,
            readiness: None,
        }
    }

    /// Selects the paths where the router serves the API.
    ///
    /// ```
    /// # fn app(api: quizcraft_http::Api) -> axum::Router {
    /// use quizcraft_http::Mounts;
    ///
    /// // Serves /trivia/games, and not /trivia/quiz/v1/games.
    /// axum::Router::new().nest("/trivia", quizcraft_http::router(api.with_mounts(Mounts::Root)))
    /// # }
    /// ```
    #[must_use]
    pub fn with_mounts(mut self, mounts: Mounts) -> Self {
        self.description.mounts = mounts;
        self
    }

    /// Names the security scheme of the authenticator in the OpenAPI document, instead of the scheme
    /// `bearer`, a JWT.
    ///
    /// ```
    /// # fn with_api_keys(api: quizcraft_http::Api) -> quizcraft_http::Api {
    /// use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
    ///
    /// let header = ApiKey::Header(ApiKeyValue::new("x-api-key"));
    /// api.with_security_scheme("api_key", SecurityScheme::ApiKey(header))
    /// # }
    /// ```
    #[must_use]
    pub fn with_security_scheme(mut self, name: impl Into<String>, scheme: SecurityScheme) -> Self {
        self.description.scheme = Some((SchemeName(name.into()), scheme));
        self
    }

    /// Serves the OpenAPI document at `/openapi.json` beside the routes of the API, without
    /// authentication. Its servers are the paths where the application nests the router.
    #[must_use]
    pub fn with_openapi_route(mut self) -> Self {
        self.document_route = Some(DocumentRoute);
        self
    }

    /// Adds the routes `GET /livez` and `GET /readyz` for health probes, which require no token. `/livez`
    /// responds as long as the server runs. `/readyz` responds with 503 while the server is not
    /// [ready](Readiness). Both responses contain the version of QuizCraft.
    ///
    /// ```
    /// # use quizcraft_http::Api;
    /// use std::sync::Arc;
    ///
    /// use quizcraft_http::Readiness;
    /// use quizcraft_memory::Memory;
    ///
    /// # fn configured(api: Api, memory: &Memory) -> Api {
    /// let readiness = Arc::new(Readiness::new(memory.games()));
    /// let api = api.with_readiness(Arc::clone(&readiness));
    /// // When the server begins to stop: `readiness.stop()`.
    /// # api
    /// # }
    /// ```
    #[must_use]
    pub fn with_readiness(mut self, readiness: Arc<Readiness>) -> Self {
        self.readiness = Some(readiness);
        self
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
