use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use quizcraft_core::gateway::{Causes, QuestionWriter, Work};
use quizcraft_core::{Error, Prepared, Quiz, RequestId};
use tracing::{Instrument, Span, field};

use crate::{Delivery, MemoryQueue};

/// Receives work from a queue and prepares games, one at a time.
///
/// The queue delivers work again after its visibility timeout if preparing the game fails, the worker
/// panics or is aborted, or the writer exceeds its time limit. The visibility timeout MUST be longer than
/// that limit, since the queue would otherwise deliver work that is still in progress. A writer that
/// [needs a lease](quizcraft_core::gateway::WriteError::NeedsLease) is called twice, each time with its own limit; a
/// second delivery does not call it while the lease is held. Work whose error says
/// [when to try again](Error::retry_after) is delivered at that time instead.
///
/// # Examples
///
/// ```no_run
/// use std::sync::Arc;
///
/// use quizcraft_core::Quiz;
/// use quizcraft_memory::{MemoryQueue, Worker, WriterThreads};
///
/// fn spawn_worker(quiz: Quiz, queue: Arc<MemoryQueue>, writer: WriterThreads) {
///     tokio::spawn(Worker::new(quiz, queue, writer).run());
/// }
/// ```
#[derive(Clone)]
pub struct Worker {
    quiz: Quiz,
    queue: Arc<MemoryQueue>,
    writer: Arc<dyn QuestionWriter>,
    layer: Option<Arc<dyn WorkLayer>>,
}

/// Wraps the preparation of every unit of work, as a layer of a router wraps a request: to trace or measure it.
#[async_trait]
pub trait WorkLayer: Send + Sync {
    /// Awaits `attempt`, which prepares the game of `work`. Work whose attempt is dropped instead is delivered
    /// again.
    async fn prepare(&self, work: &Work, attempt: BoxFuture<'_, Attempt>) -> Attempt;
}

/// The result of an attempt to prepare a game.
#[derive(Debug)]
#[non_exhaustive]
pub enum Attempt {
    /// The work is done.
    Done(Prepared),
    /// The work failed, and is delivered again.
    Failed(Error),
    /// The writer or a gateway panicked. The work is delivered again.
    Panicked,
}

impl Attempt {
    /// Returns the name of the result, as in the log: `opened`, `failed`, `prepared before`, `gone`, `error`
    /// or `panic`.
    #[must_use]
    pub const fn outcome(&self) -> &'static str {
        match self {
            Self::Done(Prepared::Opened(_)) => "opened",
            Self::Done(Prepared::Failed(_)) => "failed",
            Self::Done(Prepared::NotPending) => "prepared before",
            Self::Done(Prepared::Gone) => "gone",
            Self::Failed(_) => "error",
            Self::Panicked => "panic",
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// The interval at which an empty queue is polled, since work that becomes visible again is not
    /// announced.
    const POLL_INTERVAL: Duration = Duration::from_secs(1);

    /// Creates a worker that prepares the games in `queue` with the questions of `writer`, which are usually
    /// [`WriterThreads`](crate::WriterThreads) or a writer around them: a writer that blocks its thread or
    /// never returns would stop the worker.
    #[must_use]
    pub fn new(quiz: Quiz, queue: Arc<MemoryQueue>, writer: impl QuestionWriter + 'static) -> Self {
        Self {
            quiz,
            queue,
            writer: Arc::new(writer),
            layer: None,
        }
    }

    /// Wraps the preparation of every unit of work in `layer`.
    ///
    /// ```
    /// use async_trait::async_trait;
    /// use futures_util::future::BoxFuture;
    /// use quizcraft_core::gateway::Work;
    /// use quizcraft_memory::{Attempt, WorkLayer, Worker};
    ///
    /// /// Reports the attempts that take long.
    /// struct Slowness;
    ///
    /// #[async_trait]
    /// impl WorkLayer for Slowness {
    ///     async fn prepare(&self, work: &Work, attempt: BoxFuture<'_, Attempt>) -> Attempt {
    ///         let began = std::time::Instant::now();
    ///         let attempt = attempt.await;
    ///         if began.elapsed().as_secs() > 5 {
    ///             eprintln!("{:?} took {:?}", work.game(), began.elapsed());
    ///         }
    ///         attempt
    ///     }
    /// }
    ///
    /// fn observed(worker: Worker) -> Worker {
    ///     worker.with_layer(Slowness)
    /// }
    /// ```
    #[must_use]
    pub fn with_layer(self, layer: impl WorkLayer + 'static) -> Self {
        Self {
            layer: Some(Arc::new(layer)),
            ..self
        }
    }

    /// Prepares games until the future is dropped, which is safe at any time.
    ///
    /// After that, the worker does not use the store or the queue. Its writer is cancelled;
    /// [`WriterThreads::wait_for_abandoned`](crate::WriterThreads::wait_for_abandoned) waits until it has
    /// stopped.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::time::Duration;
    ///
    /// use async_trait::async_trait;
    /// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
    /// use quizcraft_core::{Drafts, Failure, GameRequest, PlayerId, Stage};
    /// use quizcraft_memory::{Memory, Worker, WriterThreads, WritingPolicy};
    ///
    /// struct Ignorant;
    ///
    /// #[async_trait]
    /// impl QuestionWriter for Ignorant {
    ///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
    ///         Err(WriteError::Impossible(Failure::restore("No facts are known about this.")))
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let memory = Memory::new();
    /// let (quiz, player) = (memory.quiz(), PlayerId::from_bytes([7; 32]));
    /// let writer = WriterThreads::new(Arc::new(Ignorant), WritingPolicy::default());
    /// let worker = tokio::spawn(Worker::new(quiz.clone(), memory.queue(), writer).run());
    ///
    /// let request = GameRequest::parse(["Rome"], None)?;
    /// let mut game = quiz.start(&player, request, None).await?.game().clone();
    /// while let Stage::Pending(_) = game.stage() {
    ///     tokio::time::sleep(Duration::from_millis(5)).await;
    ///     game = quiz.view(&player, &game.id()).await?;
    /// }
    /// assert_eq!(game.failure().map(Failure::reason), Some("No facts are known about this."));
    /// worker.abort();
    /// # Ok(())
    /// # }
    /// ```
    pub async fn run(self) {
        loop {
            match self.queue.receive() {
                Some(delivery) => self.process(delivery).await,
                None => {
                    // Both work and a timeout lead to the next poll.
                    let _ =
                        tokio::time::timeout(Self::POLL_INTERVAL, self.queue.wait_for_work()).await;
                }
            }
        }
    }

    /// Prepares one game. The worker survives a panic.
    ///
    /// This does not spawn a task: a task would continue after the worker is aborted, and use a store
    /// that is closed by then.
    async fn process(&self, delivery: Delivery) {
        let span = work_span(&delivery.work());
        self.prepare(&delivery).instrument(span).await;
    }

    async fn prepare(&self, delivery: &Delivery) {
        let work = delivery.work();
        let attempt = self.attempt(&work);
        let attempt = match &self.layer {
            Some(layer) => layer.prepare(&work, Box::pin(attempt)).await,
            None => attempt.await,
        };
        match &attempt {
            Attempt::Done(_) => self.finish(delivery, attempt.outcome()),
            Attempt::Failed(error) => self.postpone(delivery, error),
            Attempt::Panicked => log_panic(delivery),
        }
    }

    async fn attempt(&self, work: &Work) -> Attempt {
        // Unwind-safe: a use case has no state besides that of the gateways.
        let prepare = AssertUnwindSafe(self.quiz.prepare(work, &*self.writer));
        match prepare.catch_unwind().await {
            Ok(Ok(prepared)) => Attempt::Done(prepared),
            Ok(Err(error)) => Attempt::Failed(error),
            Err(_) => Attempt::Panicked,
        }
    }

    /// Leaves failed work in the queue, for as long as its error says, or else for the visibility timeout.
    fn postpone(&self, delivery: &Delivery, error: &Error) {
        if let Some(delay) = error.retry_after() {
            self.queue.release_after(delivery, delay);
        }
        log_failure(delivery, error);
    }

    fn finish(&self, delivery: &Delivery, outcome: &str) {
        self.queue.done(delivery);
        tracing::info!(game = ?delivery.work().game(), outcome, "prepared");
    }
}

/// Returns the span of a unit of work, with the request that caused it. Its level is ERROR, so that it is
/// enabled at every log level.
fn work_span(work: &Work) -> Span {
    let correlation = work.correlation();
    let trace = correlation.trace();
    tracing::error_span!(
        "work",
        request_id = correlation.request().map(RequestId::as_str),
        trace_id = trace.map(|trace| field::display(trace.trace_id())),
    )
}

fn log_failure(delivery: &Delivery, error: &Error) {
    let (game, attempt) = (delivery.work().game(), delivery.attempt());
    let retry_after = error.retry_after().map(field::debug);
    let error = Causes(error);
    tracing::warn!(
        ?game,
        attempt,
        next = next(delivery),
        retry_after,
        %error,
        "preparing a game failed"
    );
}

/// Logs a panic without its message, which may contain keywords of the game.
fn log_panic(delivery: &Delivery) {
    let (game, attempt) = (delivery.work().game(), delivery.attempt());
    let next = next(delivery);
    tracing::error!(?game, attempt, next, "preparing a game panicked");
}

/// Returns what happens to work whose delivery was not done.
const fn next(delivery: &Delivery) -> &'static str {
    if delivery.is_last() {
        "dead letter; the work is sent again when the game is overdue"
    } else {
        "redelivered after the visibility timeout, or after the time that the error states"
    }
}
