//! The worker: batches, malformed records, timeouts, redelivery, retention and outages.

mod batches;
mod hanging;
mod mutations;
mod outages;
mod redelivery;
mod retention;
mod time;
