//! The trait that authenticates requests, and its errors.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::HeaderValue;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::BoxError;

use crate::TokenFault;

/// Authenticates requests.
///
/// # Examples
///
/// An application with sessions of its own refuses in its own scheme:
///
/// ```
/// use std::collections::HashMap;
///
/// use async_trait::async_trait;
/// use http::HeaderValue;
/// use http::header::COOKIE;
/// use http::request::Parts;
/// use quizcraft_core::PlayerId;
/// use quizcraft_identity::{Authenticator, Refusal};
///
/// struct Sessions(HashMap<String, PlayerId>);
///
/// #[async_trait]
/// impl Authenticator for Sessions {
///     async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
///         let cookie = request.headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok());
///         let session = cookie.and_then(|cookie| cookie.strip_prefix("session="));
///         session.and_then(|id| self.0.get(id)).copied().ok_or_else(|| {
///             Refusal::unauthenticated(HeaderValue::from_static("Session"), "sign in first")
///         })
///     }
/// }
///
/// # quizcraft_contract::block_on(async {
/// let ada = PlayerId::from_bytes([7; 32]);
/// let sessions = Sessions(HashMap::from([("5f7c8ec7".to_owned(), ada)]));
/// let request = |cookie| http::Request::get("/games").header(COOKIE, cookie).body(());
/// let (known, _) = request("session=5f7c8ec7")?.into_parts();
/// assert_eq!(sessions.authenticate(&known).await?, ada);
/// let (unknown, _) = request("session=0")?.into_parts();
/// let refusal = sessions.authenticate(&unknown).await.unwrap_err();
/// assert_eq!(refusal.challenge(), "Session");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// Returns the player who sent this request.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if the request has no valid credentials, or its player cannot be determined.
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal>;
}

/// The reason why a request is rejected.
///
/// It is `Clone`, because several requests may wait for one look-up and share its error.
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_identity::{Refusal, RefusalCode, TokenFault};
///
/// let expired = Refusal::from(TokenFault::Expired);
/// assert_eq!(expired.code(), RefusalCode::Unauthenticated);
/// assert_eq!(expired.to_string(), "invalid token: the token is expired");
///
/// // A client signs its user out when it is unauthenticated, so an outage has another code.
/// let outage = Refusal::unavailable("connection refused", Some(Duration::from_secs(30)));
/// assert_eq!(outage.code().as_str(), "unavailable");
/// assert_eq!(outage.to_string(), "the identity provider is unavailable", "without the cause");
/// ```
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The request has no bearer token.
    #[error("missing bearer token in the header Authorization")]
    NoToken,
    /// The request's bearer token is invalid.
    #[error("invalid token: {0}")]
    InvalidToken(TokenFault),
    /// The identity provider has no verified email address of the player.
    #[error("the email address is not verified")]
    EmailNotVerified,
    /// The request has no valid credentials of the application's own scheme. Created by
    /// [`Refusal::unauthenticated`].
    #[error("{message}")]
    Unauthenticated {
        /// The value of `WWW-Authenticate`.
        challenge: HeaderValue,
        /// The message for the client.
        message: Cow<'static, str>,
    },
    /// The player is known, but must not use the quiz. The client receives the text.
    #[error("{0}")]
    Forbidden(Cow<'static, str>),
    /// The player or the client sends too many requests.
    #[error("too many requests")]
    TooManyRequests {
        /// The time after which to retry.
        retry_after: Duration,
    },
    /// The identity provider or its key set is unavailable.
    #[error("the identity provider is unavailable")]
    Unavailable {
        /// The cause, for the log.
        source: Arc<dyn StdError + Send + Sync>,
        /// The time after which to retry, if the provider sent one.
        retry_after: Option<Duration>,
    },
    /// Authentication failed for an internal reason.
    #[error("authentication failed")]
    Internal(#[source] Arc<dyn StdError + Send + Sync>),
}

/// The public code of a [`Refusal`], which clients match on.
///
/// The enum is exhaustive on purpose: when a code is added, a driving adapter that maps codes to
/// statuses does not compile until it maps the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalCode {
    /// `unauthenticated`: the request has no valid token.
    Unauthenticated,
    /// `email_not_verified`: the identity provider has no verified email address of the player.
    EmailNotVerified,
    /// `forbidden`: the player must not use the quiz.
    Forbidden,
    /// `too_many_requests`: a later retry may succeed.
    TooManyRequests,
    /// `unavailable`: a retry may succeed.
    Unavailable,
    /// `internal`: an internal error of the service.
    Internal,
}

impl RefusalCode {
    /// Returns the code that clients receive.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::EmailNotVerified => "email_not_verified",
            Self::Forbidden => "forbidden",
            Self::TooManyRequests => "too_many_requests",
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
            Self::NoToken | Self::InvalidToken(_) | Self::Unauthenticated { .. } => {
                RefusalCode::Unauthenticated
            }
            Self::EmailNotVerified => RefusalCode::EmailNotVerified,
            Self::Forbidden(_) => RefusalCode::Forbidden,
            Self::TooManyRequests { .. } => RefusalCode::TooManyRequests,
            Self::Unavailable { .. } => RefusalCode::Unavailable,
            Self::Internal(_) => RefusalCode::Internal,
        }
    }

    /// Creates a refusal of missing or invalid credentials in the application's own scheme. `challenge`
    /// is the value of `WWW-Authenticate`; the client receives `message`.
    #[must_use]
    pub fn unauthenticated(challenge: HeaderValue, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Unauthenticated {
            challenge,
            message: message.into(),
        }
    }

    /// Creates a refusal of a known player. The client receives `message`.
    #[must_use]
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Forbidden(message.into())
    }

    /// Creates a refusal of a client that may retry after some time.
    #[must_use]
    pub const fn too_many_requests(retry_after: Duration) -> Self {
        Self::TooManyRequests { retry_after }
    }

    /// Creates [`Refusal::Unavailable`] with its cause, and the time after which to retry, if known.
    #[must_use]
    pub fn unavailable(source: impl Into<BoxError>, retry_after: Option<Duration>) -> Self {
        Self::Unavailable {
            source: Arc::from(source.into()),
            retry_after,
        }
    }

    /// Returns the value of the response header `WWW-Authenticate`: that of
    /// [`Refusal::unauthenticated`], or one for bearer tokens ([RFC 6750, section
    /// 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    ///
    /// ```
    /// use quizcraft_identity::{Refusal, TokenFault};
    ///
    /// assert_eq!(Refusal::NoToken.challenge(), "Bearer");
    /// let expired = Refusal::from(TokenFault::Expired).challenge();
    /// assert_eq!(expired, r#"Bearer error="invalid_token", error_description="the token is expired""#);
    /// ```
    #[must_use]
    pub fn challenge(&self) -> HeaderValue {
        const BARE: HeaderValue = HeaderValue::from_static("Bearer");
        match self {
            Self::Unauthenticated { challenge, .. } => challenge.clone(),
            Self::InvalidToken(fault) => {
                let challenge =
                    format!(r#"Bearer error="invalid_token", error_description="{fault}""#);
                HeaderValue::try_from(challenge).unwrap_or(BARE)
            }
            _ => BARE,
        }
    }
}

impl From<TokenFault> for Refusal {
    fn from(fault: TokenFault) -> Self {
        Self::InvalidToken(fault)
    }
}
