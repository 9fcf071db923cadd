//! The log of a request.

mod keys;
mod requests;
mod secrets;
