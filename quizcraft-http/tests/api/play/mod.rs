//! Games as players play them over the wire.

mod answering;
mod game;
mod idempotency;
mod input;
mod paging;
