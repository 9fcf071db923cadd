//! The worker with messages as they come: several, strange, late, twice.

mod batches;
mod hanging;
mod mutations;
mod outages;
mod redelivery;
mod time;
