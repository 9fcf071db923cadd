use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::join_all;
use quizcraft_http::Api;
use quizcraft_identity::Authenticator;
use quizcraft_memory::Memory;

use super::{Answer, Call, oneshot};

/// The API with an authenticator.
pub(crate) fn guarded(authenticator: impl Authenticator + 'static) -> Router {
    quizcraft_http::router(Api::new(Memory::new().quiz(), Arc::new(authenticator)))
}

/// The API with an authenticator and a timeout.
pub(crate) fn hurried(authenticator: impl Authenticator + 'static, time: Duration) -> Router {
    let api = Api::new(Memory::new().quiz(), Arc::new(authenticator));
    quizcraft_http::router(api.with_timeout(time))
}

/// Lists games with this token.
pub(crate) async fn list(router: &Router, token: &str) -> Answer {
    oneshot(router, Call::get("/games").by(token)).await
}

/// Lists games with all of these tokens concurrently.
pub(crate) async fn list_all(router: &Router, tokens: &[String]) -> Vec<Answer> {
    join_all(tokens.iter().map(|token| list(router, token))).await
}

impl Answer {
    /// Checks that the token is rejected with this description.
    #[track_caller]
    pub(crate) fn expect_refused(&self, description: &str) {
        self.expect_error(401, "unauthenticated");
        let challenge =
            format!(r#"Bearer error="invalid_token", error_description="{description}""#);
        assert_eq!(self.header("www-authenticate"), Some(challenge.as_str()));
    }

    /// Checks that the response is a 503 with `Retry-After`, so that no client signs its player out.
    #[track_caller]
    pub(crate) fn expect_unavailable(&self, retry_after: &str) {
        self.expect_error(503, "unavailable");
        assert_eq!(self.header("retry-after"), Some(retry_after));
        assert_eq!(self.header("www-authenticate"), None);
        assert!(!format!("{self:?}").contains("secret"), "{self:?}");
    }
}
