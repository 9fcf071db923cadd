//! Who sends a request, or why it is refused.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::HeaderValue;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::BoxError;

use crate::TokenFault;

/// Knows which player sends a request.
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// Returns the player who sends this request.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if the request has no valid credentials, or its player cannot be determined.
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal>;
}

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
    /// The identity provider or its key set is unavailable.
    #[error("the identity provider does not answer")]
    Unavailable {
        /// Why, for the log.
        source: Arc<dyn StdError + Send + Sync>,
        /// When it may answer again, if it said so.
        retry_after: Option<Duration>,
    },
    /// Authentication failed for an internal reason.
    #[error("authentication failed")]
    Internal(#[source] Arc<dyn StdError + Send + Sync>),
}

/// The public code of a [`Refusal`], which clients match on.
///
/// The enum is exhaustive on purpose: a driving adapter that maps codes to statuses does not compile
/// until it maps a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalCode {
    /// `unauthenticated`: the request has no valid token.
    Unauthenticated,
    /// `email_not_verified`: the identity provider does not vouch for the email address.
    EmailNotVerified,
    /// `unavailable`: a retry may succeed.
    Unavailable,
    /// `internal`: the service has a fault.
    Internal,
}

impl RefusalCode {
    /// Returns the code as clients see it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::EmailNotVerified => "email_not_verified",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

impl Refusal {
    /// Returns the public code of this refusal.
    #[must_use]
    pub const fn code(&self) -> RefusalCode {
        match self {
            Self::NoToken | Self::InvalidToken(_) => RefusalCode::Unauthenticated,
            Self::EmailNotVerified => RefusalCode::EmailNotVerified,
            Self::Unavailable { .. } => RefusalCode::Unavailable,
            Self::Internal(_) => RefusalCode::Internal,
        }
    }

    /// The identity provider is unavailable for this reason; it may answer after `retry_after`,
    /// if it said so.
    #[must_use]
    pub fn unavailable(source: impl Into<BoxError>, retry_after: Option<Duration>) -> Self {
        Self::Unavailable {
            source: Arc::from(source.into()),
            retry_after,
        }
    }

    /// Returns what `WWW-Authenticate` says ([RFC 6750, section
    /// 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    #[must_use]
    pub fn challenge(&self) -> HeaderValue {
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
