//! Admits connections up to a limit, and rejects further ones up to another.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The number of connections that are rejected with a response at a time. Further ones are closed at once.
const MAX_REJECTIONS: usize = 32;

/// The minimum interval between two log lines about rejected connections.
const LOG_INTERVAL: Duration = Duration::from_secs(10);

/// Counts connections.
pub(super) struct Admission {
    max_connections: usize,
    connections: Arc<Semaphore>,
    rejections: Arc<Semaphore>,
    unreported: u64,
    last_report: Option<Instant>,
}

/// What happens to a connection. The permit is held until the connection is closed.
pub(super) enum Admitted {
    /// It is served.
    Served(OwnedSemaphorePermit),
    /// Its request is answered with 503.
    Rejected(OwnedSemaphorePermit),
    /// It is closed at once.
    Closed,
}

impl Admission {
    pub(super) fn new(max_connections: usize) -> Self {
        let permits = max_connections.min(Semaphore::MAX_PERMITS);
        Self {
            max_connections,
            connections: Arc::new(Semaphore::new(permits)),
            rejections: Arc::new(Semaphore::new(MAX_REJECTIONS)),
            unreported: 0,
            last_report: None,
        }
    }

    /// Decides about a new connection.
    pub(super) fn admit(&mut self) -> Admitted {
        if let Ok(permit) = Arc::clone(&self.connections).try_acquire_owned() {
            return Admitted::Served(permit);
        }
        self.report_rejection();
        let permit = Arc::clone(&self.rejections).try_acquire_owned();
        permit.map_or(Admitted::Closed, Admitted::Rejected)
    }

    /// Logs the number of rejected connections, at most once per [`LOG_INTERVAL`].
    fn report_rejection(&mut self) {
        self.unreported = self.unreported.saturating_add(1);
        let is_due = |last: Instant| last.elapsed() >= LOG_INTERVAL;
        if self.last_report.is_none_or(is_due) {
            let (max_connections, rejected) = (self.max_connections, self.unreported);
            tracing::warn!(
                max_connections,
                rejected,
                "rejecting connections over the limit"
            );
            self.unreported = 0;
            self.last_report = Some(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn served_and_rejected_connections_are_limited_in_number() {
        // Given as many connections as are served and rejected,
        let mut admission = Admission::new(2);
        let served = [admission.admit(), admission.admit()];
        assert!(served.iter().all(|one| matches!(one, Admitted::Served(_))));
        let rejected: Vec<_> = (0..MAX_REJECTIONS).map(|_| admission.admit()).collect();
        let is_rejected = |one: &Admitted| matches!(one, Admitted::Rejected(_));
        assert!(rejected.iter().all(is_rejected));

        // when another one arrives, then it is closed,
        assert!(matches!(admission.admit(), Admitted::Closed));

        // and one that ends makes room for the next.
        drop(rejected);
        assert!(matches!(admission.admit(), Admitted::Rejected(_)));
        drop(served);
        assert!(matches!(admission.admit(), Admitted::Served(_)));
    }
}
