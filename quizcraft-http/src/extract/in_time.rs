use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use quizcraft_core::Quiz;

use crate::api::Api;
use crate::time_limit::RequestDeadline;

/// The quiz for one request: it waits for no gateway longer than the request may take.
pub(crate) struct InTime(pub(crate) Quiz);

impl FromRequestParts<Arc<Api>> for InTime {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Infallible> {
        let deadline = parts.extensions.get::<RequestDeadline>();
        Ok(Self(match deadline {
            Some(deadline) => api.quiz.until(deadline.instant()),
            None => api.quiz.clone(),
        }))
    }
}
