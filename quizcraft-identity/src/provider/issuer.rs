use std::net::IpAddr;

use url::{Host, Url};

/// Why a text is no issuer. What it was is not told: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidIssuer {
    /// A man in the middle could answer for it.
    #[error("an issuer is an https URL (http is allowed on loopback only)")]
    Insecure,
    /// It is a URL with more in it than an issuer's, such as a password.
    #[error("an issuer is a URL without a user, a query or a fragment")]
    ExtraComponents,
}

/// The URL that an issuer goes by, to the letter.
pub(super) struct IssuerUrl {
    text: String,
    url: Url,
}

impl IssuerUrl {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidIssuer> {
        let url = secure(text).ok_or(InvalidIssuer::Insecure)?;
        if has_user(&url) || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidIssuer::ExtraComponents);
        }
        let text = text.to_owned();
        Ok(Self { text, url })
    }

    /// Returns what tokens and the provider itself call it.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns where the provider describes itself.
    pub(super) fn configuration(&self) -> String {
        let base = self.url.as_str().trim_end_matches('/');
        format!("{base}/.well-known/openid-configuration")
    }

    /// Returns whether its provider is on this machine.
    pub(super) fn is_here(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// Takes a place that the provider names, unless a man in the middle could answer for it: what is on
    /// this machine may be named by a provider on this machine only.
    pub(super) fn place(&self, text: &str) -> Option<Url> {
        let url = secure(text).filter(|url| !has_user(url))?;
        (url.scheme() == "https" || self.is_here()).then_some(url)
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Parses a URL that is safe from a man in the middle: https, or http on loopback.
fn secure(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let local = match url.host()? {
        Host::Ipv4(address) => IpAddr::from(address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(address).is_loopback(),
        Host::Domain(name) => name == "localhost",
    };
    let fits = url.scheme() == "https" || (url.scheme() == "http" && local);
    fits.then_some(url)
}
