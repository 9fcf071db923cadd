//! Games over HTTP.

mod answering;
mod deployed_client;
mod game;
mod idempotency;
mod input;
mod kinds;
mod limit;
mod paging;
