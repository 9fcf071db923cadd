use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::GatewayError;
use crate::game::{
    Answer, FailGame, Game, NewGame, OpenGame, Page, PageRequest, Play, RequestFingerprint, Retry,
};
use crate::question::Choice;
use crate::value::{GameId, PlayerId};

/// Stores games and their questions.
///
/// # Promises
///
/// - A game belongs to its player: every method looks among that player's games only.
/// - Every write is atomic: it takes effect whole, or not at all, and every read that begins after
///   its acknowledgement sees all of it. A read during a write may see a game on one side of it and
///   questions on the other, or some of the questions only: [`Play::new`] makes of that a game as
///   it was before or as it is after.
/// - Every write has a condition, checked in the same step. A condition that does not hold is an
///   ordinary result, not an error, and leaves everything as it was.
/// - Every write may be repeated after an error, with the same arguments: a repeat that meets what
///   the first one wrote reports what that did, or that it came second. It never does it twice.
/// - Reads see every write that was acknowledged before they began.
/// - Methods may be called at once from any number of threads and processes.
/// - A store [for one request](Self::until) does not outlive that request.
///
/// # Errors
///
/// Every method fails with [`GatewayError::Unavailable`] for a transient error or a timeout,
/// with [`GatewayError::Unreadable`] if the record of the game is malformed, and with
/// [`GatewayError::Broken`] for a permanent error.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GameStore: Send + Sync {
    /// Stores a new game, on condition that there is none with its id.
    ///
    /// The caller to which this returns [`Creation::Created`] sends the work, so success MUST NOT
    /// be lost: an implementation that retries its own write and meets what the first try wrote
    /// returns [`Creation::Created`].
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError>;

    /// Returns one of the player's games, without its questions.
    ///
    /// Costs one round trip, and a second one only for a game stored without counters.
    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError>;

    /// Returns one of the player's games with its questions, in one round trip, put together by
    /// [`Play::new`].
    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError>;

    /// Returns a page of the player's games in descending order of [position](Game::position), from
    /// the one after the request's position on, in one round trip (and a second one if some were
    /// stored without counters).
    ///
    /// Following [`Page::next`] from the first page gives every game that was there all along
    /// exactly once, whatever is created meanwhile; it is `None` on the last page. Malformed
    /// records are left out, so a page may be short without being the last.
    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError>;

    /// Opens a game together with all its questions, on condition that it is pending.
    ///
    /// Questions that an interrupted writer left under the same numbers are replaced; those with
    /// higher numbers may stay, since [`Play::new`] does not take them for the game's.
    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError>;

    /// Claims an overdue game: records a retry, on condition that the game is pending and has as
    /// many retries as [`Retry::retries_before`]. Of concurrent callers exactly one succeeds.
    ///
    /// The caller that succeeds sends the work, so success MUST NOT be lost: an implementation that
    /// retries its own write and meets what the first try wrote returns [`Transition::Made`].
    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError>;

    /// Marks a game as failed, on condition that it is pending.
    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError>;

    /// Records an answer together with the game's counters, number of questions and status as
    /// [`Answer::game`] has them, on condition that its question is not answered.
    ///
    /// The number of questions changes only where the stored limit differs from it: the deployed
    /// service opened games with fewer questions than the client requested.
    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError>;

    /// Returns this store for one request, which ends at `deadline`. Both keep the same games.
    ///
    /// Every call of the returned store ends by `deadline`, whatever it waits for. A call that runs
    /// out of time fails with [`GatewayError::Unavailable`], and the cause says so. As after every
    /// error, a write may have taken effect by then, but never half of one.
    ///
    /// An implementation MUST NOT begin a pause or another attempt that could not end by
    /// `deadline`. One that waits for nothing outside the process MAY return itself. One that
    /// forwards to another store MUST forward to [`until`](Self::until) of that store.
    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore>;
}

/// The outcome of storing a new game.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Creation {
    /// It is stored.
    Created,
    /// There was one with its id; nothing was stored.
    Exists(Box<Existing>),
}

/// A game that was stored before, under the id of a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    game: Game,
    request: RequestFingerprint,
}

impl Existing {
    /// Creates the game as it is now, and the hash of the request that it was created by.
    #[must_use]
    pub const fn new(game: Game, request: RequestFingerprint) -> Self {
        Self { game, request }
    }

    /// Returns the hash of the request that it was created by.
    #[must_use]
    pub const fn request(&self) -> RequestFingerprint {
        self.request
    }

    /// Returns the game as it is now.
    #[must_use]
    pub fn into_game(self) -> Game {
        self.game
    }
}

/// The outcome of a command that changes a pending game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Transition {
    /// The game is moved on.
    Made,
    /// The game is gone, or was no longer where the transition begins; nothing was written.
    Missed,
}

/// The outcome of recording an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Recording {
    /// The answer is recorded.
    Recorded,
    /// The question was answered before, with this; nothing was written.
    Preceded(Choice),
    /// The game or its question is gone; nothing was written.
    Gone,
}
