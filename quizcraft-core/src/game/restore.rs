//! Restores a [`Game`] from a stored record, which may have been written under looser rules.

use std::num::NonZeroU16;

use super::{Failure, Game, Keywords, Pending, Stage};
use crate::question::{Misnumbered, Questions, QuestionsLimit};
use crate::value::{GameId, PlayerId, Timestamp};

/// The record of a game as a store holds it, before it is checked.
///
/// ```
/// use quizcraft_core::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let stored = StoredGame {
///     id: GameId::from_bytes([7; 32]),
///     player: PlayerId::from_bytes([1; 32]),
///     keywords: Keywords::new(["Rome"])?,
///     created: Timestamp::from_secs(1_600_000_000),
///     limit: 15,
///     status: StoredStatus::Ready { answered: Some(3), correct: Some(2) },
/// };
/// let Restored::Whole(game) = stored.restore()? else { panic!("its counters are there") };
/// assert_eq!(game.questions_answered(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredGame {
    /// The game's id.
    pub id: GameId,
    /// Whose game it is.
    pub player: PlayerId,
    /// What it is about.
    pub keywords: Keywords,
    /// When it was created.
    pub created: Timestamp,
    /// The number of questions: requested while the game is pending, written from then on.
    pub limit: u16,
    /// Its status and what belongs to that.
    pub status: StoredStatus,
}

/// The status of a stored game, with the attributes that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredStatus {
    /// `PENDING`.
    Pending {
        /// When questions were last requested, if not at the creation.
        requested_at: Option<Timestamp>,
        /// How often they were requested again.
        retries: u8,
    },
    /// `READY`, or finished by an answer that did not say so: its counters tell.
    Ready {
        /// How many questions are answered, if that was counted.
        answered: Option<u16>,
        /// How many are answered rightly, if that was counted.
        correct: Option<u16>,
    },
    /// `FINISHED`: all questions are answered.
    Finished {
        /// How many are answered rightly, if that was counted.
        correct: Option<u16>,
    },
    /// `FAILED`.
    Failed(Failure),
}

impl StoredStatus {
    fn of(stage: &Stage) -> Self {
        match stage {
            Stage::Pending(pending) => Self::Pending {
                requested_at: Some(pending.requested_at()),
                retries: pending.retries(),
            },
            Stage::Ready(ready) => Self::Ready {
                answered: Some(ready.answered()),
                correct: Some(ready.correct()),
            },
            Stage::Finished(finished) => Self::Finished {
                correct: Some(finished.correct()),
            },
            Stage::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// The result of restoring a record without its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Restored {
    /// All of it.
    Whole(Game),
    /// It is ready or finished, and only its questions tell how far it has come.
    Uncounted(Uncounted),
}

/// A game that was opened without counters: its questions are to be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted(StoredGame);

/// The stored record is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// A game that asks for, or has, no questions at all.
    #[error("the game has no questions")]
    NoQuestions,
    /// More answers than questions, or more right ones than answers.
    #[error(
        "the counters are malformed: {correct} correct, {answered} answered, {total} questions"
    )]
    Miscounted {
        /// The number of questions.
        total: u16,
        /// The number of answers.
        answered: u16,
        /// The number of right ones.
        correct: u16,
    },
    /// A game that is over, and has a question without an answer.
    #[error("the game is finished, but a question is unanswered")]
    Unfinished,
    /// A game with answers, some of whose questions are gone.
    #[error("only {found} of {total} questions are stored")]
    Incomplete {
        /// The number of questions that the game has.
        total: u16,
        /// The number of questions that are there.
        found: u16,
    },
    /// The questions are not in the order of their numbers, or two have the same.
    #[error(transparent)]
    Misnumbered(#[from] Misnumbered),
}

impl StoredGame {
    /// Returns a game as it is stored today: with all its counters.
    #[must_use]
    pub fn of(game: &Game) -> Self {
        Self {
            id: game.id(),
            player: game.player(),
            keywords: game.keywords().clone(),
            created: game.created(),
            limit: game.questions_limit(),
            status: StoredStatus::of(game.stage()),
        }
    }

    /// Restores the game from its record alone.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if the record is malformed.
    pub fn restore(self) -> Result<Restored, Unreadable> {
        let stage = match &self.status {
            StoredStatus::Failed(failure) => Stage::Failed(failure.clone()),
            StoredStatus::Pending {
                requested_at,
                retries,
            } => {
                let limit = QuestionsLimit::restore(self.total()?);
                let requested_at = requested_at.unwrap_or(self.created);
                Stage::Pending(Pending::restore(limit, requested_at, *retries))
            }
            StoredStatus::Ready {
                answered: Some(answered),
                correct: Some(correct),
            } => consistent(self.total()?, *answered, *correct)?,
            StoredStatus::Finished {
                correct: Some(correct),
            } => consistent(self.total()?, self.limit, *correct)?,
            StoredStatus::Ready { .. } | StoredStatus::Finished { .. } => {
                return Ok(Restored::Uncounted(Uncounted(self)));
            }
        };
        Ok(Restored::Whole(self.at(stage)))
    }

    fn total(&self) -> Result<NonZeroU16, Unreadable> {
        NonZeroU16::new(self.limit).ok_or(Unreadable::NoQuestions)
    }

    fn at(self, stage: Stage) -> Game {
        let Self {
            id,
            player,
            keywords,
            created,
            ..
        } = self;
        Game {
            id,
            player,
            keywords,
            created,
            stage,
        }
    }
}

impl Uncounted {
    /// Returns the game's id, by which its questions are found.
    #[must_use]
    pub const fn id(&self) -> GameId {
        self.0.id
    }

    /// Returns the game, as far as its questions say it has come.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if there are none, or if the game is over and one of them is open: such a
    /// game can't be played.
    pub fn count(self, questions: Option<&Questions>) -> Result<Game, Unreadable> {
        let stage = Stage::of(questions.ok_or(Unreadable::NoQuestions)?);
        match (&self.0.status, &stage) {
            (StoredStatus::Finished { .. }, Stage::Ready(_)) => Err(Unreadable::Unfinished),
            _ => Ok(self.0.at(stage)),
        }
    }
}

fn consistent(total: NonZeroU16, answered: u16, correct: u16) -> Result<Stage, Unreadable> {
    if correct > answered || answered > total.get() {
        return Err(Unreadable::Miscounted {
            total: total.get(),
            answered,
            correct,
        });
    }
    Ok(Stage::counted(total, answered, correct))
}
