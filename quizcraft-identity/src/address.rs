//! The player's email address: from verified claims, or from the identity provider.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::verify::Claims;
use crate::{BearerToken, Email, Refusal};

/// Looks up the verified email address of a token's subject, if the token's claims do not contain it.
///
/// A directory of users that knows each subject's address:
///
/// ```
/// use std::collections::HashMap;
///
/// use async_trait::async_trait;
/// use quizcraft_identity::{BearerToken, Claims, Email, Identities, Refusal};
///
/// struct Directory(HashMap<String, Email>);
///
/// #[async_trait]
/// impl Identities for Directory {
///     async fn email(&self, _: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
///         self.0.get(claims.subject()).cloned().ok_or(Refusal::EmailNotVerified)
///     }
/// }
///
/// # use quizcraft_core::Timestamp;
/// # use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier};
/// # quizcraft_contract::block_on(async {
/// # let verifier = ApiGatewayVerifier::new("https://id.example.org/", "quiz");
/// # let claims = |subject| -> Result<Claims, Box<dyn std::error::Error>> {
/// #     let mut request = http::Request::new(());
/// #     let (issuer, audience) = (("iss", "https://id.example.org/"), ("aud", "quiz"));
/// #     let verified = [issuer, audience, ("sub", subject), ("exp", "100")];
/// #     request.extensions_mut().insert(ApiGatewayClaims::from_iter(verified));
/// #     Ok(verifier.verify(&request.into_parts().0, Timestamp::from_secs(0))?)
/// # };
/// let directory = Directory(HashMap::from([("ada".to_owned(), Email::new("ada@example.org")?)]));
/// let token = BearerToken::new("abc.def.ghi")?;
/// assert!(directory.email(&token, &claims("ada")?).await.is_ok());
/// let unknown = directory.email(&token, &claims("eve")?).await;
/// assert!(matches!(unknown, Err(Refusal::EmailNotVerified)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait Identities: Send + Sync {
    /// Returns the verified address of the subject of a verified token.
    ///
    /// # Errors
    ///
    /// - [`Refusal::EmailNotVerified`] if the identity provider has no verified address.
    /// - [`Refusal::InvalidToken`] if the identity provider rejects the token.
    /// - [`Refusal::Unavailable`] if the identity provider is unavailable.
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal>;
}

/// The names of the two claims that contain a player's email address, and whether it is verified.
///
/// The default is `email` and `email_verified`
/// ([OpenID Connect, 5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
/// Some providers require a namespace for custom claims of access tokens:
///
/// ```
/// use quizcraft_identity::EmailClaims;
///
/// let claims = EmailClaims::new("https://example.org/email", "https://example.org/email_verified");
/// # drop(claims);
/// ```
#[derive(Clone, Debug)]
pub struct EmailClaims {
    address: Arc<str>,
    verified: Arc<str>,
}

impl EmailClaims {
    /// Creates the pair of claim names.
    #[must_use]
    pub fn new(address: &str, verified: &str) -> Self {
        Self {
            address: address.into(),
            verified: verified.into(),
        }
    }

    /// Returns the verified address in these claims, or an error if it is not verified. Returns
    /// `None` if one of the two claims is absent or null.
    pub(super) fn find<'a>(
        &self,
        claim: impl Fn(&str) -> Option<&'a Value>,
    ) -> Option<Result<Email, Refusal>> {
        let present = |name| claim(name).filter(|value| !value.is_null());
        let (address, verified) = (present(&self.address)?, present(&self.verified)?);
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

/// Returns whether a claim is `true`, or the string `"true"`, which some providers send.
fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_str() == Some("true")
}
