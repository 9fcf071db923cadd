use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use quizcraft_core::gateway::BoxError;

use super::TokenFault;

/// Why a request is not let in.
///
/// It can be cloned, since many requests may wait for the answer to one question.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It has no bearer token.
    #[error("a bearer token is needed")]
    NoToken,
    /// It has one that is not good here.
    #[error("the token is not valid: {0}")]
    InvalidToken(TokenFault),
    /// The identity provider does not vouch for the player's email address.
    #[error("the email address is not verified")]
    EmailNotVerified,
    /// Whoever could tell does not answer now.
    #[error("the identity provider does not answer")]
    Unavailable {
        /// Why, for the log.
        source: Arc<dyn StdError + Send + Sync>,
        /// When it may answer again, if it said so.
        retry_after: Option<Duration>,
    },
    /// Something is wrong with whoever could tell.
    #[error("nobody can tell whose the token is")]
    Internal(#[source] Arc<dyn StdError + Send + Sync>),
}

impl Refusal {
    /// Whoever could tell does not answer now, for this reason; it may again after `retry_after`,
    /// if it said so.
    #[must_use]
    pub fn unavailable(source: impl Into<BoxError>, retry_after: Option<Duration>) -> Self {
        Self::Unavailable {
            source: Arc::from(source.into()),
            retry_after,
        }
    }

    /// What `WWW-Authenticate` says ([RFC 6750, section 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    pub(crate) fn challenge(&self) -> HeaderValue {
        const BARE: HeaderValue = HeaderValue::from_static("Bearer");
        let Self::InvalidToken(fault) = self else {
            return BARE;
        };
        let challenge = format!(r#"Bearer error="invalid_token", error_description="{fault}""#);
        HeaderValue::try_from(challenge).unwrap_or(BARE)
    }
}

impl From<TokenFault> for Refusal {
    fn from(fault: TokenFault) -> Self {
        Self::InvalidToken(fault)
    }
}
