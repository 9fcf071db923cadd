use std::net::IpAddr;

use url::{Host, Url};

/// The reason why a text is not an issuer. The error does not contain the text, which may contain a
/// password.
///
/// ```
/// use quizcraft_identity::{InvalidIssuer, Provider};
///
/// let refused = |issuer| Provider::new(issuer).unwrap_err();
/// assert_eq!(refused("http://id.example.org/"), InvalidIssuer::Insecure);
/// assert_eq!(refused("https://id.example.org/?tenant=1"), InvalidIssuer::ExtraComponents);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidIssuer {
    /// The text is not a URL, or its scheme allows a man-in-the-middle attack.
    #[error("expected an https URL (http is accepted on loopback only)")]
    Insecure,
    /// The URL contains a user, a password, a query or a fragment.
    #[error("expected a URL without user, password, query and fragment")]
    ExtraComponents,
}

/// The URL that identifies an issuer. Issuers are compared byte by byte, so the text is kept.
pub(super) struct IssuerUrl {
    text: String,
    url: Url,
}

impl IssuerUrl {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidIssuer> {
        let url = parse_secure(text).ok_or(InvalidIssuer::Insecure)?;
        if has_user(&url) || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidIssuer::ExtraComponents);
        }
        let text = text.to_owned();
        Ok(Self { text, url })
    }

    /// Returns the text, as it is in tokens and in the discovery document.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the URL of the discovery document.
    pub(super) fn discovery_url(&self) -> String {
        let base = self.url.as_str().trim_end_matches('/');
        format!("{base}/.well-known/openid-configuration")
    }

    /// Returns whether the issuer is an http URL, which is accepted on loopback only.
    pub(super) fn is_loopback_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// Parses the URL of an endpoint of this provider. Returns `None` if the URL is insecure: only a
    /// provider that itself uses http on loopback may have endpoints with http on loopback.
    pub(super) fn endpoint(&self, text: &str) -> Option<Url> {
        let url = parse_secure(text).filter(|url| !has_user(url))?;
        (url.scheme() == "https" || self.is_loopback_http()).then_some(url)
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Parses a URL whose scheme is https, or http on loopback.
fn parse_secure(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let local = match url.host()? {
        Host::Ipv4(address) => IpAddr::from(address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(address).is_loopback(),
        Host::Domain(name) => name == "localhost",
    };
    let fits = url.scheme() == "https" || (url.scheme() == "http" && local);
    fits.then_some(url)
}
