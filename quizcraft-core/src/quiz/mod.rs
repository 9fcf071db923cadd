//! The use cases.

mod answering;
mod error;
mod games;
mod listing;
mod prepare;
mod start;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use crate::game::PendingTimeout;
use crate::gateway::{Clock, GameStore, Randomness, WorkQueue};

pub use error::Error;
use games::RepairedGames;
pub use listing::Games;
pub use prepare::Prepared;
pub use start::Started;

/// The use cases of the quiz, for players and for the workers that prepare games.
///
/// Cheap to clone, and meant to be shared by everything that serves players. It is
/// stateless: all state is in the gateways.
///
/// | use case | caller | sequential round trips to gateways |
/// | --- | --- | --- |
/// | [`start`](Self::start) | player | 2: store, send; 1 for a repeat under an idempotency key |
/// | [`list`](Self::list) | player | 1 |
/// | [`view`](Self::view) | player | 1 |
/// | [`questions`](Self::questions), [`question`](Self::question), [`ask`](Self::ask) | player | 1 |
/// | [`answer`](Self::answer) | player | 2: look, record |
/// | [`prepare`](Self::prepare) | worker | 2: look (at the game and, beside it, at a page of the player's), open |
///
/// # Overdue games
///
/// A game is overdue if it is pending for longer than its [`PendingTimeout`]: its work was lost, or the
/// worker did not finish it. Every use case of a player repairs the overdue games that it reads,
/// a repeated `start` included: it claims the game and sends its work again. Exactly one of
/// concurrent requests does so. After [`MAX_RETRIES`](crate::Pending::MAX_RETRIES) repairs the
/// game fails instead. The use case then goes on with the game as it is after the repair:
/// pending, or failed. If a worker or another request changed the game since it was read, or the
/// repair fails, the use case goes on with the game as it was read: pending. So no game that a player reads stays pending for ever, and the work of a
/// game is sent at most once per timeout.
///
/// A repair takes two more sequential round trips, claim and send, or one to give the game up.
/// The overdue games of a page are repaired at the same time, up to 25 of them. A repair that
/// fails does not fail the request.
#[derive(Clone)]
pub struct Quiz {
    games: RepairedGames,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl fmt::Debug for Quiz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quiz").finish_non_exhaustive()
    }
}

/// The gateways that [`Quiz`] plays over.
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
    /// Creates a quiz over these gateways, with the default [`PendingTimeout`].
    #[must_use]
    pub fn new(gateways: Gateways) -> Self {
        let Gateways {
            games,
            queue,
            clock,
            randomness,
        } = gateways;
        Self {
            games: RepairedGames::new(games, queue, Arc::clone(&clock)),
            clock,
            randomness,
        }
    }

    /// Returns the same quiz with another timeout for pending games.
    #[must_use]
    pub fn with_pending_timeout(self, timeout: PendingTimeout) -> Self {
        let games = self.games.with_pending_timeout(timeout);
        Self { games, ..self }
    }

    /// Returns the same quiz for one request, which ends at `deadline`: no gateway is waited for
    /// any longer. A use case that runs out of time fails with [`Error::Unavailable`].
    ///
    /// The gateways hold to it ([`GameStore::until`], [`WorkQueue::until`]). Without it each of
    /// their calls takes as long as they allow by themselves.
    ///
    /// [`Error::Unavailable`]: crate::Error::Unavailable
    #[must_use]
    pub fn until(&self, deadline: Instant) -> Self {
        let quiz = self.clone();
        let games = quiz.games.until(deadline);
        Self { games, ..quiz }
    }
}
