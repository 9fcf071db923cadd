use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::PlayerId;

use super::Refusal;

/// Knows which player sends a request.
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// The player who sends this request.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if it is nobody's, or nobody can tell whose.
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal>;
}
