//! What the log learns of a request, and what it does not.

#[cfg(feature = "discovery")]
mod keys;
mod requests;
#[cfg(feature = "discovery")]
mod secrets;
