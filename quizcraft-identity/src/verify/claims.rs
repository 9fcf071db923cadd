use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Timestamp;
use serde_json::{Map, Number, Value};

use crate::TokenFault;

/// The maximum time by which the issuer's clock may be ahead.
const LEEWAY: Duration = Duration::from_mins(1);

/// The claims of a token whose signature is verified. `Debug` hides them.
#[derive(Clone)]
pub struct Claims {
    all: Arc<Map<String, Value>>,
    subject: String,
    expires: Timestamp,
}

impl Claims {
    /// Reads the required claims `sub` and `exp`.
    pub(crate) fn read(all: impl Into<Arc<Map<String, Value>>>) -> Result<Self, TokenFault> {
        let all = all.into();
        let subject = all.get("sub").and_then(Value::as_str);
        let subject = subject.filter(|subject| !subject.is_empty());
        let subject = subject.ok_or(TokenFault::Claim("sub"))?.to_owned();
        let expires = numeric_date(&all, "exp")?.ok_or(TokenFault::Claim("exp"))?;
        Ok(Self {
            all,
            subject,
            expires,
        })
    }

    /// Returns the claim `sub`: the issuer's identifier of the user.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the first second at which the token is no longer valid.
    #[must_use]
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Returns the claim `name`. A claim that is null counts as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        present(&self.all, name)
    }

    /// Checks `exp` without leeway, and `nbf` and `iat` with [`LEEWAY`].
    pub(crate) fn check_time(&self, now: Timestamp) -> Result<(), TokenFault> {
        if now >= self.expires {
            return Err(TokenFault::Expired);
        }
        check_not_before(&self.all, now)
    }

    /// Checks `iss`.
    pub(crate) fn check_issuer(&self, issuer: &str) -> Result<(), TokenFault> {
        check_issuer(&self.all, issuer)
    }

    /// Checks that `aud` is `audience`, or a list that contains it. A token without `aud`, such as an
    /// access token of Amazon Cognito, is checked by `client_id` instead
    /// ([as in API Gateway's JWT authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html)).
    /// `client_id` is ignored in a token with `aud`.
    pub(crate) fn check_audience(&self, audience: &str) -> Result<(), TokenFault> {
        let matches = |value: &Value| value.as_str() == Some(audience);
        let found = match (self.get("aud"), self.get("client_id")) {
            (Some(one @ Value::String(_)), _) => matches(one),
            (Some(Value::Array(several)), _) => several.iter().any(matches),
            (None, Some(client @ Value::String(_))) => matches(client),
            (None, Some(_)) => return Err(TokenFault::Claim("client_id")),
            _ => return Err(TokenFault::Claim("aud")),
        };
        if found {
            Ok(())
        } else {
            Err(TokenFault::Audience)
        }
    }
}

/// Returns a claim, unless it is null. All claims are read by this rule, whether this service or API
/// Gateway verified them, and whether they belong to a token or to a userinfo response.
pub(crate) fn present<'a>(all: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    all.get(name).filter(|value| !value.is_null())
}

/// Checks that `iss` is `issuer`, byte by byte.
pub(crate) fn check_issuer(all: &Map<String, Value>, issuer: &str) -> Result<(), TokenFault> {
    match all.get("iss") {
        Some(Value::String(actual)) if actual == issuer => Ok(()),
        Some(Value::String(_)) => Err(TokenFault::Issuer),
        _ => Err(TokenFault::Claim("iss")),
    }
}

/// Checks that `nbf` and `iat` are not in the future.
pub(crate) fn check_not_before(all: &Map<String, Value>, now: Timestamp) -> Result<(), TokenFault> {
    let latest = now.plus(LEEWAY);
    for name in ["nbf", "iat"] {
        if numeric_date(all, name)?.is_some_and(|date| date > latest) {
            return Err(TokenFault::NotYetValid);
        }
    }
    Ok(())
}

/// Reads a [NumericDate](https://www.rfc-editor.org/rfc/rfc7519#section-2): a number, possibly with a
/// fraction, which is cut off.
pub(crate) fn numeric_date(
    all: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<Timestamp>, TokenFault> {
    let Some(value) = present(all, name) else {
        return Ok(None);
    };
    let whole = value
        .as_u64()
        .or_else(|| value.as_f64().and_then(whole_seconds));
    whole
        .map(|secs| Some(Timestamp::from_secs(secs)))
        .ok_or(TokenFault::Claim(name))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked, and the fraction is cut off on purpose"
)]
fn whole_seconds(secs: f64) -> Option<u64> {
    (0.0..1e15).contains(&secs).then_some(secs as u64)
}

/// Restores the types of claims that API Gateway converted to strings: dates become numbers, and
/// lists in brackets become arrays. Other values are unchanged.
pub(crate) fn restore_types(claims: &mut Map<String, Value>) {
    for (name, value) in claims {
        if let Some(typed) = value.as_str().and_then(|text| typed(name, text)) {
            *value = typed;
        }
    }
}

/// Returns the original value of a claim that was converted to a string, for the claims that this crate
/// reads and that are not strings.
fn typed(name: &str, text: &str) -> Option<Value> {
    match name {
        "exp" | "nbf" | "iat" => text.parse().ok().map(|date: Number| Value::Number(date)),
        "aud" => {
            let list = text.strip_prefix('[')?.strip_suffix(']')?;
            Some(list.split_whitespace().collect())
        }
        _ => None,
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims(…)")
    }
}
