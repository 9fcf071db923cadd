//! The errors that routes have in common, for the document.

use utoipa::IntoResponses;

use crate::wire::ErrorsBody;

/// What every route may answer.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum Any {
    /// `unauthenticated`: no token, or one that does not verify; `WWW-Authenticate` tells why.
    #[response(status = 401, headers(("www-authenticate" = String, description = "`Bearer`, and what is wrong with the token.")))]
    Unauthenticated(ErrorsBody),
    /// `email_not_verified`: the identity provider does not vouch for the player's address.
    #[response(status = 403)]
    EmailNotVerified(ErrorsBody),
    /// `internal`: the cause is in the log under the id in `x-request-id`.
    #[response(status = 500, headers(("x-request-id" = String, description = "The id under which the log has the cause.")))]
    Internal(ErrorsBody),
}

/// What a route that reads answers while the service is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum UnavailableToRead {
    /// `unavailable`: a retry after `Retry-After` is safe.
    #[response(status = 503, headers(("retry-after" = u64, description = "In how many seconds to try again.")))]
    Unavailable(ErrorsBody),
}

/// What the start of a game answers while the service is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum UnavailableToStart {
    /// `unavailable`: the game is started or not, and the client cannot tell which. A retry after `Retry-After` with the same `Idempotency-Key` gives one game in all; without a key it may start a second game.
    #[response(status = 503, headers(("retry-after" = u64, description = "In how many seconds to try again.")))]
    Unavailable(ErrorsBody),
}

/// What an answer to a question comes to while the service is unavailable.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum UnavailableToAnswer {
    /// `unavailable`: the answer is recorded or not, and the client cannot tell which. A retry after `Retry-After` that names its `question` is safe: the same answer gives the same feedback. Without `question` it may answer the next question.
    #[response(status = 503, headers(("retry-after" = u64, description = "In how many seconds to try again.")))]
    Unavailable(ErrorsBody),
}

/// What every route that reads a body may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its documentation is used")]
pub(super) enum WithBody {
    /// `body_too_large`: more than 64 KiB.
    #[response(status = 413)]
    TooLarge(ErrorsBody),
    /// `unsupported_media_type`: not `application/json` in UTF-8, or compressed; in that case
    /// `Accept-Encoding` names `identity`.
    #[response(status = 415)]
    UnsupportedMediaType(ErrorsBody),
}
