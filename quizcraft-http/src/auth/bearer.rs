use std::fmt;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use super::{Refusal, TokenFault};

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
    pub fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = values.next().ok_or(Refusal::NoToken)?;
        if values.next().is_some() {
            return Err(TokenFault::Several.into());
        }
        // A header is of visible ASCII characters, blanks and bytes from 128 on; so what is ASCII is a text.
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

    /// The token itself, for whoever verifies it or asks the provider about it.
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
