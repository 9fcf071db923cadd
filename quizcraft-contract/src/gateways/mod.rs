//! Test doubles of gateways.

mod environment;
mod queue;
mod writer;

pub(crate) use environment::seeded_bytes;
pub use environment::{ManualClock, SeededRandomness};
pub use queue::CollectingQueue;
pub use writer::ScriptedWriter;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex and ignores poisoning, so that a test reports the panic that caused it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
