//! What the log learns of a request, and what it does not.

mod requests;
#[cfg(feature = "discovery")]
mod secrets;
