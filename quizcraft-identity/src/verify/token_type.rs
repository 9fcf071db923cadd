//! What a token says to be. One that says to be anything else than an access token (that a player
//! is signed in, say, or signed out) was not made to let its holder in, for whatever audience it
//! was issued.

use serde_json::Value;

use super::Claims;
use crate::TokenFault;

/// Checks the parameter `typ` of a token's header: absent, what a token is called in general, or
/// what an access token is called by
/// [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068#section-2.1).
pub(crate) fn check_media_type(typ: Option<&str>) -> Result<(), TokenFault> {
    let fits = typ.is_none_or(is_media_type);
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Returns the same, for a header that a gateway has verified: any value but `null` has to fit.
pub(crate) fn check_parameter(typ: Option<&Value>) -> Result<(), TokenFault> {
    match typ {
        None | Some(Value::Null) => Ok(()),
        Some(typ) => check_media_type(Some(typ.as_str().unwrap_or_default())),
    }
}

/// Checks the parameter `typ` of the header of userinfo that comes as a JWT: one that says to be
/// anything else must not stand for it.
#[cfg(feature = "discovery")]
pub(crate) fn check_userinfo(typ: Option<&str>) -> Result<(), TokenFault> {
    let fits = typ.is_none_or(|typ| matches!(subtype(typ).as_str(), "jwt" | "userinfo+jwt"));
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Checks the claims that tell what a token is. Most issuers send none of them.
///
/// - `typ` is `Bearer` in access tokens of Keycloak, and another word in all others (`ID`,
///   `Refresh`, `Offline`, `Logout`). What else access tokens are called in it is accepted, too.
/// - `token_use` is `access` in those of Amazon Cognito, and `id` in its ID tokens.
/// - `events` makes a token a security event, such as that a player signed out
///   ([RFC 8417](https://www.rfc-editor.org/rfc/rfc8417#section-2.2)), which need not have a `typ`.
pub(crate) fn check_claims(claims: &Claims) -> Result<(), TokenFault> {
    let there = |name| claims.get(name).filter(|value| !value.is_null());
    let fits = there("typ").is_none_or(|typ| typ.as_str().is_some_and(is_type))
        && there("token_use").is_none_or(|used| used == "access")
        && there("events").is_none();
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Returns whether a claim `typ` may be that of an access token.
fn is_type(typ: &str) -> bool {
    const WORDS: [&str; 4] = ["bearer", "access", "access_token", "access-token"];
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(typ));
    is_word || is_media_type(typ)
}

/// Returns whether a media type may be that of an access token.
fn is_media_type(typ: &str) -> bool {
    matches!(subtype(typ).as_str(), "jwt" | "at+jwt")
}

/// Returns a media type in lower case and without `application/`, which may be left out ([RFC 7515,
/// 4.1.9](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9)).
fn subtype(media_type: &str) -> String {
    let lower = media_type.to_ascii_lowercase();
    let subtype = lower.strip_prefix("application/").map(str::to_owned);
    subtype.unwrap_or(lower)
}
