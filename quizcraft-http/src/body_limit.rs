//! The limit of the size of a request body.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body_util::Limited;

use crate::limits::MAX_BODY_BYTES;
use crate::problem::Problem;

/// Limits a request body to [`MAX_BODY_BYTES`]. Rejects it before it is read if `Content-Length` is
/// larger.
pub(crate) fn limited(request: Request) -> Result<Request, Problem> {
    let length = length(request.headers());
    if length.is_some_and(|length| length > MAX_BODY_BYTES) {
        return Err(Problem::BodyTooLarge);
    }
    if request.body().is_end_stream() {
        return Ok(request);
    }
    let limit = length.unwrap_or(MAX_BODY_BYTES);
    Ok(request.map(|body| Body::new(Limited::new(body, limit))))
}

/// Returns the value of `Content-Length`.
fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
