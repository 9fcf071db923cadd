//! Gateways that tests have in hand: a clock that stands still, chance that repeats itself, a
//! queue that can be looked into, a writer that does what it is told.

mod environment;
mod queue;
mod writer;

pub use environment::{ManualClock, SeededRandomness};
pub use queue::CollectingQueue;
pub use writer::ScriptedWriter;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks for a test, also where another thread of it panicked: that panic is what it will report.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
