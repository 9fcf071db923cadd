//! The worker: batches, malformed records, timeouts, delays of failed records, redelivery, retention
//! and outages.

mod batches;
mod delays;
mod hanging;
mod mutations;
mod outages;
mod redelivery;
mod retention;
mod time;
