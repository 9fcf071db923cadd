//! The one place where an error becomes a status, and the one body that errors have.

use std::error::Error as StdError;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_core::{Error, ErrorCode, PlayError};

use crate::limits::MAX_BODY_BYTES;
use crate::wire::{ErrorBody, ErrorsBody, Json};
use quizcraft_identity::{Refusal, RefusalCode};

/// Everything for which a request is answered with an error, and the answer itself.
///
/// A route of yours that [`router_with`](crate::router_with) serves beside the API's may return it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// A use case of the quiz failed.
    Quiz(Error),
    /// The request is not let in.
    Refused(Refusal),
    /// The request makes no sense, for the reason given, which its sender is told.
    InvalidRequest(String),
    /// There is nothing at this path.
    NotFound,
    /// This path has no such method.
    MethodNotAllowed,
    /// The body is larger than [`Api::MAX_BODY_BYTES`](crate::Api::MAX_BODY_BYTES).
    BodyTooLarge,
    /// The body is not `application/json`, or not in UTF-8.
    UnsupportedMediaType,
    /// The body has a content coding, such as gzip.
    UnsupportedContentCoding,
    /// The request took too long.
    OutOfTime,
    /// The handler panicked.
    Panicked,
    /// Something is wrong with the service, for a reason that only the log learns.
    Internal(BoxError),
    /// The framework refused the request, for a reason that has no name of its own here.
    Framework(StatusCode),
}

/// Marks an answer that has the one body for errors.
#[derive(Clone)]
pub(crate) struct InOneFormat;

/// How soon a game that is pending, or a service that did not answer, is worth another look.
const SOON: Duration = Duration::from_secs(2);

impl Problem {
    /// Returns the status and the code for each error.
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::Quiz(error) => with_code(error.code()),
            Self::InvalidRequest(_) => with_code(ErrorCode::InvalidRequest),
            Self::Refused(refusal) => with_refusal(refusal.code()),
            Self::NotFound => (S::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "body_too_large"),
            Self::UnsupportedMediaType | Self::UnsupportedContentCoding => {
                (S::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
            }
            Self::OutOfTime => with_code(ErrorCode::Unavailable),
            Self::Framework(status) if status.is_client_error() => {
                (*status, ErrorCode::InvalidRequest.as_str())
            }
            Self::Internal(_) | Self::Panicked | Self::Framework(_) => {
                with_code(ErrorCode::Internal)
            }
        }
    }

    /// Returns what the caller is told. Of what went wrong inside, nothing.
    fn message(&self, status: StatusCode) -> String {
        match self {
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => "internal error".to_owned(),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                "the service is unavailable; the request took effect in full or not at all"
                    .to_owned()
            }
            Self::Quiz(error) => error.to_string(),
            Self::Refused(refusal) => refusal.to_string(),
            Self::InvalidRequest(message) => message.clone(),
            Self::NotFound => "route not found".to_owned(),
            Self::MethodNotAllowed => "this path has no such method".to_owned(),
            Self::BodyTooLarge => format!("the body has more than {MAX_BODY_BYTES} bytes"),
            Self::UnsupportedMediaType => "the body must be application/json in UTF-8".to_owned(),
            Self::UnsupportedContentCoding => {
                "the body must not be compressed: the only content coding is identity".to_owned()
            }
            _ => "the request cannot be answered".to_owned(),
        }
    }

    /// Returns one entry for each thing that is wrong.
    fn entries(&self, status: StatusCode, code: &str) -> Vec<ErrorBody> {
        if let Self::Quiz(Error::InvalidGame(invalid)) = self {
            let fields = invalid.fields().iter();
            return fields
                .map(|error| ErrorBody::on_field(code, error))
                .collect();
        }
        vec![ErrorBody::new(code, self.message(status))]
    }

    /// Returns what a caller needs in the head of the answer.
    fn headers(&self, status: StatusCode) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Refused(refusal) if status == StatusCode::UNAUTHORIZED => {
                Some((WWW_AUTHENTICATE, refusal.challenge()))
            }
            Self::Refused(Refusal::Unavailable {
                retry_after: Some(wait),
                ..
            }) => Some((RETRY_AFTER, seconds(*wait))),
            Self::UnsupportedContentCoding => {
                Some((ACCEPT_ENCODING, HeaderValue::from_static("identity")))
            }
            Self::Quiz(Error::Play(PlayError::Pending)) => Some((RETRY_AFTER, seconds(SOON))),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => Some((RETRY_AFTER, seconds(SOON))),
            _ => None,
        }
    }

    /// Returns the cause of an error of the service itself, which only the log learns.
    fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Quiz(Error::Unavailable(cause) | Error::Internal(cause))
            | Self::Internal(cause) => Some(cause.as_ref()),
            Self::Refused(Refusal::Unavailable { source, .. } | Refusal::Internal(source)) => {
                Some(source.as_ref())
            }
            Self::OutOfTime => Some(&CutOff),
            _ => None,
        }
    }
}

/// Returns the status that a code of the core is answered with.
const fn with_code(code: ErrorCode) -> (StatusCode, &'static str) {
    let status = match code {
        ErrorCode::InvalidRequest
        | ErrorCode::InvalidGame
        | ErrorCode::InvalidAnswer
        | ErrorCode::QuestionsLimitReached => StatusCode::BAD_REQUEST,
        ErrorCode::NoSuchGame | ErrorCode::NoSuchQuestion => StatusCode::NOT_FOUND,
        ErrorCode::GamePending
        | ErrorCode::GameFailed
        | ErrorCode::AlreadyAnswered
        | ErrorCode::OutOfOrder => StatusCode::CONFLICT,
        ErrorCode::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, code.as_str())
}

/// Returns the status that a refusal is answered with.
const fn with_refusal(code: RefusalCode) -> (StatusCode, &'static str) {
    let status = match code {
        RefusalCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalCode::EmailNotVerified => StatusCode::FORBIDDEN,
        RefusalCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        RefusalCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, code.as_str())
}

/// Why a request has no answer that nothing else gave one in time: what it waited for did not say.
#[derive(Debug, thiserror::Error)]
#[error("the request was cut off at the end of its time")]
struct CutOff;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        if status.is_server_error() {
            let cause = self.cause().map(|cause| Causes(cause).to_string());
            tracing::error!(code, cause, "the request could not be served");
        }
        let body = Json(ErrorsBody::new(self.entries(status, code)));
        let headers: HeaderMap = self.headers(status).into_iter().collect();
        let mut response = (status, headers, body).into_response();
        response.extensions_mut().insert(InOneFormat);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Quiz(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What the framework says with a status alone.
impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::OutOfTime,
            other => Self::Framework(other),
        }
    }
}

/// Returns a time to wait as `Retry-After` tells it: whole seconds, and not none.
fn seconds(wait: Duration) -> HeaderValue {
    let whole = wait.as_secs();
    let begun = u64::from(wait.subsec_nanos() > 0);
    HeaderValue::from(whole.saturating_add(begun).max(1))
}
