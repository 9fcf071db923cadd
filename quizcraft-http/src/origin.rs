use std::str::FromStr;

use http::HeaderValue;
use url::Url;

/// Where pages come from that may call the API, to the letter as a browser sends it: scheme, host
/// and port, nothing behind ([RFC 6454, 6.2](https://www.rfc-editor.org/rfc/rfc6454#section-6.2)).
///
/// ```
/// use quizcraft_http::Origin;
///
/// assert!("https://quiz.example.org".parse::<Origin>().is_ok());
/// assert!("http://localhost:1234".parse::<Origin>().is_ok());
/// assert!("https://quiz.example.org/".parse::<Origin>().is_err());
/// assert!("https://quiz.example.org:443".parse::<Origin>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// The text is no origin as a browser sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is no origin as browsers send it, such as https://quiz.example.org or http://localhost:1234"
)]
pub struct InvalidOrigin;

impl Origin {
    /// Returns every origin: for an API that is to be called from any page.
    #[must_use]
    pub const fn any() -> Self {
        Self(HeaderValue::from_static("*"))
    }

    /// Returns whether every origin is meant.
    pub(crate) fn is_any(&self) -> bool {
        self.0 == "*"
    }

    pub(crate) const fn as_header(&self) -> &HeaderValue {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let url = Url::parse(text).map_err(|_| InvalidOrigin)?;
        let web = matches!(url.scheme(), "https" | "http");
        if !web || url.origin().ascii_serialization() != text {
            return Err(InvalidOrigin);
        }
        HeaderValue::from_str(text)
            .map(Self)
            .map_err(|_| InvalidOrigin)
    }
}
