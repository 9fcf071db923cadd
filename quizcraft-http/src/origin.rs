use std::str::FromStr;

use http::HeaderValue;
use url::Url;

/// The origin of pages that may call the API, exactly as browsers send it: scheme, host, and the port
/// unless it is the default ([RFC 6454, 6.2](https://www.rfc-editor.org/rfc/rfc6454#section-6.2)).
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

/// The text is not an origin as browsers send it.
///
/// ```
/// let error = "quiz.example.org".parse::<quizcraft_http::Origin>().unwrap_err();
/// assert!(error.to_string().contains("such as https://quiz.example.org"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an origin as browsers send it, such as https://quiz.example.org or http://localhost:1234"
)]
pub struct InvalidOrigin;

impl Origin {
    /// Returns the wildcard `*`, which allows pages of every origin.
    #[must_use]
    pub const fn any() -> Self {
        Self(HeaderValue::from_static("*"))
    }

    /// Returns whether this is the wildcard.
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
