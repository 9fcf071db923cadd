use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use serde::de::DeserializeOwned;

use super::HttpError;
use super::retry_after::retry_after;

/// A response whose body is not read yet.
pub(super) struct Response(reqwest::Response);

/// What a body should be, by its media type.
#[derive(Clone, Copy)]
pub(super) enum Media {
    Json,
    Xml,
    Html,
    Plain,
}

impl Response {
    pub(super) const fn of(response: reqwest::Response) -> Self {
        Self(response)
    }

    pub(super) fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Returns the target of a redirect.
    pub(super) fn location(&self) -> Option<&str> {
        let is_redirect = self.status().is_redirection();
        let location = self.0.headers().get(LOCATION).filter(|_| is_redirect)?;
        location.to_str().ok()
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// Returns how long the server asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers())
    }

    /// Returns the error of a response that is no success.
    pub(super) fn error(&self) -> HttpError {
        HttpError::Status {
            status: self.status().as_u16(),
            retry_after: self.retry_after(),
        }
    }

    /// Returns the response if its status is 200.
    pub(super) fn success(self) -> Result<Self, HttpError> {
        if self.status() == StatusCode::OK {
            Ok(self)
        } else {
            Err(self.error())
        }
    }

    /// Reads a body of JSON, of at most `max` bytes.
    pub(super) async fn json<T: DeserializeOwned>(self, max: usize) -> Result<T, HttpError> {
        let body = self.body(Media::Json, max).await?;
        // The error of the parser is dropped, because it can contain parts of the body.
        let parsed = serde_json::from_slice(&body);
        parsed.map_err(|_| HttpError::malformed("not the expected JSON"))
    }

    /// Reads a body of text, of at most `max` bytes.
    pub(super) async fn text(self, media: Media, max: usize) -> Result<String, HttpError> {
        let body = self.body(media, max).await?;
        String::from_utf8(body).map_err(|_| HttpError::malformed("not UTF-8"))
    }

    async fn body(mut self, media: Media, max: usize) -> Result<Vec<u8>, HttpError> {
        media.check(self.headers())?;
        // A declared length is checked first, so that nothing is read in vain.
        let declared = self.0.content_length().unwrap_or_default();
        if usize::try_from(declared).map_or(true, |declared| declared > max) {
            return Err(HttpError::TooLarge { max });
        }
        let mut body = Vec::new();
        while let Some(chunk) = self.0.chunk().await.map_err(HttpError::of)? {
            if body.len().saturating_add(chunk.len()) > max {
                return Err(HttpError::TooLarge { max });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

impl Media {
    /// Checks the header `Content-Type`, if there is one.
    fn check(self, headers: &HeaderMap) -> Result<(), HttpError> {
        let Some(value) = headers.get(CONTENT_TYPE) else {
            return Ok(());
        };
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        let essence = value.split(';').next().unwrap_or_default().trim();
        if self.includes(essence) {
            Ok(())
        } else {
            Err(HttpError::malformed(self.refusal()))
        }
    }

    fn includes(self, essence: &str) -> bool {
        match self {
            Self::Json => essence == "application/json" || essence.ends_with("+json"),
            Self::Xml => {
                matches!(essence, "application/xml" | "text/xml") || essence.ends_with("+xml")
            }
            Self::Html => matches!(essence, "text/html" | "application/xhtml+xml"),
            Self::Plain => essence == "text/plain",
        }
    }

    const fn refusal(self) -> &'static str {
        match self {
            Self::Json => "its media type is not that of JSON",
            Self::Xml => "its media type is not that of XML",
            Self::Html => "its media type is not that of HTML",
            Self::Plain => "its media type is not that of plain text",
        }
    }
}
