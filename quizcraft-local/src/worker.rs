use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use quizcraft_core::gateway::Causes;
use quizcraft_core::{Error, Prepared, Quiz};
use quizcraft_memory::{Delivery, MemoryQueue, WriterThreads};

/// Takes work from a queue and prepares games, one at a time.
///
/// Work that fails stays hidden for the queue's visibility time-out and comes again; so does work
/// whose worker dies, and work whose writer exceeds its time limit. A queue's visibility time-out
/// is to be longer than that limit, or work comes again while it is being done.
#[derive(Clone)]
pub struct Worker {
    quiz: Quiz,
    queue: Arc<MemoryQueue>,
    writer: WriterThreads,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// How long the queue is left alone when it is empty and nothing arrives: work that becomes
    /// visible again does so in silence.
    const PAUSE: Duration = Duration::from_secs(1);

    /// Creates a worker that prepares the games of this queue with this writer's questions.
    #[must_use]
    pub fn new(quiz: Quiz, queue: Arc<MemoryQueue>, writer: WriterThreads) -> Self {
        Self {
            quiz,
            queue,
            writer,
        }
    }

    /// Works until it is dropped or aborted, which is safe at any moment.
    ///
    /// Once the future is dropped, the worker uses neither the stores nor the queue any more, and its
    /// writer is told to stop: [`WriterThreads::wait_for_abandoned`] waits for that.
    pub async fn run(self) {
        loop {
            match self.queue.receive() {
                Some(delivery) => self.work(delivery).await,
                None => {
                    // Whether something arrived or the pause is over: it is time to look again.
                    let _ = tokio::time::timeout(Self::PAUSE, self.queue.wait_for_work()).await;
                }
            }
        }
    }

    /// Does one piece of work; a writer that panics costs no worker.
    ///
    /// The work is part of this future, not a task of its own: a task would go on when the worker is
    /// aborted, and use stores that are closed by then.
    async fn work(&self, delivery: Delivery) {
        let work = delivery.work();
        // No state is broken by a panic: a use case keeps none but what the gateways keep.
        let prepare = AssertUnwindSafe(self.quiz.prepare(&work, &self.writer));
        match prepare.catch_unwind().await {
            Ok(Ok(prepared)) => self.done(&delivery, &prepared),
            Ok(Err(error)) => log_failure(&delivery, &error),
            Err(_) => {
                // The panic's message may tell what the game is about.
                let attempt = delivery.attempt();
                tracing::error!(attempt, "the worker panicked over a game");
            }
        }
    }

    fn done(&self, delivery: &Delivery, prepared: &Prepared) {
        self.queue.done(delivery);
        let outcome = match prepared {
            Prepared::Opened(_) => "opened",
            Prepared::Failed(_) => "failed",
            Prepared::Before => "prepared before",
            Prepared::Gone => "gone",
        };
        tracing::info!(game = ?delivery.work().game(), outcome, "prepared");
    }
}

fn log_failure(delivery: &Delivery, error: &Error) {
    let (game, attempt) = (delivery.work().game(), delivery.attempt());
    let error = Causes(error);
    tracing::warn!(?game, attempt, %error, "not prepared; it will be tried again");
}
