//! The worker: batches, malformed records, timeouts, redelivery and outages.

mod batches;
mod hanging;
mod mutations;
mod outages;
mod redelivery;
mod time;
