//! Verification: from a bearer token to its claims.

pub(crate) mod claims;
mod jwk;
pub(crate) mod jws;
mod keys;
pub(crate) mod token_type;

use std::fmt;
use std::sync::Arc;

use quizcraft_core::Timestamp;

use crate::{BearerToken, Refusal, TokenFault};
use jws::SignedJwt;

pub use claims::Claims;
pub use jwk::{KeyFault, UnusableKey};
pub use keys::{InvalidKeySet, KeySet, KeySource, VerificationKey};

/// Verifies tokens that one issuer issues for one audience.
///
/// It goes by [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725): the algorithm is bound to the
/// key, the issuer and the audience are compared to the letter, `sub` and `exp` are required,
/// critical extensions are refused, and keys that a token brings along are not looked at. The
/// audience is `aud`, or `client_id` where a token has no `aud`. A token that says to be anything
/// else than an access token is refused.
#[derive(Clone)]
pub struct TokenVerifier {
    expected: Expected,
    keys: Arc<dyn KeySource>,
}

impl TokenVerifier {
    /// Verifies with keys from there what `issuer` issues for `audience`.
    #[must_use]
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        keys: Arc<dyn KeySource>,
    ) -> Self {
        Self {
            expected: Expected::new(issuer, audience),
            keys,
        }
    }

    /// Returns the claims of a token, if it is good at `now`.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidToken`] with the first fault that is found, the signature before anything
    /// that it signs; [`Refusal::Unavailable`] if the key that the token needs can't be learned.
    pub async fn verify(&self, token: &BearerToken, now: Timestamp) -> Result<Claims, Refusal> {
        let token = SignedJwt::read(token.expose())?;
        token_type::check_media_type(token.media_type())?;
        let claims = Claims::read(token.claims(&*self.keys).await?)?;
        self.expected.check(&claims, now)?;
        Ok(claims)
    }
}

/// Shows whose tokens it verifies, and for whom.
impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (issuer, audience) = (self.expected.issuer(), self.expected.audience());
        write!(f, "TokenVerifier({issuer:?}, {audience:?})")
    }
}

/// Who issues the tokens that are good here, and for whom.
///
/// These are the rules for claims, and the same for both ways in: whether this service or a gateway
/// in front of it has verified the signature.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    issuer: String,
    audience: String,
}

impl Expected {
    pub(crate) fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
        }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(crate) fn audience(&self) -> &str {
        &self.audience
    }

    /// Checks the claims of a token whose signature fits.
    ///
    /// # Errors
    ///
    /// The first fault: the issuer, then what the token is, for whom, and when.
    pub(crate) fn check(&self, claims: &Claims, now: Timestamp) -> Result<(), TokenFault> {
        claims.check_issuer(&self.issuer)?;
        token_type::check_claims(claims)?;
        claims.check_audience(&self.audience)?;
        claims.check_time(now)
    }
}
