//! The bearer token of a request, and the faults that a token can have.

use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::Refusal;

/// The bearer token of a request. `Debug` hides it.
///
/// ```
/// use quizcraft_identity::{BearerToken, Refusal, TokenFault};
///
/// let token = BearerToken::new("abc.def.ghi")?;
/// assert_eq!(format!("{token:?}"), "BearerToken(…)");
/// let long = BearerToken::new(&"x".repeat(BearerToken::MAX_BYTES + 1));
/// assert!(matches!(long, Err(Refusal::InvalidToken(TokenFault::TooLong))));
/// # Ok::<(), Refusal>(())
/// ```
#[derive(Clone)]
pub struct BearerToken(String);

impl BearerToken {
    /// The maximum length of a token, in bytes.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// Reads the token from the header `Authorization: Bearer …`.
    ///
    /// # Errors
    ///
    /// - [`Refusal::NoToken`] if the header is missing or has another scheme.
    /// - [`Refusal::InvalidToken`] if there are several such headers, or the token is longer than
    ///   [`MAX_BYTES`](Self::MAX_BYTES).
    ///
    /// ```
    /// use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
    /// use quizcraft_identity::BearerToken;
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc.def.ghi"));
    /// assert_eq!(BearerToken::from_headers(&headers)?.expose(), "abc.def.ghi");
    /// # Ok::<(), quizcraft_identity::Refusal>(())
    /// ```
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Refusal> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = values.next().ok_or(Refusal::NoToken)?;
        if values.next().is_some() {
            return Err(TokenFault::MultipleTokens.into());
        }
        // A token is ASCII. A header value may also contain bytes from 128 on.
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

    /// Creates a token from the text after `Bearer `.
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

    /// Returns the token in clear text, for code that verifies it or sends it to the provider.
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

/// What is wrong with a token.
///
/// The texts are for developers of clients. They never contain parts of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenFault {
    /// The token is longer than [`BearerToken::MAX_BYTES`].
    #[error("the token has more than {} bytes", BearerToken::MAX_BYTES)]
    TooLong,
    /// The token is not a JWT: it does not have three parts. Some providers issue opaque tokens if the
    /// client does not request an audience.
    #[error("the token has {0} part{s} instead of 3: was it issued for this audience?", s = if *.0 == 1 { "" } else { "s" })]
    PartCount(usize),
    /// The header is malformed, or names an unknown algorithm.
    #[error("the header of the token is malformed or names an unknown algorithm")]
    Header,
    /// The type of the token, as it states itself, is not the expected one.
    #[error("the token has the wrong type")]
    Type,
    /// The header has critical extensions (`crit`).
    #[error("the token has unsupported critical extensions")]
    Critical,
    /// The request has several headers `Authorization`.
    #[error("the request has more than one authorization header")]
    MultipleTokens,
    /// The header names a key that the issuer does not publish.
    #[error("the token is signed with a key that the issuer does not publish")]
    UnknownKey,
    /// The algorithm in the header is not that of the key, or not supported.
    #[error("the algorithm of the token does not match any key")]
    Algorithm,
    /// No suitable key verifies the signature.
    #[error("the signature of the token is invalid")]
    Signature,
    /// A required claim is missing, or a claim has a wrong type.
    #[error("the claim {0} is missing or has a wrong type")]
    Claim(&'static str),
    /// The token is from another issuer.
    #[error("the token is from another issuer")]
    Issuer,
    /// The token is for another audience.
    #[error("the token is for another audience")]
    Audience,
    /// The token is expired.
    #[error("the token is expired")]
    Expired,
    /// The token is not valid yet, by `nbf` or `iat`.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// The provider rejects a token that verifies, for example because it was revoked.
    #[error("the identity provider rejects the token")]
    Refused,
    /// The userinfo of the provider, or the claims from API Gateway, are about another subject.
    #[error("the subject of the token is not that of its userinfo or verified claims")]
    SubjectMismatch,
}
