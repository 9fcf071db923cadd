use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use quizcraft_core::{Correlation, Quiz};

use crate::api::Api;
use crate::request_timeout::RequestDeadline;

/// Extracts the quiz with the deadline and the correlation of this request.
pub(crate) struct RequestQuiz(pub(crate) Quiz);

impl FromRequestParts<Arc<Api>> for RequestQuiz {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Infallible> {
        let deadline = parts.extensions.get::<RequestDeadline>();
        let quiz = match deadline {
            Some(deadline) => api.quiz.until(deadline.instant()),
            None => api.quiz.clone(),
        };
        let correlation = parts.extensions.get::<Correlation>();
        Ok(Self(quiz.with_correlation(
            correlation.copied().unwrap_or_default(),
        )))
    }
}
