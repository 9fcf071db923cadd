//! The limits of requests.

use std::time::Duration;

use crate::origin::Origin;

/// The maximum size of a request body, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;

/// The timeout of requests, and the origin that may send them from a browser.
#[derive(Clone)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) cors_origin: Option<Origin>,
}
