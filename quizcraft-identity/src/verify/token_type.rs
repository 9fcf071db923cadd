//! Checks of a token's type. Tokens of other types, such as ID tokens and logout tokens, do not grant
//! access, even if their audience matches.

use serde_json::Value;

use super::Claims;
use crate::TokenFault;

/// Checks the parameter `typ` of a token's header. Accepted are no `typ`, `JWT`, and the type of access
/// tokens in [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068#section-2.1).
pub(crate) fn check_media_type(typ: Option<&str>) -> Result<(), TokenFault> {
    let fits = typ.is_none_or(is_media_type);
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Checks `typ` like [`check_media_type`], in a header whose values may have any type. `null` counts as
/// absent.
pub(crate) fn check_header_value(typ: Option<&Value>) -> Result<(), TokenFault> {
    match typ {
        None | Some(Value::Null) => Ok(()),
        Some(typ) => check_media_type(Some(typ.as_str().unwrap_or_default())),
    }
}

/// Checks the parameter `typ` of a userinfo JWT's header, so that no other JWT is used as userinfo.
#[cfg(feature = "discovery")]
pub(crate) fn check_userinfo(typ: Option<&str>) -> Result<(), TokenFault> {
    let fits = typ.is_none_or(|typ| matches!(subtype(typ).as_str(), "jwt" | "userinfo+jwt"));
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Checks the claims that state a token's type. Most issuers send none of them.
///
/// - `typ` is `Bearer` in access tokens of Keycloak, and `ID`, `Refresh`, `Offline` or `Logout` in
///   its other tokens. Other common names of access tokens are accepted, too.
/// - `token_use` is `access` in access tokens of Amazon Cognito, and `id` in its ID tokens.
/// - `events` makes a token a security event, such as a logout
///   ([RFC 8417](https://www.rfc-editor.org/rfc/rfc8417#section-2.2)), which need not have a `typ`.
pub(crate) fn check_claims(claims: &Claims) -> Result<(), TokenFault> {
    let fits = (claims.get("typ")).is_none_or(|typ| typ.as_str().is_some_and(is_type))
        && (claims.get("token_use")).is_none_or(|used| used == "access")
        && claims.get("events").is_none();
    if fits { Ok(()) } else { Err(TokenFault::Type) }
}

/// Returns whether a claim `typ` is that of an access token.
fn is_type(typ: &str) -> bool {
    const WORDS: [&str; 4] = ["bearer", "access", "access_token", "access-token"];
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(typ));
    is_word || is_media_type(typ)
}

/// Returns whether a media type is that of an access token, or of JWTs in general.
fn is_media_type(typ: &str) -> bool {
    matches!(subtype(typ).as_str(), "jwt" | "at+jwt")
}

/// Returns a media type in lower case and without the optional `application/` ([RFC 7515,
/// 4.1.9](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9)).
fn subtype(media_type: &str) -> String {
    let lower = media_type.to_ascii_lowercase();
    let subtype = lower.strip_prefix("application/").map(str::to_owned);
    subtype.unwrap_or(lower)
}
