use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Tells the first event of a process from those after it.
#[derive(Clone, Debug)]
pub(super) struct ColdStart(Arc<AtomicBool>);

impl ColdStart {
    /// Of a process that has had no event yet.
    pub(super) fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// Returns one for the first event, and zero for all others.
    pub(super) fn count(&self) -> f64 {
        f64::from(u8::from(self.0.swap(false, Ordering::Relaxed)))
    }
}
