//! The error responses that several routes share, for the OpenAPI document.

use utoipa::IntoResponses;

use crate::wire::ErrorsBody;

/// The error responses of every route.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum CommonErrors {
    /// `unauthenticated`: the credentials are missing or invalid. `WWW-Authenticate` contains the reason.
    #[response(status = 401, headers(("www-authenticate" = String, description = "The authentication scheme, with the fault of invalid credentials.")))]
    Unauthenticated(ErrorsBody),
    /// `email_not_verified`: the identity provider has no verified email address of the player; `forbidden`: the application denies access.
    #[response(status = 403)]
    EmailNotVerified(ErrorsBody),
    /// `internal`: an internal error. The log contains the cause under the id in `x-request-id`.
    #[response(status = 500, headers(("x-request-id" = String, description = "The id of the request in the log.")))]
    Internal(ErrorsBody),
}

/// The error response of a route that reads, if a gateway is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum ReadUnavailable {
    /// `unavailable`: a retry after `Retry-After` is safe.
    #[response(status = 503, headers(("retry-after" = u64, description = "The time after which to retry, in seconds.")))]
    Unavailable(ErrorsBody),
}

/// The error response of starting a game, if a gateway is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum StartUnavailable {
    /// `unavailable`: the game may have been started. A retry after `Retry-After` with the same `Idempotency-Key` does not start a second game; a retry without a key may.
    #[response(status = 503, headers(("retry-after" = u64, description = "The time after which to retry, in seconds.")))]
    Unavailable(ErrorsBody),
}

/// The error response of answering a question, if a gateway is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum AnswerUnavailable {
    /// `unavailable`: the answer may have been recorded. A retry after `Retry-After` with the same `question` and response is idempotent; a retry without `question` may answer the next question.
    #[response(status = 503, headers(("retry-after" = u64, description = "The time after which to retry, in seconds.")))]
    Unavailable(ErrorsBody),
}

/// The error responses of every route with a request body.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum BodyErrors {
    /// `invalid_request`: the body did not arrive in time. The request had no effect.
    #[response(status = 408)]
    TimedOut(ErrorsBody),
    /// `body_too_large`: the body is larger than 64 KiB.
    #[response(status = 413)]
    TooLarge(ErrorsBody),
    /// `unsupported_media_type`: the body is not `application/json` in UTF-8, or it is compressed. In the
    /// latter case, `Accept-Encoding` is `identity`.
    #[response(status = 415)]
    UnsupportedMediaType(ErrorsBody),
}
