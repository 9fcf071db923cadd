use async_trait::async_trait;
use quizcraft_core::Email;

use super::{BearerToken, Claims, Refusal};

/// Tells the verified email address of whoever holds a verified token, where the token's own
/// claims do not.
#[async_trait]
pub trait Identities: Send + Sync {
    /// The address that the identity provider vouches for.
    ///
    /// # Errors
    ///
    /// [`Refusal::EmailNotVerified`] if there is none or it is not vouched for,
    /// [`Refusal::InvalidToken`] if the provider refuses the token after all, and
    /// [`Refusal::Unavailable`] if it does not answer.
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal>;
}
