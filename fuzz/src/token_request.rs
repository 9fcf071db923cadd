use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderValue, Request};

use crate::authentication::TestAuthenticator;
use crate::claims::Claims;
use crate::keys::{signed_by_issuer, signed_by_unknown_key};
use crate::rejection;
use crate::token::{Signed, bearer};

/// A valid header of a token. With it, a token with valid claims must be accepted.
const VALID_HEADER: &[u8] = br#"{"alg":"EdDSA","typ":"at+jwt","kid":"ed"}"#;

/// A request with an `Authorization` header.
pub struct TokenRequest {
    value: HeaderValue,
    /// Whether the token has the valid header, so that only its claims matter.
    has_valid_header: bool,
}

impl TokenRequest {
    /// Parses `s`, the header of a token, a line feed and its claims, which are signed by the
    /// issuer;
    /// `f` and the same, which are signed with an unknown key; `u` and claims, which get the valid
    /// header and the issuer's signature; or any other byte and the whole value.
    ///
    /// Returns `None` for a value that is no valid header value.
    #[must_use]
    pub fn read(input: &[u8]) -> Option<Self> {
        let (kind, rest) = input.split_first()?;
        let value = match kind {
            b's' => split_line(rest).and_then(|(header, claims)| signed_by_issuer(header, claims)),
            b'f' => {
                split_line(rest).and_then(|(header, claims)| signed_by_unknown_key(header, claims))
            }
            b'u' => signed_by_issuer(VALID_HEADER, rest),
            _ => HeaderValue::from_bytes(rest).ok(),
        };
        let has_valid_header = *kind == b'u';
        value.map(|value| Self {
            value,
            has_valid_header,
        })
    }

    /// Authenticates the request, and compares the player or the rejection with the expected one.
    pub fn check(&self) {
        let (authenticator, request) = (TestAuthenticator::verifying_tokens(), self.parts());
        let signed = bearer(&self.value).and_then(Signed::read);
        let access_token = signed.as_ref().filter(|signed| signed.is_access_token());
        let expected = access_token.and_then(|signed| Claims(&signed.claims).expected_player());
        match authenticator.authenticate(&request) {
            Ok(player) => {
                let expected_player = expected.expect("an invalid token is accepted");
                assert_eq!(
                    player,
                    expected_player.player(),
                    "the token identifies another player"
                );
                let claims = access_token.map(|signed| Claims(&signed.claims));
                let expires = claims.and_then(|claims| claims.expires());
                authenticator.check_expiry(
                    &request,
                    player,
                    expires.expect("a valid token has an expiry"),
                );
            }
            Err(refusal) => {
                let is_plain = signed.is_some_and(|signed| signed.unambiguous);
                let must = self.has_valid_header && is_plain && expected.is_some();
                assert!(!must, "a valid token is rejected: {refusal}");
                rejection::check(&refusal, bearer(&self.value));
            }
        }
    }

    fn parts(&self) -> Parts {
        let request = Request::builder().header(AUTHORIZATION, &self.value);
        request.body(()).expect("a request").into_parts().0
    }
}

/// Splits the input at the first line feed.
fn split_line(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    let (before, after) = input.split_at(end);
    Some((before, &after[1..]))
}
