//! What bounds a request, and which pages may send one.

use std::time::Duration;

use crate::origin::Origin;

/// The greatest size of a request's body, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;

/// What bounds a request, and who may send one from a browser.
#[derive(Clone)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) cors_origin: Option<Origin>,
}
