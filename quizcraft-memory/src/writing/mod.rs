//! Runs a writer on separate threads with a time limit.

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

use thread::{WriterCall, WriterThread};

/// How long a thread may run past its deadline before it is abandoned. A writer that checks the
/// deadline needs a moment to stop.
const GRACE: Duration = Duration::from_millis(100);

/// Runs each call of a writer on a separate thread with a time limit.
///
/// The writer receives the limit as the deadline of its brief. A call that exceeds it ends with
/// [`WriteError::OutOfTime`]:
///
/// - A writer that checks [`Brief::deadline`] stops itself.
/// - A writer that awaits is cancelled: its future is dropped.
/// - A writer that blocks its thread cannot be stopped. The thread is abandoned, and the next call
///   gets another one, up to [`WritingPolicy::max_threads`].
///
/// A panic of the writer is propagated to the caller. Calls require a Tokio runtime with timers, and
/// never block its threads. Clones share the threads.
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
///         Err(WriteError::temporary("no questions"))
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
    permits: Arc<Semaphore>,
    abandoned: Arc<watch::Sender<usize>>,
}

impl fmt::Debug for WriterThreads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriterThreads")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// The limits of [`WriterThreads`].
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_memory::{QueuePolicy, WritingPolicy};
///
/// let writing = WritingPolicy { limit: Duration::from_secs(40), ..WritingPolicy::default() };
/// assert_eq!(writing.max_threads.get(), 64);
///
/// // The queue must not deliver work again while the writer may still return.
/// let visibility_timeout = writing.limit + Duration::from_secs(10);
/// let queue = QueuePolicy { visibility_timeout, ..QueuePolicy::default() };
/// assert!(queue.visibility_timeout > writing.limit);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WritingPolicy {
    /// The time limit of a call, including the time that it waits for a free thread.
    pub limit: Duration,
    /// The maximum number of threads, including abandoned ones. Further calls wait until a thread
    /// ends.
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
    /// Creates threads for this writer with these limits. No thread is started until a call.
    #[must_use]
    pub fn new(writer: Arc<dyn QuestionWriter>, policy: WritingPolicy) -> Self {
        let threads = policy.max_threads.get().min(Semaphore::MAX_PERMITS);
        Self {
            writer,
            policy,
            permits: Arc::new(Semaphore::new(threads)),
            abandoned: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Returns the number of abandoned threads: they are running, but their caller no longer waits.
    #[must_use]
    pub fn abandoned(&self) -> usize {
        *self.abandoned.borrow()
    }

    /// Waits until all abandoned threads have ended. Never returns if a writer hangs.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex, mpsc};
    /// use std::time::Duration;
    ///
    /// use async_trait::async_trait;
    /// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
    /// use quizcraft_core::{Drafts, GameId, Keywords, PlayerId, QuestionsLimit};
    /// use quizcraft_memory::{WriterThreads, WritingPolicy};
    ///
    /// /// Blocks its thread until the other end of the channel is dropped.
    /// struct Blocking(Mutex<mpsc::Receiver<()>>);
    ///
    /// #[async_trait]
    /// impl QuestionWriter for Blocking {
    ///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
    ///         let _closed = self.0.lock().map(|channel| channel.recv());
    ///         Err(WriteError::temporary("the channel is closed"))
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (unblock, channel) = mpsc::channel();
    /// let policy = WritingPolicy { limit: Duration::from_millis(10), ..WritingPolicy::default() };
    /// let writer = WriterThreads::new(Arc::new(Blocking(Mutex::new(channel))), policy);
    ///
    /// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let brief = Brief::new(game, player, Keywords::new(["Rome"])?, QuestionsLimit::DEFAULT);
    /// assert!(matches!(writer.write(&brief).await, Err(WriteError::OutOfTime)));
    /// assert_eq!(writer.abandoned(), 1, "the thread still runs");
    ///
    /// drop(unblock);
    /// writer.wait_for_abandoned().await;
    /// assert_eq!(writer.abandoned(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_for_abandoned(&self) {
        // `self` holds the sender, so the channel is open.
        let mut abandoned = self.abandoned.subscribe();
        let _ = abandoned.wait_for(|count| *count == 0).await;
    }

    /// Returns the brief with the deadline of a call that starts now.
    fn with_pending_timeout(&self, brief: &Brief) -> Brief {
        let limit = Instant::now().checked_add(self.policy.limit);
        let brief = brief.clone();
        match limit {
            Some(limit) => brief.by(limit),
            // The limit is too long for an `Instant`.
            None => brief,
        }
    }

    /// Waits until another thread may be started.
    async fn permit(&self, brief: &Brief) -> Result<OwnedSemaphorePermit, WriteError> {
        let permit = Arc::clone(&self.permits).acquire_owned();
        let Some(permit) = until(brief.deadline(), permit).await else {
            let (game, abandoned) = (brief.game(), self.abandoned());
            tracing::error!(?game, abandoned, "no free writer thread by the deadline");
            return Err(WriteError::OutOfTime);
        };
        permit.map_err(WriteError::temporary)
    }

    /// Starts a call of the writer on a new thread.
    async fn start(&self, brief: &Brief) -> Result<WriterThread, WriteError> {
        let runtime = Handle::try_current().map_err(WriteError::temporary)?;
        let call = WriterCall {
            writer: Arc::clone(&self.writer),
            brief: brief.clone(),
            runtime,
            span: Span::current(),
            permit: self.permit(brief).await?,
        };
        let thread = call.start(Arc::clone(&self.abandoned));
        thread.map_err(WriteError::temporary)
    }
}

#[async_trait]
impl QuestionWriter for WriterThreads {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let brief = self.with_pending_timeout(brief);
        let mut thread = self.start(&brief).await?;
        let deadline = brief.deadline().and_then(|end| end.checked_add(GRACE));
        match until(deadline, thread.result()).await {
            Some(Ok(result)) => result,
            Some(Err(panic)) => resume_unwind(panic),
            None => {
                drop(thread);
                let (game, abandoned) = (brief.game(), self.abandoned());
                tracing::warn!(
                    ?game,
                    abandoned,
                    "the writer blocks past its deadline; its thread is abandoned"
                );
                Err(WriteError::OutOfTime)
            }
        }
    }
}

/// Returns the output of a future, or `None` if the deadline passes first.
async fn until<F: Future>(deadline: Option<Instant>, future: F) -> Option<F::Output> {
    match deadline {
        Some(deadline) => timeout_at(deadline.into(), future).await.ok(),
        None => Some(future.await),
    }
}
