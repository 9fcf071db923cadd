use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

use super::{Metrics, work_buckets};

/// Measures calls of the writer, by outcome.
#[derive(Clone)]
pub(super) struct Writing(Family<[(&'static str, &'static str); 1], Histogram>);

/// Every outcome of a call.
const OUTCOMES: [&str; 6] = [
    WRITTEN,
    REJECTED,
    NEEDS_LEASE,
    FAILED,
    TIMED_OUT,
    INTERRUPTED,
];
const WRITTEN: &str = "written";
const REJECTED: &str = "rejected";
/// The writer asked for the lease on the game, and is called again under it.
const NEEDS_LEASE: &str = "needs_lease";
const FAILED: &str = "failed";
const TIMED_OUT: &str = "timed_out";
/// The writer panicked, or the server stopped.
const INTERRUPTED: &str = "interrupted";

impl Default for Writing {
    fn default() -> Self {
        let durations = Family::new_with_constructor(work_buckets as fn() -> Histogram);
        // Exposed as zero before the first event, so that rates can be computed from the start.
        for outcome in OUTCOMES {
            drop(durations.get_or_create(&[("outcome", outcome)]));
        }
        Self(durations)
    }
}

impl Writing {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "The time that the writer took for the questions of a game, by outcome";
        registry.register_with_unit("writing_duration", help, Unit::Seconds, self.0.clone());
    }
}

/// A writer whose calls are measured.
struct MeasuredWriter {
    writer: Arc<dyn QuestionWriter>,
    metrics: Writing,
}

impl Metrics {
    /// Measures the calls of a writer, including the time that they wait for a thread.
    pub(crate) fn of_writer(&self, writer: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        let metrics = self.writing.clone();
        Arc::new(MeasuredWriter { writer, metrics })
    }
}

#[async_trait]
impl QuestionWriter for MeasuredWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let mut call = Call {
            metrics: &self.metrics,
            began: Instant::now(),
            outcome: INTERRUPTED,
        };
        let result = self.writer.write(brief).await;
        call.outcome = outcome(&result);
        result
    }
}

pub(super) const fn outcome(result: &Result<Drafts, WriteError>) -> &'static str {
    match result {
        Ok(_) => WRITTEN,
        Err(error) => error_outcome(error),
    }
}

/// Returns the outcome of a call without questions. The text of the error may contain keywords.
pub(crate) const fn error_outcome(error: &WriteError) -> &'static str {
    match error {
        WriteError::Impossible(_) => REJECTED,
        WriteError::NeedsLease => NEEDS_LEASE,
        WriteError::OutOfTime => TIMED_OUT,
        _ => FAILED,
    }
}

/// A call, which is recorded when it ends, even by a panic.
struct Call<'m> {
    metrics: &'m Writing,
    began: Instant,
    outcome: &'static str,
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let Writing(durations) = self.metrics;
        let duration = durations.get_or_create(&[("outcome", self.outcome)]);
        duration.observe(self.began.elapsed().as_secs_f64());
    }
}
