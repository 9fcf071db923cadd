use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::gateway::{Causes, ExpiredGames, PendingGames};
use quizcraft_core::{Error, Quiz};
use tokio::time::{MissedTickBehavior, interval};

use crate::MemoryQueue;

/// Keeps pending games moving without waiting for their players, and removes expired games.
///
/// - When it starts, it sends the work of all pending games, because a [`MemoryQueue`] loses its work
///   when the process ends.
/// - When the queue had to reject work because it was full, it sends that work again.
/// - It repairs [overdue games](Quiz#overdue-games), such as those whose work became a dead letter:
///   it sends their work again, and fails them when no retry is left.
/// - It removes [expired games](ExpiredGames) from a store that does not do so by itself.
///
/// # Examples
///
/// ```no_run
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use quizcraft_core::Quiz;
/// use quizcraft_memory::{MemoryGames, MemoryQueue, Sweeper};
///
/// fn spawn_sweeper(quiz: Quiz, games: Arc<MemoryGames>, queue: Arc<MemoryQueue>) {
///     let sweeper = Sweeper::new(quiz, games.clone(), queue).with_expired_games(games);
///     tokio::spawn(sweeper.run(Duration::from_mins(1)));
/// }
/// ```
pub struct Sweeper {
    quiz: Quiz,
    games: Arc<dyn PendingGames>,
    expired: Option<Arc<dyn ExpiredGames>>,
    queue: Arc<MemoryQueue>,
    must_resend: bool,
}

impl fmt::Debug for Sweeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sweeper")
            .field("must_resend", &self.must_resend)
            .finish_non_exhaustive()
    }
}

impl Sweeper {
    /// Creates a sweeper of the pending games in `games`, which is the store of `quiz`. `queue` is
    /// the queue of `quiz`.
    #[must_use]
    pub fn new(quiz: Quiz, games: Arc<dyn PendingGames>, queue: Arc<MemoryQueue>) -> Self {
        Self {
            quiz,
            games,
            expired: None,
            queue,
            must_resend: true,
        }
    }

    /// Returns a sweeper that also removes the expired games of `games`, the store of its quiz.
    #[must_use]
    pub fn with_expired_games(self, games: Arc<dyn ExpiredGames>) -> Self {
        let expired = Some(games);
        Self { expired, ..self }
    }

    /// Sweeps immediately, then once per `period`, until the future is dropped, which is safe at any
    /// time. Errors are logged, and the next sweep tries again.
    pub async fn run(mut self, period: Duration) {
        let mut ticks = interval(period.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.sweep().await {
                let error = Causes(&error);
                tracing::warn!(%error, "the pending games could not be swept");
            }
            if let Err(error) = self.remove_expired().await {
                let error = Causes(&error);
                tracing::warn!(%error, "the expired games could not be removed");
            }
        }
    }

    /// Removes expired games, if the sweeper has a [store](Self::with_expired_games) of them.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store is unreachable: the next call continues.
    /// [`Error::Internal`] for a permanent error of the store.
    pub async fn remove_expired(&self) -> Result<(), Error> {
        let Some(games) = &self.expired else {
            return Ok(());
        };
        let removed = self.quiz.remove_expired(&**games).await?;
        if removed > 0 {
            tracing::info!(removed, "expired records were removed");
        }
        Ok(())
    }

    /// Sends work that is not in the queue, and repairs overdue games.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store is unreachable or the queue is full: the next sweep
    /// continues. [`Error::Internal`] for a permanent error of the store.
    ///
    /// # Examples
    ///
    /// A restart loses the queue. The first sweep sends the work of the games that the store still has:
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use quizcraft_core::{GameRequest, Gateways, PlayerId, Quiz};
    /// use quizcraft_memory::{Memory, MemoryQueue, OsRandomness, QueuePolicy, Sweeper, SystemClock};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let before = Memory::new();
    /// let request = GameRequest::parse(["Rome"], None)?;
    /// let started = before.quiz().start(&PlayerId::from_bytes([7; 32]), request, None).await?;
    ///
    /// let (games, clock) = (before.games(), Arc::new(SystemClock));
    /// let queue = Arc::new(MemoryQueue::new(clock.clone(), QueuePolicy::default()));
    /// let gateways = Gateways::new(games.clone(), queue.clone(), clock, Arc::new(OsRandomness));
    /// let mut sweeper = Sweeper::new(Quiz::new(gateways), games, queue.clone());
    ///
    /// assert!(queue.is_empty());
    /// sweeper.sweep().await?;
    /// let delivery = queue.receive().ok_or("the work was sent again")?;
    /// assert_eq!(delivery.work().game(), started.game().id());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn sweep(&mut self) -> Result<(), Error> {
        self.must_resend |= self.queue.take_rejected() > 0;
        let repaired = self.quiz.repair_overdue(&*self.games).await?;
        if repaired > 0 {
            tracing::info!(repaired, "overdue games were repaired");
        }
        if self.must_resend {
            let sent = self.quiz.resend_pending(&*self.games).await?;
            self.must_resend = false;
            if sent > 0 {
                tracing::info!(sent, "the work of pending games was sent again");
            }
        }
        Ok(())
    }
}
