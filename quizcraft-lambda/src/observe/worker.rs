use std::time::Duration;

use lambda_http::Context;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::Clock;
use quizcraft_memory::SystemClock;

use super::metrics::{Line, Unit};
use super::{ColdStart, RoundTrips, refused};
use crate::event::InvalidEvent;

/// What the function is called in metrics.
const FUNCTION: &str = "worker";

/// What came of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The game is open, which was created then.
    Ready(Timestamp),
    /// The game is given up, with a reason that its player can read.
    GivenUp,
    /// The game was opened or given up before.
    Before,
    /// There is no such game.
    Gone,
    /// It is to be tried again.
    Failed,
    /// There was no time left for it.
    OutOfTime,
    /// It makes no sense.
    Unreadable,
}

impl Outcome {
    /// Returns whether the record need not be delivered again.
    pub(crate) const fn is_done(&self) -> bool {
        matches!(
            self,
            Self::Ready(_) | Self::GivenUp | Self::Before | Self::Gone
        )
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::GivenUp => "failed",
            Self::Before => "prepared before",
            Self::Gone => "gone",
            Self::Failed => "to be tried again",
            Self::OutOfTime => "out of time",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Writes one line for each batch of records.
#[derive(Clone)]
pub(crate) struct WorkerObserver {
    trips: RoundTrips,
    cold: ColdStart,
}

/// What came of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Handled {
    pub(crate) records: usize,
    pub(crate) again: usize,
    pub(crate) duration: Duration,
}

impl WorkerObserver {
    pub(crate) fn new(trips: RoundTrips) -> Self {
        let cold = ColdStart::new();
        Self { trips, cold }
    }

    /// Tells of an event that is no batch of records.
    pub(crate) fn note_refused(&self, invalid: InvalidEvent, context: &Context) {
        refused::note(invalid, FUNCTION, context, &self.cold);
    }

    /// Notes that a batch begins: what the start of the function took is not the batch's.
    pub(crate) fn begin(&self) {
        self.trips.take();
    }

    /// Tells what came of a batch.
    pub(crate) fn note_batch(&self, handled: Handled, context: &Context) {
        let mut line = line("batch", context);
        line.field("store_round_trips", self.trips.take());
        let duration = handled.duration.as_secs_f64() * 1_000.0;
        let metrics = [
            ("records", Unit::Count, count(handled.records)),
            ("records_again", Unit::Count, count(handled.again)),
            ("batch_duration", Unit::Milliseconds, duration),
            ("cold_starts", Unit::Count, self.cold.count()),
        ];
        line.metrics(&["function"], &metrics);
        line.write();
    }
}

/// Tells what came of a record. A record may come again and again, and is one each time; the game that
/// it is about gets ready or is given up once.
pub(crate) fn note_record(outcome: Outcome, message: Option<&str>, context: &Context) {
    let mut line = line("prepared", context);
    line.field("message_id", message);
    line.field("outcome", outcome.name());
    line.metrics(&["outcome"], &[("records", Unit::Count, 1.0)]);
    if matches!(outcome, Outcome::Ready(_) | Outcome::GivenUp) {
        line.metrics(&["outcome"], &[("games", Unit::Count, 1.0)]);
    }
    if let Outcome::Ready(created) = outcome {
        // Both moments are whole seconds, so this may be off by one.
        let waited = SystemClock.now().since(created).as_secs_f64();
        line.metrics(&[], &[("time_to_ready", Unit::Seconds, waited)]);
    }
    line.write();
}

fn line<'a>(message: &'a str, context: &'a Context) -> Line<'a> {
    let mut line = Line::new(message);
    line.field("function", FUNCTION);
    line.invocation(context);
    line
}

/// Returns a batch has ten thousand records at most.
fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
