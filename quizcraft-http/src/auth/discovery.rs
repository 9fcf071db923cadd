use std::net::IpAddr;
use std::time::Duration;

use serde::Deserialize;
use url::{Host, Url};

use super::{InvalidKeySet, KeySet};

/// Why an issuer's keys could not be learned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The issuer is not a URL that tokens could be trusted by.
    #[error("{0:?} is not an https URL (http is allowed on loopback only)")]
    NotSecure(String),
    /// The issuer is a URL with more in it than an issuer's, such as a password.
    #[error("an issuer is a URL without a user, a query or a fragment")]
    NotAnIssuer,
    /// One of its documents could not be fetched.
    #[error("{url} cannot be fetched")]
    Fetch {
        /// Which document.
        url: String,
        /// Why.
        source: reqwest::Error,
    },
    /// One of its documents is not where it should be.
    #[error("{url} answers {status}")]
    Status {
        /// Which document.
        url: String,
        /// With which status.
        status: u16,
    },
    /// It calls itself something else.
    #[error("{issuer} calls itself {claimed:?}")]
    OtherIssuer {
        /// The issuer that was asked.
        issuer: String,
        /// What it calls itself.
        claimed: String,
    },
    /// Its keys can't be read.
    #[error("the keys of {issuer} cannot be read")]
    Keys {
        /// Whose keys.
        issuer: String,
        /// Why.
        source: InvalidKeySet,
    },
    /// None of its keys is of a kind known here.
    #[error("{0} has no key for RS256, ES256 or EdDSA")]
    NoKeys(String),
}

#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    jwks_uri: String,
}

/// Learns an issuer's public keys by
/// [OpenID Connect discovery](https://openid.net/specs/openid-connect-discovery-1_0.html).
///
/// A document that has moved is not followed: it could lead to where others answer.
///
/// # Errors
///
/// A [`DiscoveryError`] that says which step failed.
pub async fn discover(issuer: &str) -> Result<KeySet, DiscoveryError> {
    let base = issuer_url(issuer)?;
    let client = client(&base).map_err(|source| fetch_error(issuer, source))?;
    let location = format!(
        "{}/.well-known/openid-configuration",
        base.as_str().trim_end_matches('/')
    );
    let configuration: Configuration = fetch(&client, &location).await?;
    if configuration.issuer != issuer {
        let (issuer, claimed) = (issuer.to_owned(), configuration.issuer);
        return Err(DiscoveryError::OtherIssuer { issuer, claimed });
    }
    let location = secure(&configuration.jwks_uri)?.to_string();
    let jwks: serde_json::Value = fetch(&client, &location).await?;
    keys(issuer, &jwks)
}

fn issuer_url(issuer: &str) -> Result<Url, DiscoveryError> {
    let url = secure(issuer)?;
    let user = !url.username().is_empty() || url.password().is_some();
    if user || url.query().is_some() || url.fragment().is_some() {
        return Err(DiscoveryError::NotAnIssuer);
    }
    Ok(url)
}

fn client(base: &Url) -> Result<reqwest::Client, reqwest::Error> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none());
    // What is trusted because it stays on this machine must not go to a proxy.
    match base.scheme() {
        "http" => client.no_proxy().build(),
        _ => client.build(),
    }
}

fn keys(issuer: &str, jwks: &serde_json::Value) -> Result<KeySet, DiscoveryError> {
    let keys = KeySet::from_jwks(&jwks.to_string());
    let keys = keys.map_err(|source| DiscoveryError::Keys {
        issuer: issuer.to_owned(),
        source,
    })?;
    if keys.is_empty() {
        return Err(DiscoveryError::NoKeys(issuer.to_owned()));
    }
    Ok(keys)
}

async fn fetch<T: for<'de> Deserialize<'de>>(
    client: &reqwest::Client,
    url: &str,
) -> Result<T, DiscoveryError> {
    let answer = client.get(url).send().await;
    let answer = answer.map_err(|source| fetch_error(url, source))?;
    if answer.status() != reqwest::StatusCode::OK {
        let (url, status) = (url.to_owned(), answer.status().as_u16());
        return Err(DiscoveryError::Status { url, status });
    }
    let document = answer.json().await;
    document.map_err(|source| fetch_error(url, source))
}

fn fetch_error(url: &str, source: reqwest::Error) -> DiscoveryError {
    DiscoveryError::Fetch {
        url: url.to_owned(),
        source,
    }
}

/// Takes a URL that nobody on the way can answer for: https, or http that stays on this machine.
fn secure(text: &str) -> Result<Url, DiscoveryError> {
    let refused = || DiscoveryError::NotSecure(text.to_owned());
    let url = Url::parse(text).map_err(|_| refused())?;
    let local = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let fits = url.scheme() == "https" || (url.scheme() == "http" && local);
    if fits { Ok(url) } else { Err(refused()) }
}
