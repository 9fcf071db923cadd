//! Games over HTTP.

mod answering;
mod game;
mod idempotency;
mod input;
mod limit;
mod paging;
