use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

/// The base URL of a server: https, or http on loopback. Paths are appended to it.
///
/// ```
/// use quizcraft_author::BaseUrl;
///
/// assert!(BaseUrl::parse("https://api.openai.com/v1").is_ok());
/// assert!(BaseUrl::parse("http://127.0.0.1:8080/v1/").is_ok());
/// let error = BaseUrl::parse("http://models.example.org/v1").unwrap_err();
/// assert_eq!(error.to_string(), "expected an https URL (http is accepted on loopback only)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// The reason why a text is not a base URL. The error does not contain the text, which may contain a
/// password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// The text is not a URL, or its scheme allows others to read the key and the articles.
    #[error("expected an https URL (http is accepted on loopback only)")]
    Insecure,
    /// The URL contains a user, a password, a query or a fragment.
    #[error("expected a URL without user, password, query and fragment")]
    ExtraComponents,
}

impl BaseUrl {
    /// Parses a URL. A slash at its end makes no difference.
    ///
    /// # Errors
    ///
    /// [`InvalidBaseUrl`] if the text is not an https URL (or http on loopback), or if it contains a user, a
    /// query or a fragment.
    pub fn parse(text: &str) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(text).map_err(|_| InvalidBaseUrl::Insecure)?;
        if url.scheme() != "https" && !is_loopback_http(&url) {
            return Err(InvalidBaseUrl::Insecure);
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidBaseUrl::ExtraComponents);
        }
        Ok(Self(url))
    }

    /// Returns the URL of a path below the base. Each segment is encoded; `.` and `..` are dropped.
    pub(super) fn join<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.0.clone();
        // An http or https URL always has a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// Returns the URL without a slash at its end.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Returns the path of the base, without a slash at its end.
    pub(super) fn path(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }
}

/// Returns whether the scheme is http, and the host is this machine.
pub(super) fn is_loopback_http(url: &Url) -> bool {
    let local = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "http" && local
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({:?})", self.0.as_str())
    }
}
