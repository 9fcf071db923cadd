use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use quizcraft_core::Quiz;

use crate::origin::Origin;
use crate::problem::Problem;
use crate::route_name::MOUNT;
use crate::{layers, routes};
use quizcraft_identity::Authenticator;

/// What the router serves: a quiz, whose players an authenticator knows.
#[derive(Clone)]
pub struct Api {
    pub(crate) quiz: Quiz,
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) limits: Limits,
}

/// What bounds a request, and who may send one from a browser.
#[derive(Clone)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) cors_origin: Option<Origin>,
}

impl Api {
    /// The greatest size of a request's body, in bytes.
    pub const MAX_BODY_BYTES: usize = 64 * 1024;
    /// How long a request may take, unless said otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Serves this quiz to the players that the authenticator vouches for.
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

    /// Lets pages of this origin call the API. Without it no other origin may, and no request is
    /// answered for CORS: right where something in front does that.
    #[must_use]
    pub fn with_cors_origin(mut self, origin: Origin) -> Self {
        self.limits.cors_origin = Some(origin);
        self
    }

    /// Gives a request so much time before it is answered with 503.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.limits.time = timeout;
        self
    }
}

/// The API as an axum router: every route at the root, and once more under `/quiz/v1`.
///
/// Request ids, tracing, CORS, time-outs, limits on bodies and the answer to a panic come with it.
pub fn router(api: Api) -> Router {
    router_with(api, Router::new())
}

/// The API together with routes of yours, which get the same layers and the one format for errors.
///
/// # Panics
///
/// If one of your routes is one of the API's, or your router has a fallback of its own.
pub fn router_with(api: Api, yours: Router) -> Router {
    let routes = routes::all().method_not_allowed_fallback(async || Problem::MethodNotAllowed);
    let router = Router::new().merge(routes.clone()).nest(MOUNT, routes);
    let limits = api.limits.clone();
    let router = router
        .fallback(async || Problem::NotFound)
        .with_state(Arc::new(api));
    layers::around(router.merge(yours), &limits)
}
