//! The worker with messages as they come: several, strange, late, twice.

mod batches;
mod outages;
mod redelivery;
mod time;
