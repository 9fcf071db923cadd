//! In-memory implementations of QuizCraft's gateways, for a single server, development and tests.
//!
//! All data is lost when the process ends. [`MemoryGames`] keeps every promise of its trait.
//! [`MemoryQueue`] has a visibility timeout, redelivery and dead letters like SQS, and a bounded
//! capacity. [`WriterThreads`] runs any writer on separate threads with a time limit. [`Worker`] and
//! [`Sweeper`] are the background tasks of a server.
//!
//! # Embedding
//!
//! A game from start to finish, with a writer of your own:
//!
//! ```
//! use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
//! use quizcraft_core::{Choice, Clarification, Draft, Drafts, GameRequest, PlayerId, Prompt};
//! use quizcraft_memory::Memory;
//!
//! struct OneQuestion;
//!
//! #[async_trait::async_trait]
//! impl QuestionWriter for OneQuestion {
//!     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
//!         # let write = || -> Result<Drafts, Box<dyn std::error::Error + Send + Sync>> {
//!         let wrong = vec![Choice::new("Elba")?, Choice::new("Malta")?];
//!         let why = Clarification::new("He was born in Ajaccio in 1769.")?;
//!         let prompt = Prompt::new("On which island was Napoleon born?")?;
//!         Ok(Drafts::new(vec![Draft::single(prompt, Choice::new("Corsica")?, wrong, why)?])?)
//!         # };
//!         # write().map_err(WriteError::temporary)
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let memory = Memory::new();
//! let (quiz, queue) = (memory.quiz(), memory.queue());
//! let player = PlayerId::from_bytes([7; 32]);
//! let request = GameRequest::parse(["Napoleon"], None)?;
//! let game = quiz.start(&player, request, None).await?.game().id();
//!
//! let delivery = queue.receive().ok_or("the work was sent")?;
//! let _ = quiz.prepare(&delivery.work(), &OneQuestion).await?;
//! queue.done(&delivery);
//!
//! let posed = quiz.ask(&player, &game).await?;
//! assert_eq!(posed.options.len(), 3);
//! let feedback = quiz.answer(&player, &game, Some(posed.index), "Corsica").await?;
//! assert_eq!(feedback.solution.as_str(), "Corsica");
//! # Ok(())
//! # }
//! ```
//!
//! # A server
//!
//! A server runs workers, whose writers have a time limit, and a sweeper beside its driving adapter:
//!
//! ```no_run
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use quizcraft_core::gateway::QuestionWriter;
//! use quizcraft_core::{GamesPerHour, Quiz};
//! use quizcraft_memory::{Memory, Sweeper, Worker, WriterThreads, WritingPolicy};
//!
//! /// Starts the background tasks, and returns the quiz for the players' requests.
//! fn start(writer: Arc<dyn QuestionWriter>) -> Quiz {
//!     let memory = Memory::new();
//!     let quiz = memory.quiz().with_games_per_hour(GamesPerHour::default());
//!     let writer = WriterThreads::new(writer, WritingPolicy::default());
//!     for _ in 0..4 {
//!         let worker = Worker::new(quiz.clone(), memory.queue(), writer.clone());
//!         tokio::spawn(worker.run());
//!     }
//!     let sweeper = Sweeper::new(quiz.clone(), memory.games(), memory.queue())
//!         .with_expired_games(memory.games());
//!     tokio::spawn(sweeper.run(Duration::from_mins(1)));
//!     quiz
//! }
//! ```

mod environment;
mod games;
mod hourly;
mod locked;
mod meter;
mod pool;
mod queue;
mod sweeper;
mod tokens;
mod worker;
mod writing;

use std::fmt;
use std::sync::Arc;

use quizcraft_core::gateway::Clock;
use quizcraft_core::{Gateways, Quiz};

pub use environment::{OsRandomness, SystemClock};
pub use games::MemoryGames;
pub use meter::MemoryMeter;
pub use pool::MemoryPool;
pub use queue::{Delivery, MemoryQueue, QueuePolicy, QueueStats};
pub use sweeper::Sweeper;
pub use tokens::MemoryTokens;
pub use worker::{Attempt, WorkLayer, Worker};
pub use writing::{WriterThreads, WritingPolicy};

/// The in-memory gateways of one process, from which quizzes are created.
///
/// With a clock that a test sets, what happens after a timeout needs no waiting:
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use quizcraft_core::gateway::Clock;
/// use quizcraft_core::{GameRequest, PlayerId, Timestamp};
/// use quizcraft_memory::{Memory, QueuePolicy};
///
/// #[derive(Default)]
/// struct ManualClock(AtomicU64);
///
/// impl Clock for ManualClock {
///     fn now(&self) -> Timestamp {
///         Timestamp::from_secs(self.0.load(Ordering::Relaxed))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let clock = Arc::new(ManualClock::default());
/// let memory = Memory::with(clock.clone(), QueuePolicy::default());
/// let (quiz, queue) = (memory.quiz(), memory.queue());
/// let player = PlayerId::from_bytes([7; 32]);
/// let game = quiz.start(&player, GameRequest::parse(["Rome"], None)?, None).await?.game().id();
///
/// // A worker loses the work.
/// let lost = queue.receive().ok_or("the work was sent")?;
/// queue.done(&lost);
/// let _pending = quiz.view(&player, &game).await?;
/// assert!(queue.is_empty(), "the game is not overdue yet");
///
/// clock.0.store(301, Ordering::Relaxed);
/// let _repaired = quiz.view(&player, &game).await?;
/// assert_eq!(queue.len(), 1, "the first reader of the overdue game sends the work again");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Memory {
    games: Arc<MemoryGames>,
    queue: Arc<MemoryQueue>,
    tokens: Arc<MemoryTokens>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Memory {
    /// Creates gateways with the system's clock and the default [`QueuePolicy`].
    #[must_use]
    pub fn new() -> Self {
        Self::with(Arc::new(SystemClock), QueuePolicy::default())
    }

    /// Creates gateways with this clock and this policy for the queue.
    #[must_use]
    pub fn with(clock: Arc<dyn Clock>, policy: QueuePolicy) -> Self {
        Self {
            games: Arc::new(MemoryGames::new()),
            queue: Arc::new(MemoryQueue::new(Arc::clone(&clock), policy)),
            tokens: Arc::new(MemoryTokens::new()),
            clock,
        }
    }

    /// Creates a quiz over these gateways. All quizzes share the same games.
    ///
    /// ```
    /// use quizcraft_core::{Error, GameRequest, GamesPerHour, PlayerId};
    /// use quizcraft_memory::Memory;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let memory = Memory::new();
    /// let limited = memory.quiz().with_games_per_hour(GamesPerHour::new(1)?);
    /// let (player, request) = (PlayerId::from_bytes([7; 32]), GameRequest::parse(["Rome"], None)?);
    ///
    /// let game = limited.start(&player, request.clone(), None).await?.game().id();
    /// let refused = limited.start(&player, request, None).await;
    /// assert!(matches!(refused, Err(Error::TooManyGames { .. })));
    /// assert_eq!(memory.quiz().view(&player, &game).await?.id(), game, "another quiz finds the game");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn quiz(&self) -> Quiz {
        Quiz::new(Gateways::new(
            self.games.clone(),
            self.queue.clone(),
            Arc::clone(&self.clock),
            Arc::new(OsRandomness),
        ))
    }

    /// Returns the store of games.
    ///
    /// ```
    /// use quizcraft_core::gateway::GameStore;
    /// use quizcraft_core::{GameRequest, PlayerId};
    /// use quizcraft_memory::Memory;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let memory = Memory::new();
    /// let (ada, bob) = (PlayerId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let request = GameRequest::parse(["Rome"], None)?;
    /// let game = memory.quiz().start(&ada, request, None).await?.game().id();
    ///
    /// assert!(memory.games().find(&ada, &game).await?.is_some());
    /// assert!(memory.games().find(&bob, &game).await?.is_none(), "a player sees only their own games");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn games(&self) -> Arc<MemoryGames> {
        Arc::clone(&self.games)
    }

    /// Returns the queue that receives the work of the quizzes.
    #[must_use]
    pub fn queue(&self) -> Arc<MemoryQueue> {
        Arc::clone(&self.queue)
    }

    /// Returns the token cache.
    #[must_use]
    pub fn tokens(&self) -> Arc<MemoryTokens> {
        Arc::clone(&self.tokens)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}
