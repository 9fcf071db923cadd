use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Timestamp;
use serde_json::{Map, Number, Value};

use crate::TokenFault;

/// How far the issuer's clock may be ahead of ours.
const LEEWAY: Duration = Duration::from_mins(1);

/// The claims of a token whose signature fits. `Debug` shows none of them.
#[derive(Clone)]
pub struct Claims {
    all: Arc<Map<String, Value>>,
    subject: String,
    expires: Timestamp,
}

impl Claims {
    /// Reads the claims that every token must have.
    pub(crate) fn read(all: impl Into<Arc<Map<String, Value>>>) -> Result<Self, TokenFault> {
        let all = all.into();
        let subject = all.get("sub").and_then(Value::as_str);
        let subject = subject.filter(|subject| !subject.is_empty());
        let subject = subject.ok_or(TokenFault::Claim("sub"))?.to_owned();
        let expires = moment(&all, "exp")?.ok_or(TokenFault::Claim("exp"))?;
        Ok(Self {
            all,
            subject,
            expires,
        })
    }

    /// Whom the issuer issued the token for, in the issuer's terms.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the first second at which the token is no longer good.
    #[must_use]
    pub const fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Any claim by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all.get(name)
    }

    /// Checks when the token is good: before `exp` and without leeway, and from `nbf` and `iat` on,
    /// with as much leeway as clocks need.
    pub(crate) fn check_time(&self, now: Timestamp) -> Result<(), TokenFault> {
        if now >= self.expires {
            return Err(TokenFault::Expired);
        }
        check_begun(&self.all, now)
    }

    /// Checks who issued the token.
    pub(crate) fn check_issuer(&self, issuer: &str) -> Result<(), TokenFault> {
        check_issuer(&self.all, issuer)
    }

    /// Checks whom the token was issued for: `aud` is our audience, or a list that has it in it.
    /// Where there is no `aud`, as in access tokens of Amazon Cognito, the client that the token was
    /// issued to stands for it: `client_id`
    /// ([as API Gateway's JWT authorizers have it](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html)).
    /// Beside an `aud`, `client_id` says nothing of the audience.
    pub(crate) fn check_audience(&self, audience: &str) -> Result<(), TokenFault> {
        let there = |name| self.all.get(name).filter(|value| !value.is_null());
        let ours = |value: &Value| value.as_str() == Some(audience);
        let found = match (there("aud"), there("client_id")) {
            (Some(one @ Value::String(_)), _) => ours(one),
            (Some(Value::Array(several)), _) => several.iter().any(ours),
            (None, Some(client @ Value::String(_))) => ours(client),
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

/// Checks who issued these claims: to the letter.
pub(crate) fn check_issuer(all: &Map<String, Value>, issuer: &str) -> Result<(), TokenFault> {
    match all.get("iss") {
        Some(Value::String(actual)) if actual == issuer => Ok(()),
        Some(Value::String(_)) => Err(TokenFault::Issuer),
        _ => Err(TokenFault::Claim("iss")),
    }
}

/// Checks that claims are good already, by `nbf` and `iat`.
pub(crate) fn check_begun(all: &Map<String, Value>, now: Timestamp) -> Result<(), TokenFault> {
    let latest = now.plus(LEEWAY);
    for name in ["nbf", "iat"] {
        if moment(all, name)?.is_some_and(|moment| moment > latest) {
            return Err(TokenFault::NotYetValid);
        }
    }
    Ok(())
}

/// Reads a moment ([RFC 7519, NumericDate](https://www.rfc-editor.org/rfc/rfc7519#section-2)),
/// which may have a fraction and may not have any other type than a number.
pub(crate) fn moment(
    all: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<Timestamp>, TokenFault> {
    let Some(value) = all.get(name) else {
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
    reason = "the range is checked, and the fraction is to go"
)]
fn whole_seconds(secs: f64) -> Option<u64> {
    (0.0..1e15).contains(&secs).then_some(secs as u64)
}

/// Gives claims their types that a gateway may have made strings of: moments are numbers again, and
/// a list in brackets is a list. Values that have kept their types stay as they are.
pub(crate) fn restore_types(claims: &mut Map<String, Value>) {
    for (name, value) in claims {
        if let Some(typed) = value.as_str().and_then(|text| typed(name, text)) {
            *value = typed;
        }
    }
}

/// Returns the value that a claim had before it became a string, for the claims that are looked at
/// here and have been something else.
fn typed(name: &str, text: &str) -> Option<Value> {
    match name {
        "exp" | "nbf" | "iat" => text
            .parse()
            .ok()
            .map(|moment: Number| Value::Number(moment)),
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
