use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use quizcraft_core::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{Provider, ProviderError};
use crate::verify::jws::SignedJwt;
use crate::verify::{claims, token_type};
use crate::{Claims, Refusal, TokenFault};

/// The fault of an encrypted JWT, which has five parts
/// ([RFC 7516, 3.1](https://www.rfc-editor.org/rfc/rfc7516#section-3.1)).
const ENCRYPTED: TokenFault = TokenFault::PartCount(5);

/// Verifies userinfo in the form of a signed JWT, and returns its claims ([OpenID Connect,
/// 5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
///
/// A key of the provider must verify the signature, `iss` must be the provider, and the JWT must not
/// be expired. `aud`, if present, must contain the client that the access token was issued to
/// (`client_id` or `azp` of the token) or an audience of the token. A token that does not name its
/// client accepts any `aud`.
///
/// # Errors
///
/// [`Refusal::Unavailable`] for an invalid JWT. It is not [`Refusal::InvalidToken`], because the player's
/// token is valid.
pub(super) async fn verify(
    provider: &Provider,
    url: &Url,
    jwt: &str,
    token: &Claims,
) -> Result<Map<String, Value>, Refusal> {
    let verified = verify_jwt(provider, jwt.trim(), token).await;
    verified.map_err(|refusal| match refusal {
        Refusal::InvalidToken(fault) => Arc::new(untrusted(url, fault)).into(),
        other => other,
    })
}

async fn verify_jwt(
    provider: &Provider,
    jwt: &str,
    token: &Claims,
) -> Result<Map<String, Value>, Refusal> {
    let jwt = SignedJwt::read(jwt)?;
    token_type::check_userinfo(jwt.media_type())?;
    let userinfo = jwt.claims(provider).await?;
    claims::check_issuer(&userinfo, provider.documents.issuer())?;
    check_userinfo_audience(&userinfo, token)?;
    let now = now();
    if claims::numeric_date(&userinfo, "exp")?.is_some_and(|expires| now >= expires) {
        return Err(TokenFault::Expired.into());
    }
    claims::check_not_before(&userinfo, now)?;
    Ok(userinfo)
}

/// Checks that the userinfo is for the client that the token was issued to.
fn check_userinfo_audience(
    userinfo: &Map<String, Value>,
    token: &Claims,
) -> Result<(), TokenFault> {
    let Some(audience) = claims::present(userinfo, "aud") else {
        return Ok(());
    };
    let clients: Vec<_> = ["client_id", "azp"]
        .iter()
        .filter_map(|name| token.get(name))
        .collect();
    let ours = token.get("aud").into_iter().flat_map(values);
    let accepted: Vec<_> = clients.iter().copied().chain(ours).collect();
    let fits = clients.is_empty() || values(audience).any(|one| accepted.contains(&one));
    if fits {
        Ok(())
    } else {
        Err(TokenFault::Audience)
    }
}

/// Returns the values of a claim that is a single value or a list.
fn values(value: &Value) -> impl Iterator<Item = &Value> {
    let several = value.as_array().map(Vec::as_slice);
    several.unwrap_or(std::slice::from_ref(value)).iter()
}

fn untrusted(url: &Url, fault: TokenFault) -> ProviderError {
    let url = url.to_string();
    if fault == ENCRYPTED {
        ProviderError::Encrypted { url }
    } else {
        ProviderError::Unverified { url, source: fault }
    }
}

/// Returns the time of the system's clock. The response was created just now, also if the caller's
/// [`Clock`](quizcraft_core::gateway::Clock) is a fixed one.
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Timestamp::from_secs(since.unwrap_or_default().as_secs())
}
