use std::time::Duration;

use http::HeaderValue;
use quizcraft_core::gateway::BoxError;

use super::BearerToken;

/// Why a request is not let in.
#[derive(Debug, thiserror::Error)]
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
        source: BoxError,
        /// When it may answer again, if it said so.
        retry_after: Option<Duration>,
    },
}

/// What is wrong with a token, in words for the developer whose client sent it.
///
/// None of it repeats what the token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// It is longer than any token of an identity provider.
    #[error("the token has more than {} bytes", BearerToken::MAX_BYTES)]
    TooLong,
    /// It is not a JWT.
    #[error("the token has {0} part{s} instead of 3: was it issued for this audience?", s = if *.0 == 1 { "" } else { "s" })]
    Parts(usize),
    /// Its first part can't be read, or names an algorithm that no key here has.
    #[error("the header of the token cannot be read, or names an unknown algorithm")]
    Header,
    /// It says to be something else than an access token.
    #[error("the token is of another type than an access token")]
    Type,
    /// It demands the understanding of an extension.
    #[error("the token has critical extensions that are not known here")]
    Critical,
    /// There are several tokens, and no telling which is meant.
    #[error("there is more than one authorization header")]
    Several,
    /// It does not say which of the issuer's keys it is signed with.
    #[error("the token does not name the key that it is signed with, and the issuer has several")]
    NoKeyNamed,
    /// It names a key that the issuer does not have.
    #[error("the token is signed with a key that the issuer does not have")]
    UnknownKey,
    /// It is signed by another algorithm than its key is for.
    #[error("the token is signed by another algorithm than its key is for")]
    Algorithm,
    /// Its signature does not fit.
    #[error("the signature of the token does not fit")]
    Signature,
    /// A claim that is needed is missing or has the wrong type.
    #[error("the claim {0} is missing or has a wrong type")]
    Claim(&'static str),
    /// Somebody else issued it.
    #[error("the token is from another issuer")]
    Issuer,
    /// It was issued for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// It was good once.
    #[error("expired")]
    Expired,
    /// It will be good one day.
    #[error("the token is not valid yet")]
    NotYet,
    /// The provider refuses it, though it verifies: it may be withdrawn.
    #[error("the identity provider refuses the token")]
    Refused,
}

impl Refusal {
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
