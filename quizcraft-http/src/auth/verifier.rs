use std::fmt;
use std::sync::Arc;

use quizcraft_core::Timestamp;

use super::expected::Expected;
use super::jws::SignedJwt;
use super::{BearerToken, Claims, KeySource, Refusal, token_type};

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

    /// The claims of a token, if it is good at `now`.
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
