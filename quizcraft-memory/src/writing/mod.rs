//! A writer on threads of its own, within a time limit.

mod thread;

use std::fmt;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout_at;
use tracing::Span;

use thread::{Awaited, Writing};

/// How long a thread may go on after its deadline before it counts as hanging: a writer that checks
/// the time needs a moment to stop.
const GRACE: Duration = Duration::from_millis(100);

/// Runs a writer on threads of its own, and stops waiting for each call at its time limit.
///
/// The writer is told the limit as the deadline of its brief. Three kinds of writers miss it:
///
/// - A writer that checks [`Brief::deadline`] stops by itself.
/// - The future of a writer that awaits something is dropped.
/// - A writer that blocks its thread cannot be stopped. The call ends with
///   [`WriteError::OutOfTime`], the thread is abandoned, and the next call gets another one, up to
///   [`WritingPolicy::max_threads`].
///
/// A writer that panics makes the call panic. It needs a Tokio runtime with timers, whose threads it
/// never blocks. A clone shares the threads.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
/// use quizcraft_core::{Drafts, GameId, Keywords, PlayerId, QuestionsLimit};
/// use quizcraft_memory::{WriterThreads, WritingPolicy};
///
/// struct Sleeping;
///
/// #[async_trait]
/// impl QuestionWriter for Sleeping {
///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
///         std::thread::sleep(Duration::from_secs(3600));
///         Err(WriteError::Temporary("overslept".into()))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let policy = WritingPolicy { limit: Duration::from_millis(50), ..WritingPolicy::default() };
/// let writer = WriterThreads::new(Arc::new(Sleeping), policy);
///
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let brief = Brief::new(game, player, Keywords::new(["Rome"])?, QuestionsLimit::DEFAULT);
/// assert!(matches!(writer.write(&brief).await, Err(WriteError::OutOfTime)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct WriterThreads {
    writer: Arc<dyn QuestionWriter>,
    policy: WritingPolicy,
    free: Arc<Semaphore>,
    abandoned: Arc<watch::Sender<usize>>,
}

impl fmt::Debug for WriterThreads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriterThreads")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// How [`WriterThreads`] treat their writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WritingPolicy {
    /// How long a call may take at most, waiting for a free thread included.
    pub limit: Duration,
    /// How many threads there are at most, abandoned ones included. While there are so many, further
    /// calls wait for one of them to end.
    pub max_threads: NonZeroUsize,
}

/// 20 seconds, 64 threads.
impl Default for WritingPolicy {
    fn default() -> Self {
        Self {
            limit: Duration::from_secs(20),
            max_threads: NonZeroUsize::MIN.saturating_add(63),
        }
    }
}

impl WriterThreads {
    /// Runs this writer under this policy.
    #[must_use]
    pub fn new(writer: Arc<dyn QuestionWriter>, policy: WritingPolicy) -> Self {
        let threads = policy.max_threads.get().min(Semaphore::MAX_PERMITS);
        Self {
            writer,
            policy,
            free: Arc::new(Semaphore::new(threads)),
            abandoned: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Returns how many threads go on though their caller has stopped waiting.
    #[must_use]
    pub fn abandoned(&self) -> usize {
        *self.abandoned.borrow()
    }

    /// Waits until no abandoned thread goes on: for ever, if a writer hangs.
    pub async fn no_abandoned(&self) {
        // This holds the sender, so the channel is open.
        let mut abandoned = self.abandoned.subscribe();
        let _ = abandoned.wait_for(|count| *count == 0).await;
    }

    /// Returns the brief with the limit of a call that begins now.
    fn limited(&self, brief: &Brief) -> Brief {
        let limit = Instant::now().checked_add(self.policy.limit);
        let brief = brief.clone();
        match limit {
            Some(limit) => brief.by(limit),
            // So far off that the clock cannot tell it.
            None => brief,
        }
    }

    /// Waits until there is room for another thread.
    async fn free(&self, brief: &Brief) -> Result<OwnedSemaphorePermit, WriteError> {
        let free = Arc::clone(&self.free).acquire_owned();
        let Some(permit) = by(brief.deadline(), free).await else {
            let (game, abandoned) = (brief.game(), self.abandoned());
            tracing::error!(?game, abandoned, "every thread for writers is taken");
            return Err(WriteError::OutOfTime);
        };
        permit.map_err(|closed| WriteError::Temporary(closed.into()))
    }

    /// Starts the writer on a thread of its own.
    async fn start(&self, brief: &Brief) -> Result<Awaited, WriteError> {
        let runtime = Handle::try_current().map_err(|error| WriteError::Temporary(error.into()))?;
        let writing = Writing {
            writer: Arc::clone(&self.writer),
            brief: brief.clone(),
            runtime,
            span: Span::current(),
            permit: self.free(brief).await?,
        };
        let awaited = writing.start(Arc::clone(&self.abandoned));
        awaited.map_err(|error| WriteError::Temporary(error.into()))
    }
}

#[async_trait]
impl QuestionWriter for WriterThreads {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let brief = self.limited(brief);
        let mut thread = self.start(&brief).await?;
        let deadline = brief.deadline().and_then(|end| end.checked_add(GRACE));
        match by(deadline, thread.written()).await {
            Some(Ok(written)) => written,
            Some(Err(panic)) => resume_unwind(panic),
            None => {
                drop(thread);
                let (game, abandoned) = (brief.game(), self.abandoned());
                tracing::warn!(?game, abandoned, "a writer hangs; its thread is abandoned");
                Err(WriteError::OutOfTime)
            }
        }
    }
}

/// Returns what comes of a future; nothing, if there is a deadline and it passes first.
async fn by<F: Future>(deadline: Option<Instant>, future: F) -> Option<F::Output> {
    match deadline {
        Some(deadline) => timeout_at(deadline.into(), future).await.ok(),
        None => Some(future.await),
    }
}
