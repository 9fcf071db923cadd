//! The use cases.

mod answering;
mod error;
mod games;
mod listing;
mod prepare;
mod start;
mod sweeping;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use crate::game::{ExpensiveGamesPerHour, GamesPerHour, PendingTimeout, Retention};
use crate::gateway::{Clock, GameStore, Randomness, WorkQueue};
use crate::value::Correlation;

pub use error::Error;
use games::RepairingStore;
pub use listing::Games;
pub use prepare::Prepared;
pub use start::Started;

/// The use cases of the quiz, for players and for the workers that prepare games.
///
/// It is stateless and cheap to clone. All state is in the gateways.
///
/// | use case | caller | sequential round trips to gateways |
/// | --- | --- | --- |
/// | [`start`](Self::start) | player | 2: store, send; 1 for a repeated request under an idempotency key, or a game beyond the limit |
/// | [`list`](Self::list) | player | 1 |
/// | [`view`](Self::view) | player | 1 |
/// | [`questions`](Self::questions), [`question`](Self::question), [`ask`](Self::ask) | player | 1 |
/// | [`answer`](Self::answer) | player | 2: read, record |
/// | [`prepare`](Self::prepare) | worker | 2: read (the game and, concurrently, what its player was asked before), open; 3 under a lease; one more call with a limit of games per player: trim |
///
/// [`resend_pending`](Self::resend_pending) and [`repair_overdue`](Self::repair_overdue) are for a
/// server that keeps pending games moving by itself.
/// [`remove_expired`](Self::remove_expired) is for a store without a TTL.
///
/// # Overdue games
///
/// A game is overdue if it is pending for longer than its [`PendingTimeout`]: its work was lost, or
/// the worker did not finish it. Every use case of a player repairs the overdue games that it reads,
/// including a repeated `start`: it claims the game and sends its work again. Of concurrent requests
/// exactly one does so. After [`MAX_RETRIES`](crate::Pending::MAX_RETRIES) retries the game fails
/// instead. No game that a player reads stays pending for ever, and the work of a game is sent at
/// most once per timeout.
///
/// The use case continues with the repaired game. It continues with the pending game that it read if
/// the repair fails, or if a worker or another request has changed the game since.
///
/// A repair takes two more sequential round trips, claim and send, or one to fail the game. The
/// overdue games of a page are repaired concurrently, up to 25 of them. A failed repair does not fail
/// the request.
#[derive(Clone)]
pub struct Quiz {
    games: RepairingStore,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    games_per_hour: Option<GamesPerHour>,
    expensive_games_per_hour: Option<ExpensiveGamesPerHour>,
}

impl fmt::Debug for Quiz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quiz").finish_non_exhaustive()
    }
}

/// The gateways of a [`Quiz`].
///
/// A quiz on the gateways of one process; each of them can be exchanged for another implementation:
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_core::{Gateways, Quiz};
/// use quizcraft_memory::{MemoryGames, MemoryQueue, OsRandomness, QueuePolicy, SystemClock};
///
/// let (games, clock) = (Arc::new(MemoryGames::new()), Arc::new(SystemClock));
/// let queue = Arc::new(MemoryQueue::new(clock.clone(), QueuePolicy::default()));
/// let quiz = Quiz::new(Gateways::new(games, queue, clock, Arc::new(OsRandomness)));
/// # drop(quiz);
/// ```
#[derive(Clone)]
pub struct Gateways {
    games: Arc<dyn GameStore>,
    queue: Arc<dyn WorkQueue>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl fmt::Debug for Gateways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateways").finish_non_exhaustive()
    }
}

impl Gateways {
    /// Combines the gateways that every quiz needs: the store of games and questions, the queue to
    /// the workers that prepare games, the clock, and the source of ids that cannot be guessed.
    #[must_use]
    pub fn new(
        games: Arc<dyn GameStore>,
        queue: Arc<dyn WorkQueue>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self {
            games,
            queue,
            clock,
            randomness,
        }
    }
}

impl Quiz {
    /// Creates a quiz over these gateways, with the default [`PendingTimeout`], without a limit of new
    /// games and of expensive ones, and with the default [`Retention`], which keeps all games.
    #[must_use]
    pub fn new(gateways: Gateways) -> Self {
        let Gateways {
            games,
            queue,
            clock,
            randomness,
        } = gateways;
        Self {
            games: RepairingStore::new(games, queue, Arc::clone(&clock)),
            clock,
            randomness,
            games_per_hour: None,
            expensive_games_per_hour: None,
        }
    }

    /// Returns the quiz with another timeout for pending games.
    #[must_use]
    pub fn with_pending_timeout(self, timeout: PendingTimeout) -> Self {
        let games = self.games.with_pending_timeout(timeout);
        Self { games, ..self }
    }

    /// Returns the quiz with a limit of new games per player and hour, or without one.
    ///
    /// A player who has started as many games within an hour of the clock, from its first minute to its
    /// last, gets [`Error::TooManyGames`] from [`start`](Self::start) until the next hour. Games are
    /// counted from the moment that the limit is set. The store counts a game in the write that stores
    /// it, so the limit costs no round trip and applies across processes.
    ///
    /// ```
    /// use quizcraft_core::{GamesPerHour, Gateways, Quiz};
    ///
    /// fn limited(gateways: Gateways) -> Quiz {
    ///     Quiz::new(gateways).with_games_per_hour(GamesPerHour::default())
    /// }
    /// ```
    ///
    /// [`Error::TooManyGames`]: crate::Error::TooManyGames
    #[must_use]
    pub fn with_games_per_hour(self, limit: impl Into<Option<GamesPerHour>>) -> Self {
        let games_per_hour = limit.into();
        Self {
            games_per_hour,
            ..self
        }
    }

    /// Returns the quiz with a limit of games per player and hour for which a writer may do what costs money or
    /// much time, or without one.
    ///
    /// The limit has an effect only with a writer that [needs a lease](crate::gateway::WriteError::NeedsLease). A
    /// game counts in the hour of the clock in which [`prepare`](Self::prepare) takes the first lease on it; later
    /// attempts do not count again. Beyond the limit, the writer is called with
    /// [`Expense::Refused`](crate::gateway::Expense::Refused). The store counts a game in the write that takes the
    /// lease, so the limit costs no round trip and applies across processes.
    ///
    /// ```
    /// use quizcraft_core::{ExpensiveGamesPerHour, Gateways, Quiz};
    ///
    /// fn limited(gateways: Gateways) -> Quiz {
    ///     Quiz::new(gateways).with_expensive_games_per_hour(ExpensiveGamesPerHour::default())
    /// }
    /// ```
    #[must_use]
    pub fn with_expensive_games_per_hour(
        self,
        limit: impl Into<Option<ExpensiveGamesPerHour>>,
    ) -> Self {
        let expensive_games_per_hour = limit.into();
        Self {
            expensive_games_per_hour,
            ..self
        }
    }

    /// Returns the quiz with another retention of games.
    ///
    /// The time that ended games are kept applies to games that finish or fail from now on: the write
    /// that ends a game stores its expiry. The limit of games per player applies whenever a worker
    /// [opens](Self::prepare) a game.
    ///
    /// ```
    /// use quizcraft_core::{FinishedGamesKept, Gateways, NoFinishedGamesKept, Quiz, Retention};
    ///
    /// fn keeping_a_month(gateways: Gateways) -> Result<Quiz, NoFinishedGamesKept> {
    ///     let month = FinishedGamesKept::days(30)?;
    ///     let retention = Retention::default().with_finished_games_kept(month);
    ///     Ok(Quiz::new(gateways).with_retention(retention))
    /// }
    /// ```
    #[must_use]
    pub fn with_retention(self, retention: Retention) -> Self {
        let games = self.games.with_retention(retention);
        Self { games, ..self }
    }

    /// Returns the quiz for one request that ends at `deadline`. A use case that times out fails with
    /// [`Error::Unavailable`].
    ///
    /// The gateways enforce the deadline: see [`GameStore::until`] and [`WorkQueue::until`]. Without a
    /// deadline only their own timeouts apply.
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    ///
    /// use quizcraft_core::{Error, Game, GameId, PlayerId, Quiz};
    ///
    /// async fn view(quiz: &Quiz, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
    ///     let deadline = Instant::now() + Duration::from_secs(3);
    ///     quiz.until(deadline).view(player, game).await
    /// }
    /// ```
    ///
    /// [`Error::Unavailable`]: crate::Error::Unavailable
    #[must_use]
    pub fn until(&self, deadline: Instant) -> Self {
        let quiz = self.clone();
        let games = quiz.games.until(deadline);
        Self { games, ..quiz }
    }

    /// Returns the quiz for one request, which is named in the work that it causes, so that the log of a
    /// worker can be joined with that of the request.
    ///
    /// ```
    /// use quizcraft_core::{Correlation, Quiz};
    ///
    /// fn within(quiz: &Quiz, request_id: &str) -> Quiz {
    ///     quiz.with_correlation(Correlation::new(request_id.parse().ok(), None))
    /// }
    /// ```
    #[must_use]
    pub fn with_correlation(&self, correlation: Correlation) -> Self {
        let quiz = self.clone();
        let games = quiz.games.with_correlation(correlation);
        Self { games, ..quiz }
    }
}
