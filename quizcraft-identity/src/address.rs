//! The way from verified claims to the player's email address.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::verify::Claims;
use crate::{BearerToken, Email, Refusal};

/// Tells the verified email address of the holder of a verified token, where the token's own
/// claims do not.
#[async_trait]
pub trait Identities: Send + Sync {
    /// Returns the address that the identity provider vouches for.
    ///
    /// # Errors
    ///
    /// [`Refusal::EmailNotVerified`] if there is none or it is not vouched for,
    /// [`Refusal::InvalidToken`] if the provider refuses the token after all, and
    /// [`Refusal::Unavailable`] if it does not answer.
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal>;
}

/// The names of the two claims that tell a player's email address, and whether the provider
/// vouches for it.
///
/// They are `email` and `email_verified`
/// ([OpenID Connect, 5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)),
/// unless the provider wants claims of one's own to be in a namespace.
#[derive(Clone, Debug)]
pub struct EmailClaims {
    address: Arc<str>,
    verified: Arc<str>,
}

impl EmailClaims {
    /// Creates the claims of these names.
    #[must_use]
    pub fn new(address: &str, verified: &str) -> Self {
        Self {
            address: address.into(),
            verified: verified.into(),
        }
    }

    /// Returns the address among these claims, if the provider vouches for it; nothing, if one of
    /// the two claims is not there.
    pub(super) fn find<'a>(
        &self,
        claim: impl Fn(&str) -> Option<&'a Value>,
    ) -> Option<Result<Email, Refusal>> {
        let there = |name| claim(name).filter(|value| !value.is_null());
        let (address, verified) = (there(&self.address)?, there(&self.verified)?);
        let address = address.as_str().filter(|_| is_true(verified));
        let email = address.and_then(|address| Email::new(address).ok());
        Some(email.ok_or(Refusal::EmailNotVerified))
    }
}

impl Default for EmailClaims {
    fn default() -> Self {
        Self::new("email", "email_verified")
    }
}

/// Some providers send the string `"true"`. Nothing else counts as true.
fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_str() == Some("true")
}
