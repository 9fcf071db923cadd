//! What the log learns of a request, and what it does not.

mod keys;
mod requests;
mod secrets;
