//! The quiz of a server, with its workers and its sweeper in the background.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::{Gateways, Lease, PendingTimeout, Quiz};
use quizcraft_memory::{
    MemoryQueue, OsRandomness, QueuePolicy, Sweeper, SystemClock, Worker, WriterThreads,
};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::observation::Observation;
use super::stores::Stores;
use super::writer::writer;
use crate::log_buffer::DroppedLines;
use crate::metrics::{Exposition, Metrics, PendingCount, Sources};
use crate::model::Model;
use crate::options::ServeOptions;

/// How often pending and expired games are swept. In a file, a sweep reads the whole table of games for
/// the pending ones, and all tables for what has expired.
const SWEEP_PERIOD: Duration = Duration::from_mins(1);

/// The time that preparing a game may take in addition to writing its questions: reading the game, opening
/// it, and waiting for a cancelled writer. After that, the queue delivers the work again.
const OVERHEAD: Duration = Duration::from_secs(15);

/// The time that cancelled workers and writers have to stop. A writer that blocks its thread ends with the
/// process.
const STOP_TIMEOUT: Duration = Duration::from_millis(500);

/// The quiz, and what prepares its games.
pub(super) struct Engine {
    quiz: Quiz,
    queue: Arc<MemoryQueue>,
    writer: WriterThreads,
    pending_timeout: PendingTimeout,
    model: Option<Model>,
}

impl Engine {
    pub(super) fn new(
        options: &ServeOptions,
        stores: &Stores,
        observation: Observation<'_>,
        model: Option<Model>,
    ) -> Self {
        let writing = options.writing_timeout();
        let attempt = attempt_limit(writing, writer_calls(model.as_ref()));
        let queue = queue(attempt, max_deliveries(model.as_ref()));
        let pending_timeout = pending_timeout(attempt);
        let quiz = Quiz::new(Gateways::new(
            observation.of_games(stores.games()),
            Arc::clone(&queue) as _,
            Arc::new(SystemClock),
            Arc::new(OsRandomness),
        ));
        let quiz = quiz
            .with_pending_timeout(pending_timeout)
            .with_games_per_hour(options.games_per_hour())
            .with_expensive_games_per_hour(options.expensive_games_per_hour())
            .with_retention(options.retention());
        Self {
            quiz,
            queue,
            writer: writer(writing, model.as_ref()),
            pending_timeout,
            model,
        }
    }

    pub(super) fn quiz(&self) -> Quiz {
        self.quiz.clone()
    }

    /// Starts the workers, and the sweeper if this server is the only one that uses the store.
    pub(super) fn start(
        &self,
        workers: usize,
        stores: &Stores,
        observation: Observation<'_>,
    ) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for _ in 0..workers {
            let writer = observation.of_writer(Arc::new(self.writer.clone()));
            let worker = Worker::new(self.quiz(), Arc::clone(&self.queue), writer);
            tasks.spawn(observation.of_work(worker).run());
        }
        if let Some(games) = stores.pending() {
            let mut sweeper = Sweeper::new(self.quiz(), games, Arc::clone(&self.queue));
            if let Some(games) = stores.expired() {
                sweeper = sweeper.with_expired_games(games);
            }
            tasks.spawn(sweeper.run(SWEEP_PERIOD));
        }
        tasks
    }

    /// Returns the metrics, with those of the queue, the writer and the log.
    pub(super) fn exposition(
        &self,
        metrics: &Metrics,
        stores: &Stores,
        log: DroppedLines,
    ) -> Exposition {
        let (queue, writer) = (Arc::clone(&self.queue), self.writer.clone());
        let pending = stores.pending();
        let pending = pending.map(|games| PendingCount::new(games, self.pending_timeout));
        let sources = Sources { queue, writer, log };
        metrics.exposition(sources, pending, self.model.as_ref())
    }

    /// Stops the tasks, and waits for the writers for at most [`STOP_TIMEOUT`].
    pub(super) async fn stop(&self, mut tasks: JoinSet<()>) {
        let stop = async {
            // Dropping a worker cancels its writer, so the workers are stopped first.
            tasks.shutdown().await;
            self.writer.wait_for_abandoned().await;
        };
        let _ = timeout(STOP_TIMEOUT, stop).await;
    }
}

/// Returns how often one attempt to prepare a game may call the writer: with a model, without and with a lease.
const fn writer_calls(model: Option<&Model>) -> u32 {
    if model.is_some() { 2 } else { 1 }
}

/// Returns the time that one attempt to prepare a game may take. Each call of the writer has its own limit.
const fn attempt_limit(writing: Duration, calls: u32) -> Duration {
    writing.saturating_mul(calls).saturating_add(OVERHEAD)
}

/// Returns the timeout of pending games, which is late enough that no request sends work again during
/// its first attempt. A lease on a game lasts as long.
fn pending_timeout(attempt: Duration) -> PendingTimeout {
    PendingTimeout::new(attempt.max(PendingTimeout::default().get()))
}

/// Returns how often work is delivered before it is given up until its game is overdue. With a model, this is once more
/// than a game may be attempted under a lease: the last delivery fails the game with a reason for its player.
fn max_deliveries(model: Option<&Model>) -> u32 {
    let default = QueuePolicy::default().max_deliveries;
    let attempts = model.map(|_| u32::from(Lease::MAX_ATTEMPTS).saturating_add(1));
    attempts.unwrap_or(default)
}

/// Returns the queue. Its visibility timeout outlasts an attempt, so it does not deliver work in progress.
fn queue(attempt: Duration, max_deliveries: u32) -> Arc<MemoryQueue> {
    let policy = QueuePolicy {
        visibility_timeout: attempt,
        max_deliveries,
        ..QueuePolicy::default()
    };
    Arc::new(MemoryQueue::new(Arc::new(SystemClock), policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_game_becomes_overdue_during_its_first_attempt() {
        for (writing, calls, expected) in [
            (20, 1, 300),
            (285, 1, 300),
            (286, 1, 301),
            (3600, 1, 3615),
            (60, 2, 300),
            (315, 2, 645),
        ] {
            let attempt = attempt_limit(Duration::from_secs(writing), calls);
            let timeout = pending_timeout(attempt).get();
            assert_eq!(timeout, Duration::from_secs(expected), "{writing}");
        }
    }
}
