use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::{GatewayError, RefusedExpense};
use crate::game::{
    Answer, FailGame, Game, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame, Page,
    PageRequest, Play, RequestFingerprint, Retry, TakeLease,
};
use crate::question::{Asked, Response};
use crate::value::Timestamp;
use crate::value::{GameId, PlayerId};

/// Stores games and their questions.
///
/// # Promises
///
/// - A game belongs to its player. Every method accesses only the games of one player. Two players may have
///   games with the same id. The use cases give no two players the same id, which is random or derived from
///   the player and the idempotency key. A store MAY therefore key questions by the id of the game alone.
/// - Every write is atomic: it takes effect completely or not at all. A concurrent read may see the
///   game before the write and its questions after it, or only some of the questions. [`Play::new`]
///   resolves this to the state before or after the write.
/// - Every write is conditional, and checks its condition atomically with the write. A condition that
///   does not hold is a result, not an error, and changes nothing.
/// - Every write is idempotent: a write that is retried after an error, with the same arguments,
///   returns the result of the first attempt, or that its condition no longer holds.
/// - Reads see every write that was acknowledged before they began.
/// - Methods may be called concurrently from any number of threads and processes.
/// - The command that ends a game may carry its expiry ([`Answer::expiry`], [`FailGame::expiry`]), which
///   is stored in the same write. A store removes an expired game with its questions some time after its
///   expiry, and no game without an expiry. Until then reads MAY return it. A store that removes a game
///   in steps MUST return `None` from [`load`](Self::load) once the first question is removed. An id
///   whose game was removed is free for a new game.
/// - A store [for one request](Self::until) is not used after that request.
///
/// # Values
///
/// Stores keep texts byte for byte. Texts may contain any character except U+0000; the constants of a type
/// state the maximum length in characters of up to four bytes: [`Keyword::MAX_CHARS`],
/// [`Prompt::MAX_CHARS`], [`Choice::MAX_CHARS`], [`Clarification::MAX_CHARS`] and
/// [`Failure::MAX_CHARS`](crate::Failure::MAX_CHARS). Times fit into a signed integer of 64 bits
/// ([`Timestamp::MAX`]), ids are 32 bytes.
///
/// [`Keyword::MAX_CHARS`]: crate::Keyword::MAX_CHARS
/// [`Prompt::MAX_CHARS`]: crate::Prompt::MAX_CHARS
/// [`Choice::MAX_CHARS`]: crate::Choice::MAX_CHARS
/// [`Clarification::MAX_CHARS`]: crate::Clarification::MAX_CHARS
/// [`Timestamp::MAX`]: crate::Timestamp::MAX
///
/// # Retries within a store
///
/// A networked store retries a write whose response was lost, since the write may have taken effect. It
/// recognises its own result by the idempotency token of the database's transaction, or by a random token
/// that it stores with the write and compares when the condition of the retry fails.
///
/// # Errors
///
/// Every method fails with [`GatewayError::Unavailable`] for a transient error or a timeout, with
/// [`GatewayError::Unreadable`] if the record of the game is malformed, and with
/// [`GatewayError::Broken`] for a permanent error. A write fails with [`GatewayError::Full`] if the
/// store has no room for further records of the player.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait GameStore: Send + Sync {
    /// Stores a new game, on condition that its player has none with its id and that its
    /// [quota](NewGame::quota), if it has one, is not used up.
    ///
    /// A game with a quota is counted in the same atomic write that stores it: the number of games
    /// that its player started in the hour of the quota rises by one, on condition that it is below the
    /// limit. Otherwise nothing is stored or counted, and the result is [`Creation::TooMany`]. Games
    /// without a quota are not counted.
    ///
    /// An existing game takes precedence over the limit: creating it again returns
    /// [`Creation::Exists`] and counts nothing, whether or not the limit is reached. The number of an
    /// hour MAY be deleted some time after the hour has passed. A new game in a later hour does not prove
    /// that, because the clocks of processes differ: keep at least the hour before it.
    ///
    /// The caller sends the work if this returns [`Creation::Created`], so success MUST NOT be lost.
    /// An implementation that retries its own write and finds the result of its first attempt MUST
    /// return [`Creation::Created`], and MUST NOT count the game twice.
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError>;

    /// Returns one of the player's games, without its questions.
    ///
    /// Costs one round trip, and a second one only for a game without stored counters.
    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError>;

    /// Returns one of the player's games with its questions, combined by [`Play::new`]. Costs one
    /// round trip.
    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError>;

    /// Returns a page of the player's games in descending order of [position](Game::position),
    /// starting after the request's position. Costs one round trip, and a second one only if the page
    /// has games without stored counters.
    ///
    /// Following [`Page::next`] from the first page to the last, where it is `None`, returns every
    /// game that existed at the start exactly once, even if games are created meanwhile. Malformed
    /// records are omitted, so a page that is not the last may be short.
    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError>;

    /// Opens a game together with all its questions, on condition that it is pending.
    ///
    /// Replaces questions with the same numbers that an interrupted worker left. Those with higher
    /// numbers may stay, because [`Play::new`] ignores them.
    ///
    /// Stores [`OpenGame::asked`], if there is one, for the player and the
    /// [fingerprint](crate::Keywords::fingerprint) of the game's keywords, in the same write. It replaces what
    /// is stored without a condition: of two concurrent updates one may be lost.
    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError>;

    /// Returns what the player was asked about these keywords by the games that [opened](Self::open), or nothing
    /// if none stored it. An implementation MAY forget it, oldest updates first. Costs one round trip.
    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError>;

    /// Takes the lease on a pending game, on condition that it is pending and that the lease
    /// [can be taken](TakeLease::check), and counts the [attempt](crate::Pending::attempts) in the same write. Of
    /// concurrent workers exactly one succeeds.
    ///
    /// The stored game decides, which may differ from the one that the caller read. Another worker's lease takes
    /// precedence over the attempts, and the attempts over the quota. The holder of the last lease takes it again,
    /// even after the last attempt, and this counts nothing.
    ///
    /// The [first](crate::LeaseCheck::First) lease on a game counts towards the [quota](TakeLease::quota), if the
    /// command has one: the number of the player's games that were leased first in the hour of the quota rises by
    /// one in the same atomic write, on condition that it is below the limit. Otherwise nothing is stored or
    /// counted, and the result is [`Leasing::Refused`]. Commands without a quota count no game. The number is
    /// another one than that of [new games](Self::create), and MAY be deleted as that one. A game that ends or is
    /// removed still counts.
    ///
    /// The worker that succeeds calls a writer that costs money or time, so success MUST NOT be lost. An
    /// implementation that retries its own write and finds the lease of the same holder MUST return
    /// [`Leasing::Taken`], and MUST NOT count the attempt or the game twice. [Opening](Self::open) and
    /// [failing](Self::fail) a game end its lease; [`retry`](Self::retry) leaves the lease and the attempts as they
    /// are.
    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError>;

    /// Claims an overdue game: records a retry, on condition that the game is pending and has exactly
    /// [`Retry::retries_before`] retries. Of concurrent callers exactly one succeeds.
    ///
    /// The caller that succeeds sends the work, so success MUST NOT be lost. An implementation that
    /// retries its own write and finds the result of its first attempt MUST return
    /// [`Transition::Made`].
    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError>;

    /// Marks a game as failed, on condition that it is pending.
    ///
    /// Stores [`FailGame::expiry`], if there is one.
    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError>;

    /// Records an answer, and the counters, the number of questions and the status of
    /// [`Answer::game`], on condition that its question is unanswered.
    ///
    /// The number of questions differs from the stored limit only in games of the deployed service
    /// that have fewer questions than the client requested.
    ///
    /// Stores [`Answer::expiry`], if there is one, for the game and all its questions.
    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError>;

    /// Removes those of the player's games that exceed `keep`, each with its questions, and returns
    /// their number. [`GamesPerPlayer::surplus`] says which ones.
    ///
    /// Removing a game is one atomic write, on condition that it is not pending and that it is the game
    /// that was read: a new game may have its id. Removing several games is not atomic. A game that was
    /// removed is missing: a concurrent answer is recorded before its removal, or is
    /// [`Recording::Gone`].
    ///
    /// An implementation MAY remove only the first of these games. The next call continues. Removed
    /// games still count towards the quota of their hour.
    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError>;

    /// Returns this store, with the same games, for one request that ends at `deadline`.
    ///
    /// Every call of the returned store ends by `deadline`. A call that times out fails with
    /// [`GatewayError::Unavailable`], whose cause names the timeout. As after every error, a write
    /// may have taken effect, completely or not at all.
    ///
    /// An implementation MUST NOT begin a pause or a retry that would end after `deadline`. An
    /// implementation that waits for nothing outside the process MAY return itself. An implementation
    /// that forwards to another store MUST forward to [`until`](Self::until) of that store.
    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore>;
}

/// The outcome of storing a new game.
///
/// ```
/// use quizcraft_core::gateway::{Creation, GameStore};
/// use quizcraft_core::{GameId, GameRequest, GamesPerHour, PlayerId, Timestamp};
///
/// # quizcraft_contract::block_on(async {
/// let games = quizcraft_memory::MemoryGames::new();
/// let new = |id| -> Result<_, Box<dyn std::error::Error>> {
///     let (id, player) = (GameId::from_bytes([id; 32]), PlayerId::from_bytes([7; 32]));
///     let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
///     Ok(new.with_games_per_hour(GamesPerHour::new(1)?))
/// };
/// assert_eq!(games.create(&new(1)?).await?, Creation::Created);
/// assert_eq!(games.create(&new(2)?).await?, Creation::TooMany);
/// let repeated = games.create(&new(1)?).await?;
/// assert!(matches!(repeated, Creation::Exists(_)), "a repetition is not refused");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Creation {
    /// The game is stored.
    Created,
    /// The player has a game with this id; nothing is written.
    Exists(Box<Existing>),
    /// The player has started as many games in this hour as the game's [quota](NewGame::quota) allows;
    /// nothing is written.
    TooMany,
}

/// An existing game with the id of a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    game: Game,
    request: RequestFingerprint,
}

impl Existing {
    /// Combines the current state of a game with the hash of the request that created it.
    #[must_use]
    pub const fn new(game: Game, request: RequestFingerprint) -> Self {
        Self { game, request }
    }

    /// Returns the hash of the request that created the game.
    #[must_use]
    pub const fn request(&self) -> RequestFingerprint {
        self.request
    }

    /// Returns the current state of the game.
    #[must_use]
    pub fn into_game(self) -> Game {
        self.game
    }
}

/// The outcome of a command that changes a pending game.
///
/// Of two requests that claim the same overdue game, one makes the transition, and sends the work:
///
/// ```
/// use quizcraft_core::gateway::{Creation, GameStore, Transition};
/// use quizcraft_core::{GameId, GameRequest, Overdue, PendingTimeout, PlayerId, Timestamp};
///
/// # quizcraft_contract::block_on(async {
/// let games = quizcraft_memory::MemoryGames::new();
/// let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([7; 32]));
/// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
/// assert_eq!(games.create(&new).await?, Creation::Created);
///
/// let due = new.game().overdue(Timestamp::from_secs(301), PendingTimeout::default());
/// let Overdue::Retry(claim) = due else { panic!("a retry is left") };
/// assert_eq!(games.retry(&claim).await?, Transition::Made);
/// assert_eq!(games.retry(&claim).await?, Transition::Missed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Transition {
    /// The command is stored.
    Made,
    /// The condition does not hold: the game is missing or was changed before; nothing is written.
    Missed,
}

/// The outcome of taking the lease on a pending game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Leasing {
    /// The lease is stored.
    Taken,
    /// Another worker holds the lease until this time; nothing is written.
    Held(Timestamp),
    /// A limit is reached; nothing is written.
    Refused(RefusedExpense),
    /// The game is missing, or not pending; nothing is written.
    Missed,
}

/// The outcome of recording an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Recording {
    /// The answer is recorded.
    Recorded,
    /// The question is already answered, with this response; nothing is written.
    Preceded(Response),
    /// The game or its question is missing; nothing is written.
    Gone,
}
