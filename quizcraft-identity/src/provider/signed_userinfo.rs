use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use quizcraft_core::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{Provider, ProviderError};
use crate::verify::jws::SignedJwt;
use crate::verify::{claims, token_type};
use crate::{Claims, Refusal, TokenFault};

/// How many parts an encrypted JWT has
/// ([RFC 7516, 3.1](https://www.rfc-editor.org/rfc/rfc7516#section-3.1)).
const ENCRYPTED: TokenFault = TokenFault::PartCount(5);

/// Returns what a signed answer of userinfo says ([OpenID Connect,
/// 5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)), which has to be
/// signed with a key of the provider's, and of a time that is not over.
///
/// Its `iss` has to be the provider. Its `aud`, if it has one, has to name the client that the access
/// token was issued to, which only the token can tell (by `client_id` or `azp`), or an audience of
/// the token; a token that does not tell its client is answered for any.
///
/// # Errors
///
/// [`Refusal::Unavailable`], and not a refusal of the token, which may be as good as any.
pub(super) async fn verify(
    provider: &Provider,
    url: &Url,
    jwt: &str,
    token: &Claims,
) -> Result<Map<String, Value>, Refusal> {
    let verified = verified(provider, jwt.trim(), token).await;
    verified.map_err(|refusal| match refusal {
        Refusal::InvalidToken(fault) => Arc::new(untrusted(url, fault)).into(),
        other => other,
    })
}

async fn verified(
    provider: &Provider,
    jwt: &str,
    token: &Claims,
) -> Result<Map<String, Value>, Refusal> {
    let jwt = SignedJwt::read(jwt)?;
    token_type::check_userinfo(jwt.media_type())?;
    let said = jwt.claims(provider).await?;
    claims::check_issuer(&said, provider.documents.issuer())?;
    check_audience(&said, token)?;
    let now = now();
    if claims::moment(&said, "exp")?.is_some_and(|expires| now >= expires) {
        return Err(TokenFault::Expired.into());
    }
    claims::check_begun(&said, now)?;
    Ok(said)
}

/// Checks that an answer is for the client that holds the token.
fn check_audience(said: &Map<String, Value>, token: &Claims) -> Result<(), TokenFault> {
    let Some(audience) = said.get("aud") else {
        return Ok(());
    };
    let clients: Vec<_> = ["client_id", "azp"]
        .iter()
        .filter_map(|name| token.get(name))
        .collect();
    let ours = token.get("aud").into_iter().flat_map(each);
    let accepted: Vec<_> = clients.iter().copied().chain(ours).collect();
    let fits = clients.is_empty() || each(audience).any(|one| accepted.contains(&one));
    if fits {
        Ok(())
    } else {
        Err(TokenFault::Audience)
    }
}

/// Returns the values of a claim that is one of them, or a list.
fn each(value: &Value) -> impl Iterator<Item = &Value> {
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

/// By the clock of this machine: an answer is new, whatever clock the token is looked at by.
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    Timestamp::from_secs(since.unwrap_or_default().as_secs())
}
