use std::fmt;
use std::sync::Arc;

use quizcraft_core::Timestamp;

use super::jws::SignedJwt;
use super::{BearerToken, Claims, KeySource, Refusal, TokenFault};

/// Verifies tokens that one issuer issues for one audience.
///
/// It goes by [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725): the algorithm is bound to the
/// key, the issuer and the audience are compared to the letter, `sub` and `exp` are required,
/// critical extensions are refused, and keys that a token brings along are not looked at.
#[derive(Clone)]
pub struct TokenVerifier {
    issuer: String,
    audience: String,
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
            issuer: issuer.into(),
            audience: audience.into(),
            keys,
        }
    }

    /// The claims of a token, if it is good at `now`.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidToken`] with the first fault that is found, the signature before anything
    /// that it signs; [`Refusal::Unavailable`] if the key that the token needs can't be learned.
    pub async fn verify(&self, token: &BearerToken, now: Timestamp) -> Result<Claims, Refusal> {
        let token = SignedJwt::read(token.expose())?;
        if !token.media_type().is_none_or(is_access_token) {
            return Err(TokenFault::Type.into());
        }
        let claims = Claims::read(token.claims(&*self.keys).await?)?;
        claims.check_issuer(&self.issuer)?;
        claims.check_audience("aud", &self.audience)?;
        claims.check_time(now)?;
        Ok(claims)
    }
}

/// Shows whose tokens it verifies, and for whom.
impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenVerifier({:?}, {:?})", self.issuer, self.audience)
    }
}

/// Whether a token of this type may be an access token: what it is called in general, or by
/// [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068#section-2.1). A token that says to be anything
/// else (that somebody signed out, say) was not made to let anybody in.
fn is_access_token(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    let subtype = lower.strip_prefix("application/").unwrap_or(&lower);
    matches!(subtype, "jwt" | "at+jwt")
}
