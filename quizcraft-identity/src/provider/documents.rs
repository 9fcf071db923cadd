#[cfg(feature = "public-roots")]
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
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
use super::observer::{FetchObserver, ProviderDocument, observed};
#[cfg(feature = "public-roots")]
use super::public_roots;
use super::reported_keys::ReportedKeys;
use super::sign_in::SignInEndpoints;
use crate::{BearerToken, KeySet};

/// The maximum size of a response body of a provider, in bytes.
pub(super) const MAX_BYTES: usize = 256 * 1024;

/// The timeout of one request to a provider.
const TIMEOUT: Duration = Duration::from_secs(4);

/// The upper limit of `Retry-After`.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// A client for the documents of a provider. It caches nothing.
///
/// It does not follow redirects, which could lead to an insecure URL.
pub(super) struct Documents {
    issuer: IssuerUrl,
    client: OnceCell<Client>,
    reported: ReportedKeys,
    observer: OnceLock<Arc<dyn FetchObserver>>,
    #[cfg(feature = "public-roots")]
    trusts_public_roots: AtomicBool,
}

/// A response of the userinfo endpoint.
pub(super) enum Userinfo {
    /// Claims, as JSON.
    Plain(Map<String, Value>),
    /// A JWT, not verified yet.
    Signed(String),
}

/// The endpoints in a discovery document.
#[derive(Clone)]
pub(super) struct Configuration {
    jwks: Url,
    userinfo: Option<Url>,
    sign_in: Option<SignInEndpoints>,
}

#[derive(Deserialize)]
struct RawConfiguration {
    issuer: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
}

impl Configuration {
    /// Returns the userinfo endpoint, if the provider has one.
    pub(super) const fn userinfo(&self) -> Option<&Url> {
        self.userinfo.as_ref()
    }

    /// Returns the endpoints of the authorization code flow, if the provider has them.
    pub(super) const fn sign_in(&self) -> Option<&SignInEndpoints> {
        self.sign_in.as_ref()
    }
}

impl Documents {
    pub(super) fn of(issuer: IssuerUrl) -> Self {
        Self {
            issuer,
            client: OnceCell::new(),
            reported: ReportedKeys::default(),
            observer: OnceLock::new(),
            #[cfg(feature = "public-roots")]
            trusts_public_roots: AtomicBool::new(false),
        }
    }

    pub(super) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Reports each request to this observer, unless there is one already.
    pub(super) fn observe(&self, observer: Arc<dyn FetchObserver>) {
        self.observer.get_or_init(|| observer);
    }

    /// Trusts the public certificate authorities, unless a request was sent already.
    #[cfg(feature = "public-roots")]
    pub(super) fn trust_public_roots(&self) {
        self.trusts_public_roots.store(true, Ordering::Relaxed);
    }

    fn observer(&self) -> Option<&dyn FetchObserver> {
        self.observer.get().map(|observer| &**observer)
    }

    /// Fetches the discovery document.
    pub(super) async fn configuration(&self) -> Result<Configuration, ProviderError> {
        let fetch = self.fetch_configuration();
        observed(self.observer(), ProviderDocument::Configuration, fetch).await
    }

    /// Fetches the key set. An empty set is valid, but a set with unusable keys only is an error.
    pub(super) async fn keys(
        &self,
        configuration: &Configuration,
    ) -> Result<KeySet, ProviderError> {
        let fetch = self.fetch_keys(configuration);
        observed(self.observer(), ProviderDocument::Keys, fetch).await
    }

    /// Fetches the userinfo of the token's subject.
    pub(super) async fn userinfo(
        &self,
        endpoint: &Url,
        token: &BearerToken,
    ) -> Result<Userinfo, ProviderError> {
        let fetch = self.fetch_userinfo(endpoint, token);
        observed(self.observer(), ProviderDocument::Userinfo, fetch).await
    }

    async fn fetch_configuration(&self) -> Result<Configuration, ProviderError> {
        let url = self.issuer.discovery_url();
        let document = fetch(&url, self.client().await?.get(&url)).await?;
        let raw: RawConfiguration = serde_json::from_slice(&document)
            .map_err(|_| unreadable(&url, "not a discovery document"))?;
        if raw.issuer != self.issuer() {
            return Err(ProviderError::IssuerMismatch {
                issuer: self.issuer().to_owned(),
                claimed: truncated(&raw.issuer),
            });
        }
        let userinfo = raw.userinfo_endpoint.as_deref();
        Ok(Configuration {
            jwks: self.endpoint(&raw.jwks_uri)?,
            userinfo: userinfo.map(|url| self.endpoint(url)).transpose()?,
            sign_in: self.sign_in(&raw),
        })
    }

    /// Returns the endpoints of the authorization code flow. The verification of tokens does not need them, so an
    /// insecure one counts as missing.
    fn sign_in(&self, raw: &RawConfiguration) -> Option<SignInEndpoints> {
        let endpoint = |text: &Option<String>| self.endpoint(text.as_deref()?).ok();
        Some(SignInEndpoints {
            authorization: endpoint(&raw.authorization_endpoint)?,
            token: endpoint(&raw.token_endpoint)?,
            end_session: endpoint(&raw.end_session_endpoint),
        })
    }

    async fn fetch_keys(&self, configuration: &Configuration) -> Result<KeySet, ProviderError> {
        let url = configuration.jwks.as_str();
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

    async fn fetch_userinfo(
        &self,
        endpoint: &Url,
        token: &BearerToken,
    ) -> Result<Userinfo, ProviderError> {
        let url = endpoint.as_str();
        let request = self.client().await?.get(url).bearer_auth(token.expose());
        let response = send(url, request).await?;
        let is_jwt = is_jwt(&response);
        let body = read(url, response).await?;
        if is_jwt {
            let jwt = String::from_utf8(body).map_err(|_| unreadable(url, "not a JWT"))?;
            Ok(Userinfo::Signed(jwt))
        } else {
            let claims = serde_json::from_slice(&body);
            let claims = claims.map_err(|_| unreadable(url, "not a JSON object"))?;
            Ok(Userinfo::Plain(claims))
        }
    }

    fn endpoint(&self, text: &str) -> Result<Url, ProviderError> {
        let url = self.issuer.endpoint(text);
        url.ok_or_else(|| ProviderError::InsecureUrl(truncated(text)))
    }

    /// Returns the HTTP client. It is created at first use, because creating it is slow.
    async fn client(&self) -> Result<&Client, ProviderError> {
        let client = async || self.new_client();
        let client = self.client.get_or_try_init(client).await;
        client.map_err(|source| fetch_error(self.issuer(), source))
    }

    fn new_client(&self) -> Result<Client, reqwest::Error> {
        let client = Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none());
        #[cfg(feature = "public-roots")]
        let client = if self.trusts_public_roots.load(Ordering::Relaxed) {
            client.tls_certs_merge(public_roots::certificates()?)
        } else {
            client
        };
        // http is accepted because loopback traffic stays on this machine, so it must not go to a proxy.
        if self.issuer.is_loopback_http() {
            client.no_proxy().build()
        } else {
            client.build()
        }
    }
}

/// Truncates a text of a provider to a length that is suitable for a log.
fn truncated(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Sends a request and returns the response body.
async fn fetch(url: &str, request: RequestBuilder) -> Result<Vec<u8>, ProviderError> {
    let response = send(url, request).await?;
    read(url, response).await
}

/// Sends a request and returns the response if its status is 200.
async fn send(url: &str, request: RequestBuilder) -> Result<Response, ProviderError> {
    let response = request.send().await;
    let response = response.map_err(|source| fetch_error(url, source))?;
    if response.status() == StatusCode::OK {
        return Ok(response);
    }
    Err(ProviderError::Status {
        url: url.to_owned(),
        status: response.status().as_u16(),
        retry_after: retry_after(&response),
    })
}

/// Returns whether the body is a JWT, by its media type.
fn is_jwt(response: &Response) -> bool {
    let media_type = response.headers().get(CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.and_then(|value| value.split(';').next());
    media_type.is_some_and(|value| value.trim().eq_ignore_ascii_case("application/jwt"))
}

/// Reads a response body of at most [`MAX_BYTES`].
async fn read(url: &str, mut response: Response) -> Result<Vec<u8>, ProviderError> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|source| fetch_error(url, source))?
    {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_BYTES {
            let url = url.to_owned();
            return Err(ProviderError::TooLarge { url });
        }
    }
    Ok(body)
}

/// Returns the value of `Retry-After` ([RFC 9110,
/// 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)): a number of seconds, or a date,
/// which is compared to the provider's own clock in `Date`.
fn retry_after(response: &Response) -> Option<Duration> {
    let text = |name| response.headers().get(name)?.to_str().ok();
    let value = text(RETRY_AFTER)?.trim();
    let wait = if let Ok(seconds) = value.parse() {
        Duration::from_secs(seconds)
    } else {
        let date = parse_http_date(value).ok()?;
        let now = text(DATE).and_then(|now| parse_http_date(now).ok());
        let now = now.unwrap_or_else(SystemTime::now);
        date.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

fn fetch_error(url: &str, source: reqwest::Error) -> ProviderError {
    let (url, source) = (url.to_owned(), source.without_url());
    ProviderError::Fetch { url, source }
}

fn unreadable(url: &str, reason: &'static str) -> ProviderError {
    let url = url.to_owned();
    ProviderError::Unreadable { url, reason }
}
