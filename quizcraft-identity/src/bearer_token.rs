//! The token of a request, and what can be wrong with it.

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::Refusal;

/// The token of a request, which never shows itself.
#[derive(Clone)]
pub struct BearerToken(String);

impl BearerToken {
    /// The greatest number of bytes that a token may have.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// Takes the token out of `Authorization: Bearer …`.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoToken`] if the request has no such header or another scheme;
    /// [`Refusal::InvalidToken`] if it has several, or the token is too long to be one.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Refusal> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = values.next().ok_or(Refusal::NoToken)?;
        if values.next().is_some() {
            return Err(TokenFault::MultipleTokens.into());
        }
        // A header value has visible ASCII characters, blanks and bytes from 128 on: if it is ASCII, it is text.
        let credentials = Some(value.as_bytes()).filter(|bytes| bytes.is_ascii());
        let credentials = credentials.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let (scheme, token) = credentials
            .and_then(|text| text.split_once([' ', '\t']))
            .ok_or(Refusal::NoToken)?;
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(Refusal::NoToken);
        }
        Self::new(token)
    }

    /// Takes a token by itself.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidToken`] if it is longer than [`MAX_BYTES`](Self::MAX_BYTES).
    pub fn new(token: &str) -> Result<Self, Refusal> {
        if token.len() > Self::MAX_BYTES {
            return Err(TokenFault::TooLong.into());
        }
        Ok(Self(token.to_owned()))
    }

    /// Returns the token itself, for the code that verifies it or queries the provider about it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(…)")
    }
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
    PartCount(usize),
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
    MultipleTokens,
    /// It names a key that the issuer does not have.
    #[error("the token is signed with a key that the issuer does not have")]
    UnknownKey,
    /// It is signed by another algorithm than its key is for.
    #[error("the token is signed by another algorithm than its key is for")]
    Algorithm,
    /// Its signature fits none of the keys that it may be signed with.
    #[error("the signature of the token does not fit")]
    Signature,
    /// A claim that is needed is missing or has the wrong type.
    #[error("the claim {0} is missing or has a wrong type")]
    Claim(&'static str),
    /// Another issuer issued it.
    #[error("the token is from another issuer")]
    Issuer,
    /// It was issued for another audience.
    #[error("the token is for another audience")]
    Audience,
    /// It was good once.
    #[error("expired")]
    Expired,
    /// It will be good one day.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The provider refuses it, though it verifies: it may be withdrawn.
    #[error("the identity provider refuses the token")]
    Refused,
    /// What the provider says of the token, or what a gateway verified, is about another subject.
    #[error("the token is about another subject than what the provider or the gateway says of it")]
    SubjectMismatch,
}
