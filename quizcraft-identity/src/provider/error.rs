use std::sync::Arc;
use std::time::Duration;

use crate::{InvalidKeySet, Refusal, TokenFault};

/// Why a provider could not tell what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderError {
    /// It could not be asked, or did not answer in time.
    #[error("{url} cannot be fetched")]
    Fetch {
        /// What was asked.
        url: String,
        /// Why.
        source: reqwest::Error,
    },
    /// It answers something else than what it was asked.
    #[error("{url} answers {status}")]
    Status {
        /// What was asked.
        url: String,
        /// With which status.
        status: u16,
        /// When to ask again, if it said so.
        retry_after: Option<Duration>,
    },
    /// Its answer is larger than any such document.
    #[error("{url} answers with more than {} bytes", super::documents::MAX_BYTES)]
    TooLarge {
        /// What was asked.
        url: String,
    },
    /// Its answer makes no sense. What it was is not told, since it may be about a player.
    #[error("the answer of {url} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        url: String,
        /// Why.
        reason: &'static str,
    },
    /// Its answer is encrypted, for a key that this service does not have.
    #[error("{url} answers with an encrypted JWT, which cannot be read here (a signed one can)")]
    Encrypted {
        /// What was asked.
        url: String,
    },
    /// Its answer is a JWT that does not verify, or that is not about what it was asked.
    #[error("the JWT that {url} answers with does not verify")]
    Unverified {
        /// What was asked.
        url: String,
        /// What is wrong with it.
        source: TokenFault,
    },
    /// It calls itself something else.
    #[error("{issuer} calls itself {claimed:?}")]
    IssuerMismatch {
        /// The issuer that was asked.
        issuer: String,
        /// What it calls itself.
        claimed: String,
    },
    /// It names a place that others could answer for: not https, though it is itself; or one with
    /// a password.
    #[error("{0:?} is not an https URL without a user (http is for providers on loopback only)")]
    InsecureUrl(String),
    /// Its keys can't be read.
    #[error("the keys of {issuer} cannot be read")]
    Keys {
        /// Whose keys.
        issuer: String,
        /// Why.
        source: InvalidKeySet,
    },
    /// None of its keys is of a kind known here.
    #[error("{0} has no key for RS256, ES256 or EdDSA")]
    NoKeys(String),
    /// Something is wrong here, and not with the provider.
    #[error("asking the provider panicked")]
    Panicked,
}

impl ProviderError {
    /// Returns whether the provider answered that it no longer has what it published before.
    pub(super) const fn withdraws(&self) -> bool {
        matches!(self, Self::NoKeys(_))
    }

    /// Returns when the provider wants to be asked again, if it said so.
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
