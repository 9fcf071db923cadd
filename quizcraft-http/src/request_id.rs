//! Request ids, which connect a response with its log lines.

use std::cell::RefCell;

use http::{HeaderMap, HeaderName, HeaderValue};
use quizcraft_core::{Correlation, RequestId};
use uuid::Builder;
use uuid::fmt::Hyphenated;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");

/// Returns the id in the request's headers. If it is missing or unusable, inserts a random id.
pub(crate) fn identify(headers: &mut HeaderMap) -> HeaderValue {
    let mut given = headers.get_all(REQUEST_ID).iter();
    match given.next() {
        Some(first) if is_usable(first) && given.all(is_usable) => first.clone(),
        _ => {
            let id = random();
            // Replaces an unusable id.
            headers.insert(REQUEST_ID, id.clone());
            id
        }
    }
}

/// Adds the id to the headers of a response, unless the response has one.
pub(crate) fn add_to(headers: &mut HeaderMap, id: HeaderValue) {
    headers.entry(REQUEST_ID).or_insert(id);
}

/// Returns whether a client's id is safe and short enough for the log.
fn is_usable(id: &HeaderValue) -> bool {
    parse(id).is_some()
}

/// Parses the id in a header.
fn parse(id: &HeaderValue) -> Option<RequestId> {
    id.to_str().ok()?.parse().ok()
}

/// Returns what joins the log lines of a request with those of the work that it causes: the request's id,
/// and the trace in `traceparent`. A malformed or repeated `traceparent` is ignored.
pub(crate) fn correlation(id: &HeaderValue, headers: &HeaderMap) -> Correlation {
    let mut traces = headers.get_all(TRACE_PARENT).iter();
    let trace = match (traces.next(), traces.next()) {
        (Some(trace), None) => trace.to_str().ok().and_then(|text| text.parse().ok()),
        _ => None,
    };
    Correlation::new(parse(id), trace)
}

/// Returns a random UUID.
#[expect(
    clippy::expect_used,
    reason = "hexadecimal digits and hyphens are a valid header value"
)]
fn random() -> HeaderValue {
    let id = Builder::from_random_bytes(random_bytes()).into_uuid();
    let mut text = [0; Hyphenated::LENGTH];
    let text = id.hyphenated().encode_lower(&mut text);
    HeaderValue::from_str(text).expect("a UUID is visible ASCII")
}

/// The number of ids for which one system call fetches random bytes.
const BATCH: usize = 32;

/// Returns random bytes of the operating system, fetched in batches per thread.
///
/// # Panics
///
/// If the operating system fails to return random bytes.
#[expect(
    clippy::expect_used,
    reason = "without random bytes, ids would not be unique"
)]
fn random_bytes() -> [u8; 16] {
    thread_local! {
        static UNUSED: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
    }
    UNUSED.with_borrow_mut(|unused| {
        if unused.is_empty() {
            let mut bytes = [[0; 16]; BATCH];
            getrandom::fill(bytes.as_flattened_mut())
                .expect("the operating system returns random bytes");
            unused.extend(bytes);
        }
        unused.pop().unwrap_or_default()
    })
}
