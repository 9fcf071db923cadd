use std::time::{Duration, SystemTime};

use httpdate::parse_http_date;
use reqwest::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::OnceCell;
use url::Url;

use super::ProviderError;
use super::issuer::IssuerUrl;
use super::reported_keys::ReportedKeys;
use crate::{BearerToken, KeySet};

/// How large an answer of a provider's may be, in bytes.
pub(super) const MAX_BYTES: usize = 256 * 1024;

/// How long a provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// The longest wait that a provider can ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// What a provider publishes, fetched anew each time.
///
/// A document that has moved is not followed: it could lead to where others answer.
pub(super) struct Documents {
    issuer: IssuerUrl,
    client: OnceCell<Client>,
    reported: ReportedKeys,
}

/// What userinfo answers about the player who holds a token.
pub(super) enum Userinfo {
    /// Claims, as JSON.
    Plain(Map<String, Value>),
    /// A JWT of claims, which is not verified yet.
    Signed(String),
}

/// Where a provider has what.
#[derive(Clone)]
pub(super) struct Configuration {
    jwks: Url,
    userinfo: Option<Url>,
}

#[derive(Deserialize)]
struct RawConfiguration {
    issuer: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
}

impl Configuration {
    /// Returns where to ask who holds a token, if anywhere.
    pub(super) const fn userinfo(&self) -> Option<&Url> {
        self.userinfo.as_ref()
    }
}

impl Documents {
    pub(super) fn of(issuer: IssuerUrl) -> Self {
        Self {
            issuer,
            client: OnceCell::new(),
            reported: ReportedKeys::default(),
        }
    }

    pub(super) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    pub(super) async fn configuration(&self) -> Result<Configuration, ProviderError> {
        let url = self.issuer.configuration();
        let document = fetch(&url, self.client().await?.get(&url)).await?;
        let raw: RawConfiguration = serde_json::from_slice(&document)
            .map_err(|_| unreadable(&url, "it does not describe a provider"))?;
        if raw.issuer != self.issuer() {
            return Err(ProviderError::IssuerMismatch {
                issuer: self.issuer().to_owned(),
                claimed: beginning(&raw.issuer),
            });
        }
        let userinfo = raw.userinfo_endpoint.as_deref();
        Ok(Configuration {
            jwks: self.place(&raw.jwks_uri)?,
            userinfo: userinfo.map(|place| self.place(place)).transpose()?,
        })
    }

    /// Returns the keys of the provider. It may have none at the moment, but not only such as are
    /// of no use here.
    pub(super) async fn keys(&self, place: &Configuration) -> Result<KeySet, ProviderError> {
        let url = place.jwks.as_str();
        let jwks = fetch(url, self.client().await?.get(url)).await?;
        let keys = KeySet::from_jwks(&jwks);
        let keys = keys.map_err(|source| ProviderError::Keys {
            issuer: self.issuer().to_owned(),
            source,
        })?;
        self.reported.report(self.issuer(), keys.unusable());
        if keys.is_empty() && !keys.unusable().is_empty() {
            return Err(ProviderError::NoKeys(self.issuer().to_owned()));
        }
        Ok(keys)
    }

    pub(super) async fn userinfo(
        &self,
        endpoint: &Url,
        token: &BearerToken,
    ) -> Result<Userinfo, ProviderError> {
        let url = endpoint.as_str();
        let request = self.client().await?.get(url).bearer_auth(token.expose());
        let answer = send(url, request).await?;
        let is_jwt = is_jwt(&answer);
        let said = read(url, answer).await?;
        if is_jwt {
            let jwt = String::from_utf8(said).map_err(|_| unreadable(url, "it is no JWT"))?;
            Ok(Userinfo::Signed(jwt))
        } else {
            let claims = serde_json::from_slice(&said);
            let claims = claims.map_err(|_| unreadable(url, "it is no JSON object"))?;
            Ok(Userinfo::Plain(claims))
        }
    }

    fn place(&self, text: &str) -> Result<Url, ProviderError> {
        let place = self.issuer.place(text);
        place.ok_or_else(|| ProviderError::InsecureUrl(beginning(text)))
    }

    /// Returns the client, which is made when it is first needed: that takes longer than many a
    /// request.
    async fn client(&self) -> Result<&Client, ProviderError> {
        let make = async || client(&self.issuer);
        let made = self.client.get_or_try_init(make).await;
        made.map_err(|source| unfetched(self.issuer(), source))
    }
}

fn client(issuer: &IssuerUrl) -> Result<Client, reqwest::Error> {
    let client = Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none());
    // What is trusted because it stays on this machine must not go to a proxy.
    if issuer.is_here() {
        client.no_proxy().build()
    } else {
        client.build()
    }
}

/// Returns the beginning of what a provider wrote, which is enough to find it by, and fits into a
/// log.
fn beginning(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Sends a request, and reads what is answered.
async fn fetch(url: &str, request: RequestBuilder) -> Result<Vec<u8>, ProviderError> {
    let answer = send(url, request).await?;
    read(url, answer).await
}

/// Sends a request, and gives the answer if that is one.
async fn send(url: &str, request: RequestBuilder) -> Result<Response, ProviderError> {
    let answer = request.send().await;
    let answer = answer.map_err(|source| unfetched(url, source))?;
    if answer.status() == StatusCode::OK {
        return Ok(answer);
    }
    Err(ProviderError::Status {
        url: url.to_owned(),
        status: answer.status().as_u16(),
        retry_after: retry_after(&answer),
    })
}

/// Returns whether the body is a JWT, by its media type.
fn is_jwt(answer: &Response) -> bool {
    let media_type = answer.headers().get(CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.and_then(|value| value.split(';').next());
    media_type.is_some_and(|value| value.trim().eq_ignore_ascii_case("application/jwt"))
}

/// Reads a body, as far as it may be as large as it is.
async fn read(url: &str, mut answer: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer
        .chunk()
        .await
        .map_err(|source| unfetched(url, source))?
    {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BYTES {
            let url = url.to_owned();
            return Err(ProviderError::TooLarge { url });
        }
    }
    Ok(body)
}

/// Returns when to ask again ([RFC 9110,
/// 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)): after so many seconds, or at a
/// date by the provider's own clock.
fn retry_after(answer: &Response) -> Option<Duration> {
    let text = |name| answer.headers().get(name)?.to_str().ok();
    let asked = text(RETRY_AFTER)?.trim();
    let wait = if let Ok(seconds) = asked.parse() {
        Duration::from_secs(seconds)
    } else {
        let date = parse_http_date(asked).ok()?;
        let now = text(DATE).and_then(|now| parse_http_date(now).ok());
        let now = now.unwrap_or_else(SystemTime::now);
        date.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(LONGEST_WAIT))
}

fn unfetched(url: &str, source: reqwest::Error) -> ProviderError {
    let (url, source) = (url.to_owned(), source.without_url());
    ProviderError::Fetch { url, source }
}

fn unreadable(url: &str, reason: &'static str) -> ProviderError {
    let url = url.to_owned();
    ProviderError::Unreadable { url, reason }
}
