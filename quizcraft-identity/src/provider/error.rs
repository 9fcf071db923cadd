use std::sync::Arc;
use std::time::Duration;

use crate::{InvalidKeySet, Refusal, TokenFault};

/// The reason why a request to a provider failed.
///
/// It is the source of [`Refusal::Unavailable`]:
///
/// ```
/// use quizcraft_identity::{ProviderError, Refusal};
///
/// /// Whether an operator must change the configuration, since a retry cannot succeed.
/// fn is_misconfigured(refusal: &Refusal) -> bool {
///     let Refusal::Unavailable { source, .. } = refusal else { return false };
///     matches!(
///         source.downcast_ref(),
///         Some(ProviderError::IssuerMismatch { .. } | ProviderError::InsecureUrl(_))
///     )
/// }
///
/// let insecure = ProviderError::InsecureUrl("http://id.example.org/keys".to_owned());
/// assert!(is_misconfigured(&Refusal::unavailable(insecure, None)));
/// assert!(!is_misconfigured(&Refusal::unavailable("connection refused", None)));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// The request failed or timed out.
    #[error("failed to fetch {url}")]
    Fetch {
        /// The URL of the request.
        url: String,
        /// The error of the HTTP client.
        source: reqwest::Error,
    },
    /// The status of the response is not 200.
    #[error("{url} returned status {status}")]
    Status {
        /// The URL of the request.
        url: String,
        /// The status of the response.
        status: u16,
        /// The value of `Retry-After`, if sent.
        retry_after: Option<Duration>,
    },
    /// The response body is too large.
    #[error(
        "the response of {url} is larger than {} bytes",
        super::documents::MAX_BYTES
    )]
    TooLarge {
        /// The URL of the request.
        url: String,
    },
    /// The response body is malformed. The error does not contain it, since it may be about a player.
    #[error("the response of {url} is malformed: {reason}")]
    Unreadable {
        /// The URL of the request.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The response is an encrypted JWT, which is not supported.
    #[error("{url} returned an encrypted JWT: expected JSON or a signed JWT")]
    Encrypted {
        /// The URL of the request.
        url: String,
    },
    /// The response is a JWT that does not verify.
    #[error("the JWT from {url} does not verify")]
    Unverified {
        /// The URL of the request.
        url: String,
        /// What is wrong with it.
        source: TokenFault,
    },
    /// The issuer in the discovery document is not the configured one.
    #[error(
        "the discovery document of {issuer} names the issuer {claimed:?}: the two must be identical"
    )]
    IssuerMismatch {
        /// The configured issuer.
        issuer: String,
        /// The issuer in the discovery document.
        claimed: String,
    },
    /// The discovery document contains a URL that is not https, or that contains a user or password.
    #[error(
        "insecure URL {0:?} in the discovery document: expected https and no user (http is accepted if the issuer is on loopback)"
    )]
    InsecureUrl(String),
    /// The key set is malformed.
    #[error("the key set of {issuer} is malformed")]
    Keys {
        /// The issuer of the keys.
        issuer: String,
        /// What is wrong with it.
        source: InvalidKeySet,
    },
    /// The key set contains keys, but none that is supported.
    #[error("the key set of {0} contains no key for RS256, ES256 or EdDSA")]
    NoKeys(String),
    /// The task that sent the request panicked: a bug of this crate, not an error of the provider.
    #[error("the request to the provider panicked")]
    Panicked,
}

impl ProviderError {
    /// Returns whether the provider responded, and no longer publishes what it published before. A
    /// cached value must not be used then.
    pub(super) const fn is_withdrawal(&self) -> bool {
        matches!(self, Self::NoKeys(_))
    }

    /// Returns the time after which to retry, if the provider sent one.
    pub(super) const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<Arc<ProviderError>> for Refusal {
    fn from(error: Arc<ProviderError>) -> Self {
        match *error {
            ProviderError::Panicked => Self::Internal(error),
            _ => Self::Unavailable {
                retry_after: error.retry_after(),
                source: error,
            },
        }
    }
}
