//! The changes of a game before it is played, each a value that a store writes as one.

use std::time::Duration;

use super::{Failure, Game, Pending, Stage};
use crate::question::{Drafts, Questions};
use crate::value::Timestamp;

/// How long a game may stay pending before its questions are asked for again.
///
/// ```
/// assert_eq!(quizcraft_core::Deadline::default().get().as_secs(), 300);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Duration);

impl Deadline {
    /// A deadline of this length; what is under a second counts as nothing.
    #[must_use]
    pub const fn new(duration: Duration) -> Self {
        Self(duration)
    }

    /// Its length.
    #[must_use]
    pub const fn get(self) -> Duration {
        self.0
    }
}

/// Five minutes.
impl Default for Deadline {
    fn default() -> Self {
        Self(Duration::from_mins(5))
    }
}

/// What is due for a game that a player reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// Nothing: it is not pending, or not for too long.
    No,
    /// Its questions are to be asked for again.
    Retry(Retry),
    /// It was asked for often enough, and is to be given up.
    Fail(FailGame),
}

/// The game is not pending, so it can neither open nor fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the game is not pending")]
pub struct NotPending;

/// A pending game that opens with its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGame {
    game: Game,
    questions: Questions,
}

/// A pending game whose questions are asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    game: Game,
    pending: Pending,
}

/// A pending game that is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailGame {
    game: Game,
    failure: Failure,
}

impl Game {
    /// Opens a pending game with what was written for it, the first questions up to its limit.
    ///
    /// # Errors
    ///
    /// [`NotPending`] if the game is open, over or given up.
    pub fn open(&self, drafts: Drafts) -> Result<OpenGame, NotPending> {
        let questions = drafts.number(self.pending()?.limit());
        let game = self.counted(&questions);
        Ok(OpenGame { game, questions })
    }

    /// Gives a pending game up, for a reason that its player reads; one that breaks the limits of
    /// new text gives way to a general one.
    ///
    /// # Errors
    ///
    /// [`NotPending`] if the game is open, over or given up.
    pub fn fail(&self, failure: Failure) -> Result<FailGame, NotPending> {
        self.pending()?;
        Ok(self.failing(failure.or_general()))
    }

    fn failing(&self, failure: Failure) -> FailGame {
        let game = self.at(Stage::Failed(failure.clone()));
        FailGame { game, failure }
    }

    /// What is due at `now`, if a game may stay pending for `deadline`.
    #[must_use]
    pub fn overdue(&self, now: Timestamp, deadline: Deadline) -> Overdue {
        match &self.stage {
            Stage::Pending(pending) if now > pending.requested_at().plus(deadline.get()) => {
                self.next_attempt(pending, now)
            }
            _ => Overdue::No,
        }
    }

    fn next_attempt(&self, pending: &Pending, now: Timestamp) -> Overdue {
        match pending.retried(now) {
            Some(pending) => {
                let game = self.at(Stage::Pending(pending.clone()));
                Overdue::Retry(Retry { game, pending })
            }
            None => Overdue::Fail(self.failing(Failure::not_in_time())),
        }
    }

    const fn pending(&self) -> Result<&Pending, NotPending> {
        match &self.stage {
            Stage::Pending(pending) => Ok(pending),
            _ => Err(NotPending),
        }
    }
}

impl OpenGame {
    /// The game as it is once open.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Its questions, none of them answered.
    #[must_use]
    pub const fn questions(&self) -> &Questions {
        &self.questions
    }

    /// The game and its questions.
    #[must_use]
    pub fn into_parts(self) -> (Game, Questions) {
        (self.game, self.questions)
    }
}

impl Retry {
    /// The game as it is once this is written.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// When questions are asked for again, and for which time.
    #[must_use]
    pub const fn pending(&self) -> &Pending {
        &self.pending
    }

    /// How often questions had been asked for again before: what the stored game must still say.
    #[must_use]
    pub const fn retries_before(&self) -> u8 {
        self.pending.retries().saturating_sub(1)
    }
}

impl FailGame {
    /// The game as it is once given up.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Why it was given up.
    #[must_use]
    pub const fn failure(&self) -> &Failure {
        &self.failure
    }
}
