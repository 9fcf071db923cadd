use std::time::Duration;

use crate::{ModelError, ResearchError};

/// The reason why a request to a model or to a collection of articles failed: the source of [`ModelError`] and
/// [`ResearchError`]. It contains no URL, no header and no body, which can echo keys, keywords and prompts.
///
/// ```
/// use quizcraft_author::{HttpError, ModelError};
///
/// /// Whether an operator must change the key.
/// fn is_unauthorized(error: &ModelError) -> bool {
///     let ModelError::Temporary { source, .. } = error else { return false };
///     matches!(source.downcast_ref(), Some(HttpError::Status { status: 401 | 403, .. }))
/// }
///
/// let error = HttpError::Status { status: 401, retry_after: None };
/// assert!(is_unauthorized(&error.into()));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// The HTTP client cannot be created, for example because the system's root certificates are unusable.
    #[error("failed to create the HTTP client")]
    Client(#[source] reqwest::Error),
    /// The request cannot be sent.
    #[error("failed to build the request: {0}")]
    Request(&'static str),
    /// The server did not send the whole response in time.
    #[error("the request timed out")]
    TimedOut,
    /// The connection failed, or ended within the response.
    #[error("the connection failed")]
    Connection(#[source] reqwest::Error),
    /// The status of the response is not the expected one. Redirects are not followed.
    #[error("the server returned status {status}")]
    Status {
        /// The status of the response.
        status: u16,
        /// How long to wait before a retry, if the server says so.
        retry_after: Option<Duration>,
    },
    /// The server rejects the request for now, although the status of the response is that of a success.
    #[error("the server is overloaded or read-only")]
    Overloaded {
        /// How long to wait before a retry, if the server says so.
        retry_after: Option<Duration>,
    },
    /// The server rejects the request, although the status of the response is that of a success.
    #[error("the server rejects the request")]
    Rejected,
    /// The response body is too large. It is not read to its end.
    #[error("the response is larger than {max} bytes")]
    TooLarge {
        /// The maximum number of bytes.
        max: usize,
    },
    /// The response is malformed.
    #[error("the response is malformed: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl HttpError {
    /// Converts an error of the HTTP client that occurred while a request was sent or its response was read.
    pub(super) fn of(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::TimedOut
        } else if error.is_builder() {
            Self::Request("the URL or a header is invalid")
        } else {
            Self::Connection(error.without_url())
        }
    }

    pub(super) const fn malformed(reason: &'static str) -> Self {
        Self::Malformed { reason }
    }

    /// Returns whether a retry may succeed.
    const fn is_transient(&self) -> bool {
        match self {
            Self::TimedOut | Self::Connection(_) | Self::Overloaded { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::Client(_)
            | Self::Request(_)
            | Self::Rejected
            | Self::TooLarge { .. }
            | Self::Malformed { .. } => false,
        }
    }

    const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } | Self::Overloaded { retry_after } => *retry_after,
            _ => None,
        }
    }
}

/// An error of a model's server. Unlike a collection of articles, it rejects every request with the statuses 401, 403
/// and 404: the key is invalid or has no permission, or the model is unknown. With the status of a success other than 200,
/// it may have written a reply and bill it, so this is no rejection.
impl From<HttpError> for ModelError {
    fn from(error: HttpError) -> Self {
        let (is_transient, retry_after) = (error.is_transient(), error.retry_after());
        match error {
            HttpError::Status {
                status: 401 | 403 | 404,
                ..
            } => Self::of_every_request(error.into()),
            HttpError::Status {
                status: 200..=299, ..
            }
            | HttpError::Malformed { .. }
            | HttpError::TooLarge { .. } => Self::Unusable {
                source: error.into(),
                usage: None,
            },
            _ if is_transient => Self::Temporary {
                source: error.into(),
                retry_after,
            },
            _ => Self::Permanent {
                source: error.into(),
            },
        }
    }
}

impl From<HttpError> for ResearchError {
    fn from(error: HttpError) -> Self {
        let (is_transient, retry_after) = (error.is_transient(), error.retry_after());
        let source = error.into();
        if is_transient {
            Self::Temporary {
                source,
                retry_after,
            }
        } else {
            Self::Permanent { source }
        }
    }
}
