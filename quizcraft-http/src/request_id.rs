//! The id of a request, by which its lines in the log are found.

use std::cell::RefCell;

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Builder;
use uuid::fmt::Hyphenated;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Returns the id that the sender gave a request; or else gives it one, which its headers then have.
pub(crate) fn identify(headers: &mut HeaderMap) -> HeaderValue {
    let mut given = headers.get_all(REQUEST_ID).iter();
    match given.next() {
        Some(first) if is_usable(first) && given.all(is_usable) => first.clone(),
        _ => {
            let id = random();
            // In place of one that could not be used.
            headers.insert(REQUEST_ID, id.clone());
            id
        }
    }
}

/// Tells the id with the answer, unless the answer has one.
pub(crate) fn tell(headers: &mut HeaderMap, id: HeaderValue) {
    headers.entry(REQUEST_ID).or_insert(id);
}

/// Returns whether a log can be searched for an id that its sender made up.
fn is_usable(id: &HeaderValue) -> bool {
    const MAX_BYTES: usize = 64;
    // Among them no `@`: what is logged holds no address.
    let of_an_id = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:;=+/".contains(byte);
    id.len() <= MAX_BYTES && !id.is_empty() && id.as_bytes().iter().all(of_an_id)
}

/// Returns a random UUID.
#[expect(
    clippy::expect_used,
    reason = "hexadecimal digits and hyphens make a header"
)]
fn random() -> HeaderValue {
    let id = Builder::from_random_bytes(random_bytes()).into_uuid();
    let mut text = [0; Hyphenated::LENGTH];
    let text = id.hyphenated().encode_lower(&mut text);
    HeaderValue::from_str(text).expect("a UUID is visible ASCII")
}

/// How many ids one call of the operating system is for.
const BATCH: usize = 32;

/// Bytes from the operating system's source of randomness, which is called once for a batch of ids.
///
/// # Panics
///
/// If the operating system has no randomness to give.
#[expect(
    clippy::expect_used,
    reason = "without randomness there are no ids that differ"
)]
fn random_bytes() -> [u8; 16] {
    thread_local! {
        static UNUSED: RefCell<Vec<[u8; 16]>> = const { RefCell::new(Vec::new()) };
    }
    UNUSED.with_borrow_mut(|unused| {
        if unused.is_empty() {
            let mut bytes = [[0; 16]; BATCH];
            getrandom::fill(bytes.as_flattened_mut())
                .expect("the operating system gives randomness");
            unused.extend(bytes);
        }
        unused.pop().unwrap_or_default()
    })
}
