//! The commands that change a game before it is played. A store writes each of them atomically.

use std::time::Duration;

use super::{Failure, FinishedGamesKept, Game, Pending, Stage};
use crate::question::{Asked, Drafts, Questions};
use crate::value::Timestamp;

/// How long a game may stay pending before its questions are requested again.
///
/// ```
/// assert_eq!(quizcraft_core::PendingTimeout::default().get().as_secs(), 300);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingTimeout(Duration);

impl PendingTimeout {
    /// Creates a timeout of this length. Fractions of a second are ignored.
    #[must_use]
    pub const fn new(duration: Duration) -> Self {
        Self(duration)
    }

    /// Returns the length of the timeout.
    #[must_use]
    pub const fn get(self) -> Duration {
        self.0
    }
}

/// Five minutes.
impl Default for PendingTimeout {
    fn default() -> Self {
        Self(Duration::from_mins(5))
    }
}

/// Whether a game that a player reads is overdue, and the command that repairs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// The game is not pending, or its timeout has not passed.
    No,
    /// The game must be retried.
    Retry(Retry),
    /// No retry is left: the game must be failed.
    Fail(FailGame),
}

/// The game is not pending, so it can neither open nor fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the game is not pending")]
pub struct NotPending;

/// The game cannot be opened with these drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotOpen {
    /// The game is ready, finished or failed.
    #[error(transparent)]
    NotPending(#[from] NotPending),
    /// No draft is of a requested kind.
    #[error("no question is of a requested kind")]
    NoRequestedKind,
}

/// The command that opens a pending game with its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGame {
    game: Game,
    questions: Questions,
    asked: Option<Asked>,
}

/// The command that requests the questions of an overdue game again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    game: Game,
    pending: Pending,
}

/// The command that marks a pending game as failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailGame {
    game: Game,
    failure: Failure,
    expiry: Option<Timestamp>,
}

impl Game {
    /// Opens a pending game with the first of these drafts that are of a requested kind, up to the requested
    /// number.
    ///
    /// # Errors
    ///
    /// A [`CannotOpen`] if the game is ready, finished or failed, or if no draft is of a requested kind.
    pub fn open(&self, drafts: Drafts) -> Result<OpenGame, CannotOpen> {
        let limit = self.pending()?.limit();
        let questions = drafts.number(limit, self.kinds);
        let questions = questions.ok_or(CannotOpen::NoRequestedKind)?;
        let game = self.with_stage_of(&questions);
        let asked = None;
        Ok(OpenGame {
            game,
            questions,
            asked,
        })
    }

    /// Fails a pending game with a reason that its player reads. A reason that breaks the limits of
    /// new text is replaced by a general one.
    ///
    /// # Errors
    ///
    /// [`NotPending`] if the game is ready, finished or failed.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Failure, GameId, GameRequest, NotPending, PlayerId, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let command = new.game().fail(Failure::new("No facts are known about Rome.")?)?;
    /// assert_eq!(command.game().failure(), Some(command.failure()));
    /// assert!(new.game().failure().is_none(), "the store changes the game, not the method");
    ///
    /// assert_eq!(command.game().fail(Failure::new("Again")?), Err(NotPending));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fail(&self, failure: Failure) -> Result<FailGame, NotPending> {
        self.pending()?;
        Ok(self.fail_command(failure.or_general()))
    }

    fn fail_command(&self, failure: Failure) -> FailGame {
        let game = self.at(Stage::Failed(failure.clone()));
        FailGame {
            game,
            failure,
            expiry: None,
        }
    }

    /// Returns what is due at `now`, if a game may stay pending for `timeout`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use quizcraft_core::{GameId, GameRequest, Overdue, PendingTimeout, PlayerId, Timestamp};
    ///
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let (timeout, mut game) = (PendingTimeout::new(Duration::from_secs(60)), new.into_game());
    /// assert_eq!(game.overdue(Timestamp::from_secs(60), timeout), Overdue::No);
    ///
    /// for now in [61, 122, 183].map(Timestamp::from_secs) {
    ///     let Overdue::Retry(retry) = game.overdue(now, timeout) else { panic!("a retry is left") };
    ///     game = retry.game().clone();
    /// }
    /// let last = game.overdue(Timestamp::from_secs(244), timeout);
    /// assert!(matches!(last, Overdue::Fail(_)), "three retries are the maximum");
    /// # Ok::<(), quizcraft_core::InvalidGame>(())
    /// ```
    #[must_use]
    pub fn overdue(&self, now: Timestamp, timeout: PendingTimeout) -> Overdue {
        match &self.stage {
            Stage::Pending(pending) if now > pending.requested_at().plus(timeout.get()) => {
                self.retry_or_fail(pending, now)
            }
            _ => Overdue::No,
        }
    }

    fn retry_or_fail(&self, pending: &Pending, now: Timestamp) -> Overdue {
        match pending.retried(now) {
            Some(pending) => {
                let game = self.at(Stage::Pending(pending.clone()));
                Overdue::Retry(Retry { game, pending })
            }
            None => Overdue::Fail(self.fail_command(Failure::not_in_time())),
        }
    }

    pub(super) const fn pending(&self) -> Result<&Pending, NotPending> {
        match &self.stage {
            Stage::Pending(pending) => Ok(pending),
            _ => Err(NotPending),
        }
    }
}

impl OpenGame {
    /// Returns the game as it is once open.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns its questions, none of them answered.
    #[must_use]
    pub const fn questions(&self) -> &Questions {
        &self.questions
    }

    /// Returns the command that also stores that the player was asked these questions, given what the player
    /// was asked before about the same keywords.
    #[must_use]
    pub fn asked_after(self, before: &Asked) -> Self {
        let asked = Some(before.after(&self.questions));
        Self { asked, ..self }
    }

    /// Returns what the player was asked about the game's [keywords](crate::Keywords::fingerprint) once this is
    /// written, or `None` if that does not change.
    #[must_use]
    pub const fn asked(&self) -> Option<&Asked> {
        self.asked.as_ref()
    }

    /// Returns the game and its questions.
    #[must_use]
    pub fn into_parts(self) -> (Game, Questions) {
        (self.game, self.questions)
    }
}

impl Retry {
    /// Returns the game as it is once this is written.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the pending stage after this retry: its time and its number.
    #[must_use]
    pub const fn pending(&self) -> &Pending {
        &self.pending
    }

    /// Returns the stored game after this retry. Its lease and its attempts stay as they are.
    #[must_use]
    pub fn applied_to(&self, stored: &Game) -> Game {
        let retried = self.pending.clone();
        stored.at(Stage::Pending(match stored.stage() {
            Stage::Pending(pending) => retried.with_lease_of(pending),
            _ => retried,
        }))
    }

    /// Returns the number of retries before this one, which the stored game must still have.
    #[must_use]
    pub const fn retries_before(&self) -> u8 {
        self.pending.retries().saturating_sub(1)
    }
}

impl FailGame {
    /// Returns the game as it is once failed.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns why it failed.
    #[must_use]
    pub const fn failure(&self) -> &Failure {
        &self.failure
    }

    /// Returns the command that fails the game at `now`. The game expires `kept` after `now`, or never
    /// if `kept` is `None`.
    #[must_use]
    pub fn kept_for(self, kept: impl Into<Option<FinishedGamesKept>>, now: Timestamp) -> Self {
        Self {
            expiry: kept.into().map(|kept| kept.expiry(now)),
            ..self
        }
    }

    /// Returns when the failed game expires; `None` if it is kept for ever.
    #[must_use]
    pub const fn expiry(&self) -> Option<Timestamp> {
        self.expiry
    }
}
