use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A body that is a JSON object in UTF-8, and not compressed; what is none is refused in the one format
/// for errors.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType);
        }
        if !is_uncoded(request.headers()) {
            return Err(Problem::UnsupportedContentCoding);
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

/// Returns whether the body says that it is JSON. Its charset is UTF-8, if it says so at all (ASCII
/// is a part of that); other parameters make no difference.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(media) = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
    let mut charsets = parameters.split(';').filter_map(charset);
    essence.trim().eq_ignore_ascii_case("application/json")
        && charsets
            .all(|name| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii"))
}

/// Returns the charset that a parameter of a media type names, if it is that parameter.
fn charset(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    let value = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("charset").then_some(value)
}

/// Returns whether the body comes as it is. `identity` says just that.
fn is_uncoded(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = codings.flat_map(|list| list.as_bytes().split(|byte| *byte == b','));
    codings.all(|coding| {
        let coding = coding.trim_ascii();
        coding.is_empty() || coding.eq_ignore_ascii_case(b"identity")
    })
}
