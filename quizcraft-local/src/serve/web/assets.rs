//! The files of the page, as HTTP responses.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

use super::policy::Policy;

/// The files below `web/`, compiled into the program.
#[derive(Embed)]
#[folder = "web/"]
struct Assets;

const PAGE: &str = "index.html";
const HTML: &str = "text/html; charset=utf-8";

/// Returns the response with the page, which no cache stores: browsers keep the policy of a page with its stored
/// copy, also if a later response has another one.
pub(super) fn page() -> Option<Response> {
    let file = Assets::get(PAGE)?;
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, HTML)];
    Some((headers, body(file)).into_response())
}

/// Returns the response with another file, or 304 if the client has its current version. Clients ask for the version
/// each time they use a file, so that all files are of one release.
pub(super) fn asset(path: &str, request: &HeaderMap) -> Option<Response> {
    let (content_type, policy) = described(path)?;
    let file = Assets::get(path)?;
    let tag = tag(&file);
    let is_known = is_known(request, &tag);
    let headers = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag)];
    Some(if is_known {
        // Browsers keep the policy of the stored response.
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        let content_type = [(CONTENT_TYPE, content_type)];
        (policy, headers, content_type, body(file)).into_response()
    })
}

fn body(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// Returns the media type and the policy of a file by its extension, or `None` if it is the page, or if files of that
/// kind are not served.
fn described(path: &str) -> Option<(&'static str, Policy)> {
    match path.rsplit_once('.')?.1 {
        "css" => Some(("text/css; charset=utf-8", Policy::of_part())),
        "js" => Some(("text/javascript; charset=utf-8", Policy::of_part())),
        // Browsers show an image as a document of its own, which may contain scripts.
        "svg" => Some(("image/svg+xml", Policy::default())),
        _ => None,
    }
}

/// Returns the entity tag: the start of the hash of the content.
fn tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let start = hash.iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("\"{}\"", start.collect::<String>())
}

/// Returns whether one of the entity tags in `If-None-Match` is that of the file ([RFC 9110,
/// 13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)).
fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let values = request.get_all(IF_NONE_MATCH).into_iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut tags = texts.flat_map(|text| text.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
