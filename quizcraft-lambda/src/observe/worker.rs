use std::time::Duration;

use lambda_http::Context;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::Clock;
use quizcraft_memory::SystemClock;

use super::RoundTrips;
use super::invocation::{ColdStart, write_invalid_event};
use super::metrics::{Line, Unit};
use super::model::ModelMetrics;
use crate::event::InvalidEvent;
use crate::worker::Message;

/// The name of the function in metrics.
const FUNCTION: &str = "worker";

/// The outcome of processing one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The game is open. It was created at this time.
    Ready(Timestamp),
    /// The game failed, with a reason for its player.
    GameFailed,
    /// The game had been opened or had failed before.
    AlreadyPrepared,
    /// The game does not exist.
    Gone,
    /// The attempt failed. The record must be delivered again, after this time if it is known.
    Retry(Option<Duration>),
    /// The attempt timed out. The record must be delivered again.
    TimedOut,
    /// The message is malformed. SQS moves it to the dead-letter queue after its last delivery.
    Malformed,
}

impl Outcome {
    /// Returns whether the record can be deleted from the queue.
    pub(crate) const fn is_done(&self) -> bool {
        matches!(
            self,
            Self::Ready(_) | Self::GameFailed | Self::AlreadyPrepared | Self::Gone
        )
    }

    /// Returns the time after which the record may be delivered again, if the error names it.
    pub(crate) const fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Retry(after) => after,
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::GameFailed => "failed",
            Self::AlreadyPrepared => "prepared before",
            Self::Gone => "gone",
            Self::Retry(_) => "to be tried again",
            Self::TimedOut => "out of time",
            Self::Malformed => "unreadable",
        }
    }
}

/// Writes one log line per batch of records.
#[derive(Clone)]
pub(crate) struct WorkerObserver {
    trips: RoundTrips,
    cold_start: ColdStart,
    model: Option<ModelMetrics>,
}

/// The outcome of a batch.
#[derive(Clone, Copy)]
pub(crate) struct BatchSummary {
    pub(crate) records: usize,
    pub(crate) failed: usize,
    pub(crate) duration: Duration,
}

impl WorkerObserver {
    pub(crate) fn new(trips: RoundTrips) -> Self {
        let cold_start = ColdStart::new();
        Self {
            trips,
            cold_start,
            model: None,
        }
    }

    /// Returns the observer with the metrics of a language model, if there is one.
    pub(crate) fn with_model(self, model: Option<ModelMetrics>) -> Self {
        Self { model, ..self }
    }

    /// Writes the log line of an invalid event.
    pub(crate) fn rejected(&self, invalid: InvalidEvent, context: &Context) {
        write_invalid_event(invalid, FUNCTION, context, &self.cold_start);
    }

    /// Begins a batch, and discards the round trips of the start.
    pub(crate) fn begin(&self) {
        self.trips.take();
    }

    /// Writes the log line of a batch.
    pub(crate) fn write_batch(&self, batch: BatchSummary, context: &Context) {
        let mut line = line("batch", context);
        line.field("store_round_trips", self.trips.take());
        let duration = batch.duration.as_secs_f64() * 1_000.0;
        // Also where they are zero, so that the share of failed records is known.
        line.metric("records", Unit::Count, count(batch.records));
        line.metric("records_again", Unit::Count, count(batch.failed));
        line.metric("batch_duration", Unit::Milliseconds, duration);
        line.count("cold_starts", self.cold_start.count());
        if let Some(model) = &self.model {
            model.add_to(&mut line);
        }
        line.write();
    }
}

/// Writes the log line of a record. A game counts once, when it is opened or fails, however often its
/// record is delivered.
pub(crate) fn write_record(outcome: Outcome, message: &Message, context: &Context) {
    let mut line = line("prepared", context);
    line.field("message_id", message.message_id());
    if let Some(request) = message.request_id() {
        line.field("request_id", request.as_str());
    }
    line.field("outcome", outcome.name());
    match outcome {
        Outcome::Ready(created) => {
            // Both times are whole seconds, so the difference may be off by one.
            let waited = SystemClock.now().since(created).as_secs_f64();
            line.count("games_ready", 1_u32);
            line.metric("time_to_ready", Unit::Seconds, waited);
        }
        Outcome::GameFailed => line.count("games_failed", 1_u32),
        _ => {}
    }
    line.write();
}

fn line<'a>(message: &'a str, context: &'a Context) -> Line<'a> {
    let mut line = Line::new(FUNCTION, message);
    line.invocation(context);
    line
}

/// Converts a count of records. A batch has at most ten thousand records.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
