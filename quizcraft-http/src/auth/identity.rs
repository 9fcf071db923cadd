use async_trait::async_trait;
use quizcraft_core::Email;
use serde_json::Value;

use super::{BearerToken, Claims, Refusal};

/// Tells the verified email address of whoever holds a verified token.
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

/// Goes by the claims `email` and `email_verified` of the token itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimedEmail;

#[async_trait]
impl Identities for ClaimedEmail {
    async fn email(&self, _: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
        let verified = claims.get("email_verified").is_some_and(is_true);
        let email = claims
            .get("email")
            .and_then(Value::as_str)
            .filter(|_| verified);
        email
            .and_then(|email| Email::new(email).ok())
            .ok_or(Refusal::EmailNotVerified)
    }
}

/// Some providers send the string `"true"`. Nothing else counts as true.
fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_str() == Some("true")
}
