use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderValue, Request};

use crate::answer;
use crate::claims::Claims;
use crate::keys::{signed_by_a_stranger, signed_by_us};
use crate::token::{Signed, bearer};
use crate::world::World;

/// A header that is as it should be. A token with good claims under it must be accepted.
const USUAL: &[u8] = br#"{"alg":"EdDSA","typ":"at+jwt","kid":"ed"}"#;

/// A request with an `Authorization` header, which is all that is known of who sends it.
pub struct TokenRequest {
    value: HeaderValue,
    /// Whether the token has the usual header, with which only claims matter.
    usual: bool,
}

impl TokenRequest {
    /// Reads `s`, the header of a token, a line feed and its claims, for which the issuer's
    /// signature is made; `f` and the same, for which a stranger's is made; `u` and claims, which
    /// get the usual header and the issuer's signature; or any other byte and the whole value.
    ///
    /// A value that no HTTP library lets through is none.
    #[must_use]
    pub fn read(input: &[u8]) -> Option<Self> {
        let (kind, rest) = input.split_first()?;
        let value = match kind {
            b's' => cut(rest).and_then(|(header, claims)| signed_by_us(header, claims)),
            b'f' => cut(rest).and_then(|(header, claims)| signed_by_a_stranger(header, claims)),
            b'u' => signed_by_us(USUAL, rest),
            _ => HeaderValue::from_bytes(rest).ok(),
        };
        let usual = *kind == b'u';
        value.map(|value| Self { value, usual })
    }

    /// Sends it, and checks who is let in and what a refusal tells.
    pub fn check(&self) {
        let (world, request) = (World::by_us(), self.parts());
        let signed = bearer(&self.value).and_then(Signed::read);
        let good = signed.as_ref().filter(|signed| signed.is_access_token());
        let expected = good.and_then(|signed| Claims(&signed.claims).whom());
        match world.ask(&request) {
            Ok(player) => {
                let whom = expected.expect("no token is to be accepted");
                assert_eq!(
                    player,
                    whom.player(),
                    "the token is taken for another player's"
                );
                let claims = good.map(|signed| Claims(&signed.claims));
                let expires = claims.and_then(|claims| claims.expires());
                world.check_expiry(
                    &request,
                    player,
                    expires.expect("a good token has its time"),
                );
            }
            Err(refusal) => {
                let plain = signed.is_some_and(|signed| signed.unambiguous);
                let must = self.usual && plain && expected.is_some();
                assert!(!must, "a valid token is refused: {refusal}");
                answer::check(&refusal, bearer(&self.value));
            }
        }
    }

    fn parts(&self) -> Parts {
        let request = Request::builder().header(AUTHORIZATION, &self.value);
        request.body(()).expect("a request").into_parts().0
    }
}

/// What stands before the first line feed, and what after it.
fn cut(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    let (before, after) = input.split_at(end);
    Some((before, &after[1..]))
}
