//! Maps every error to a status, a code and the body that all errors have.

use std::error::Error as StdError;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_core::{Error, ErrorCode, PlayError};

use crate::limits::MAX_BODY_BYTES;
use crate::readiness::NotReady;
use crate::wire::{ErrorBody, ErrorsBody, Json};
use quizcraft_identity::{Refusal, RefusalCode};

/// An error response.
///
/// Handlers of additional routes ([`router_with`](crate::router_with)) may return it, too:
///
/// ```
/// use axum::response::IntoResponse;
/// use quizcraft_http::Problem;
///
/// let problem = Problem::InvalidRequest("missing parameter: topic".to_owned());
/// assert_eq!(problem.into_response().status(), 400);
/// ```
///
/// An error of the quiz or a refusal of an authenticator becomes the response that the API sends:
///
/// ```
/// use std::time::Duration;
///
/// use axum::response::IntoResponse;
/// use quizcraft_core::Error;
/// use quizcraft_http::Problem;
/// use quizcraft_identity::{Refusal, TokenFault};
///
/// let retry_after = Duration::from_millis(1_500);
/// let limited = Problem::from(Error::TooManyGames { retry_after }).into_response();
/// assert_eq!(limited.status(), 429);
/// assert_eq!(limited.headers()["retry-after"], "2", "whole seconds, rounded up");
///
/// let expired = Problem::from(Refusal::from(TokenFault::Expired)).into_response();
/// assert_eq!(expired.status(), 401);
/// assert!(expired.headers().contains_key("www-authenticate"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// A use case of the quiz failed.
    Quiz(Error),
    /// The request is not authenticated.
    Refused(Refusal),
    /// The request is malformed. The client receives the text.
    InvalidRequest(String),
    /// The path has no route.
    NotFound,
    /// The path does not support the method.
    MethodNotAllowed,
    /// The body is larger than [`Api::MAX_BODY_BYTES`](crate::Api::MAX_BODY_BYTES).
    BodyTooLarge,
    /// The body is not `application/json`, or not in UTF-8.
    UnsupportedMediaType,
    /// The body has a content coding, such as gzip.
    UnsupportedContentCoding,
    /// The request timed out while the client was sending its body.
    BodyTimedOut,
    /// The request timed out.
    TimedOut,
    /// The server has too many connections. This is not logged as a failure.
    Overloaded,
    /// The server is not ready. This is not logged as a failure.
    NotReady(NotReady),
    /// The handler panicked.
    Panicked,
    /// An internal error. The cause is logged, and not sent to the client.
    Internal(BoxError),
    /// axum rejected the request with a status that has no variant of its own.
    Framework(StatusCode),
}

/// Marks a response whose body is already an error body.
#[derive(Clone)]
pub(crate) struct HasErrorBody;

/// The default `Retry-After`, for a pending game or an unavailable service.
const RETRY_AFTER_DEFAULT: Duration = Duration::from_secs(2);

/// The `Retry-After` of a full store: records expire, or are removed by an operator, within hours or days.
const RETRY_AFTER_FULL: Duration = Duration::from_hours(1);

impl Problem {
    /// Returns the status and the code.
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
            Self::BodyTimedOut => (S::REQUEST_TIMEOUT, ErrorCode::InvalidRequest.as_str()),
            Self::TimedOut | Self::Overloaded | Self::NotReady(_) => {
                with_code(ErrorCode::Unavailable)
            }
            Self::Framework(status) if status.is_client_error() => {
                (*status, ErrorCode::InvalidRequest.as_str())
            }
            Self::Internal(_) | Self::Panicked | Self::Framework(_) => {
                with_code(ErrorCode::Internal)
            }
        }
    }

    /// Returns the message for the client. It does not contain causes of internal errors.
    fn message(&self, status: StatusCode) -> String {
        match self {
            Self::Overloaded => {
                "the service has too many connections; the request had no effect".to_owned()
            }
            Self::NotReady(reason) => reason.to_string(),
            Self::Quiz(error @ Error::StoreFull(_)) => error.to_string(),
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => "internal error".to_owned(),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                "the service is unavailable; the request took effect in full or not at all"
                    .to_owned()
            }
            Self::Quiz(error) => error.to_string(),
            Self::Refused(refusal) => refusal.to_string(),
            Self::InvalidRequest(message) => message.clone(),
            Self::NotFound => "route not found".to_owned(),
            Self::MethodNotAllowed => "method not allowed".to_owned(),
            Self::BodyTooLarge => {
                format!("the body is too large: at most {MAX_BODY_BYTES} bytes are accepted")
            }
            Self::BodyTimedOut => "the body did not arrive in time".to_owned(),
            Self::UnsupportedMediaType => {
                "unsupported media type: expected application/json in UTF-8".to_owned()
            }
            Self::UnsupportedContentCoding => {
                "unsupported content coding: only identity is accepted".to_owned()
            }
            _ => "the request is invalid".to_owned(),
        }
    }

    /// Returns the entries of the body: one per invalid field, or a single one.
    fn entries(&self, status: StatusCode, code: &str) -> Vec<ErrorBody> {
        if let Self::Quiz(Error::InvalidGame(invalid)) = self {
            let fields = invalid.fields().iter();
            return fields
                .map(|error| ErrorBody::on_field(code, error))
                .collect();
        }
        vec![ErrorBody::new(code, self.message(status))]
    }

    /// Returns the header that is specific to the error.
    fn headers(&self, status: StatusCode) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Refused(refusal) if status == StatusCode::UNAUTHORIZED => {
                Some((WWW_AUTHENTICATE, refusal.challenge()))
            }
            Self::Refused(
                Refusal::Unavailable {
                    retry_after: Some(wait),
                    ..
                }
                | Refusal::TooManyRequests { retry_after: wait },
            ) => Some((RETRY_AFTER, seconds(*wait))),
            Self::UnsupportedContentCoding => {
                Some((ACCEPT_ENCODING, HeaderValue::from_static("identity")))
            }
            Self::Quiz(Error::Play(PlayError::Pending)) => {
                Some((RETRY_AFTER, seconds(RETRY_AFTER_DEFAULT)))
            }
            Self::Quiz(Error::TooManyGames { retry_after }) => {
                Some((RETRY_AFTER, seconds(*retry_after)))
            }
            Self::Quiz(Error::StoreFull(_)) => Some((RETRY_AFTER, seconds(RETRY_AFTER_FULL))),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                Some((RETRY_AFTER, seconds(RETRY_AFTER_DEFAULT)))
            }
            _ => None,
        }
    }

    /// Returns the cause of a 5xx response, for the log.
    fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Quiz(
                Error::StoreFull(cause) | Error::Unavailable(cause) | Error::Internal(cause),
            )
            | Self::Internal(cause) => Some(cause.as_ref()),
            Self::Refused(Refusal::Unavailable { source, .. } | Refusal::Internal(source)) => {
                Some(source.as_ref())
            }
            Self::TimedOut => Some(&TimedOut),
            _ => None,
        }
    }
}

/// Returns the status for a code of the core.
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
        ErrorCode::TooManyGames => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, code.as_str())
}

/// Returns the status for the code of a refusal.
const fn with_refusal(code: RefusalCode) -> (StatusCode, &'static str) {
    let status = match code {
        RefusalCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        RefusalCode::EmailNotVerified | RefusalCode::Forbidden => StatusCode::FORBIDDEN,
        RefusalCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        RefusalCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        RefusalCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, code.as_str())
}

/// The cause of a timeout of the router, where no gateway reported one.
#[derive(Debug, thiserror::Error)]
#[error("the request timed out")]
struct TimedOut;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        if status.is_server_error() && !matches!(self, Self::Overloaded | Self::NotReady(_)) {
            let cause = self.cause().map(|cause| Causes(cause).to_string());
            tracing::error!(code, cause, "the request failed");
        }
        let body = Json(ErrorsBody::new(self.entries(status, code)));
        let headers: HeaderMap = self.headers(status).into_iter().collect();
        let mut response = (status, headers, body).into_response();
        response.extensions_mut().insert(HasErrorBody);
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

/// Converts the status of a rejection by axum.
impl From<StatusCode> for Problem {
    fn from(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::TimedOut,
            other => Self::Framework(other),
        }
    }
}

/// Returns the value of `Retry-After`: whole seconds, rounded up, at least one.
fn seconds(wait: Duration) -> HeaderValue {
    let whole = wait.as_secs();
    let partial = u64::from(wait.subsec_nanos() > 0);
    HeaderValue::from(whole.saturating_add(partial).max(1))
}
