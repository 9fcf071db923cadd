use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A body that is a JSON object; what is none is refused in the one format for errors.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType);
        }
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Problem::BodyTooLarge,
                    _ => {
                        Problem::InvalidRequest("the body could not be read to its end".to_owned())
                    }
                })?;
        object(&bytes).map(Self)
    }
}

/// Reads a JSON object. Of an array `serde` would make a struct as well, field by field; and of
/// anything else it would tell what the struct is called here.
fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if !bytes.trim_ascii_start().starts_with(b"{") {
        let message = "the body is not a JSON object";
        return Err(Problem::InvalidRequest(message.to_owned()));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| Problem::InvalidRequest(format!("the body: {error}")))
}

/// Whether the body says that it is JSON; parameters such as a charset make no difference.
fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
