//! Restores a [`Game`] from a stored record, which may have been written under looser rules.

use std::num::NonZeroU16;

use super::stage::Counters;
use super::{Failure, Game, Keywords, Lease, Pending, Stage};
use crate::question::{Kinds, Misnumbered, Questions, QuestionsLimit, TotalScore};
use crate::value::{GameId, PlayerId, Timestamp};

/// The unchecked record of a game in a store.
///
/// ```
/// use quizcraft_core::*;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let stored = StoredGame {
///     id: GameId::from_bytes([7; 32]),
///     player: PlayerId::from_bytes([1; 32]),
///     keywords: Keywords::new(["Rome"])?,
///     kinds: Kinds::default(),
///     created: Timestamp::from_secs(1_600_000_000),
///     limit: 15,
///     status: StoredStatus::Ready { answered: Some(3), correct: Some(2), score: None },
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
    /// The player whose game it is.
    pub player: PlayerId,
    /// The keywords of the game.
    pub keywords: Keywords,
    /// The kinds of questions that the game may contain.
    pub kinds: Kinds,
    /// The creation time.
    pub created: Timestamp,
    /// The number of questions: the requested number while the game is pending, then the actual number.
    pub limit: u16,
    /// The status with its attributes.
    pub status: StoredStatus,
}

/// The status of a stored game, with the attributes that depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredStatus {
    /// `PENDING`.
    Pending {
        /// The time of the last retry, or `None` if there was none.
        requested_at: Option<Timestamp>,
        /// The number of retries.
        retries: u8,
        /// The last lease, or `None` if there was none.
        lease: Option<Lease>,
        /// How often a lease was taken.
        attempts: u8,
    },
    /// `READY`. The game is finished if the counters say that all questions are answered.
    Ready {
        /// The number of answered questions, if it is stored.
        answered: Option<u16>,
        /// The number of correctly answered questions, if it is stored.
        correct: Option<u16>,
        /// The sum of the scores. If it is not stored, each right answer scores 1 and each other one 0.
        score: Option<TotalScore>,
    },
    /// `FINISHED`: all questions are answered.
    Finished {
        /// The number of correctly answered questions, if it is stored.
        correct: Option<u16>,
        /// The sum of the scores. If it is not stored, each right answer scores 1 and each other one 0.
        score: Option<TotalScore>,
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
                lease: pending.lease(),
                attempts: pending.attempts(),
            },
            Stage::Ready(ready) => Self::Ready {
                answered: Some(ready.answered()),
                correct: Some(ready.correct()),
                score: Some(ready.score()),
            },
            Stage::Finished(finished) => Self::Finished {
                correct: Some(finished.correct()),
                score: Some(finished.score()),
            },
            Stage::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

/// The result of restoring a record without its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Restored {
    /// The game is complete.
    Whole(Game),
    /// The game is ready or finished, and its counters are not stored.
    Uncounted(Uncounted),
}

/// A game without stored counters. [`count`](Self::count) derives them from its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted(StoredGame);

/// The stored record is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// The game has, or requests, no questions.
    #[error("the game has no questions")]
    NoQuestions,
    /// There are more answers than questions, or more correct answers than answers.
    #[error(
        "the counters are malformed: {correct} correct, {answered} answered, {total} questions"
    )]
    Miscounted {
        /// The number of questions.
        total: u16,
        /// The number of answers.
        answered: u16,
        /// The number of correct answers.
        correct: u16,
    },
    /// The game is finished, but a question is unanswered.
    #[error("the game is finished, but a question is unanswered")]
    Unfinished,
    /// The game has answers, but some of its questions are missing.
    #[error("only {found} of {total} questions are stored")]
    Incomplete {
        /// The number of questions of the game.
        total: u16,
        /// The number of stored questions.
        found: u16,
    },
    /// The questions are not in ascending order, or two have the same number.
    #[error(transparent)]
    Misnumbered(#[from] Misnumbered),
}

impl StoredGame {
    /// Returns the record of a game, with all counters.
    ///
    /// ```
    /// use quizcraft_core::{GameId, GameRequest, PlayerId, Restored, StoredGame, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let record = StoredGame::of(new.game());
    /// assert_eq!(record.restore()?, Restored::Whole(new.into_game()));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn of(game: &Game) -> Self {
        Self {
            id: game.id(),
            player: game.player(),
            keywords: game.keywords().clone(),
            kinds: game.kinds(),
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
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::*;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let record = |status| StoredGame {
    ///     id: GameId::from_bytes([7; 32]),
    ///     player: PlayerId::from_bytes([1; 32]),
    ///     keywords: Keywords::restore([]),
    ///     kinds: Kinds::default(),
    ///     created: Timestamp::from_secs(1_600_000_000),
    ///     limit: 5,
    ///     status,
    /// };
    /// let answered = StoredStatus::Ready { answered: Some(5), correct: Some(4), score: None };
    /// let Restored::Whole(game) = record(answered).restore()? else { panic!("its counters are there") };
    /// assert!(matches!(game.stage(), Stage::Finished(_)), "all questions are answered");
    ///
    /// let impossible = StoredStatus::Ready { answered: Some(2), correct: Some(3), score: None };
    /// let error = record(impossible).restore().unwrap_err();
    /// assert_eq!(error, Unreadable::Miscounted { total: 5, answered: 2, correct: 3 });
    /// # Ok(())
    /// # }
    /// ```
    pub fn restore(self) -> Result<Restored, Unreadable> {
        let stage = match &self.status {
            StoredStatus::Failed(failure) => Stage::Failed(failure.clone()),
            StoredStatus::Pending {
                requested_at,
                retries,
                lease,
                attempts,
            } => {
                let limit = QuestionsLimit::restore(self.total()?);
                let requested_at = requested_at.unwrap_or(self.created);
                let pending = Pending::restore(limit, requested_at, *retries, *lease, *attempts);
                Stage::Pending(pending)
            }
            StoredStatus::Ready {
                answered: Some(answered),
                correct: Some(correct),
                score,
            } => consistent(self.total()?, *answered, *correct, *score)?,
            StoredStatus::Finished {
                correct: Some(correct),
                score,
            } => consistent(self.total()?, self.limit, *correct, *score)?,
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
            kinds,
            created,
            ..
        } = self;
        Game {
            id,
            player,
            keywords,
            kinds,
            created,
            stage,
        }
    }
}

impl Uncounted {
    /// Returns the game's id, with which a store finds its questions.
    #[must_use]
    pub const fn id(&self) -> GameId {
        self.0.id
    }

    /// Returns the game at the stage that follows from its questions.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if there are no questions, or if the game is finished and one of them is
    /// unanswered.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::*;
    ///
    /// /// Restores a game, and reads its questions only if its record has no counters.
    /// fn restored(
    ///     record: StoredGame,
    ///     questions: impl FnOnce(GameId) -> Option<Questions>,
    /// ) -> Result<Game, Unreadable> {
    ///     match record.restore()? {
    ///         Restored::Whole(game) => Ok(game),
    ///         Restored::Uncounted(game) => {
    ///             let questions = questions(game.id());
    ///             game.count(questions.as_ref())
    ///         }
    ///     }
    /// }
    ///
    /// let deployed = StoredGame {
    ///     id: GameId::from_bytes([7; 32]),
    ///     player: PlayerId::from_bytes([1; 32]),
    ///     keywords: Keywords::restore([]),
    ///     kinds: Kinds::default(),
    ///     created: Timestamp::from_secs(1_600_000_000),
    ///     limit: 5,
    ///     status: StoredStatus::Ready { answered: None, correct: None, score: None },
    /// };
    /// assert_eq!(restored(deployed, |_| None), Err(Unreadable::NoQuestions));
    /// ```
    pub fn count(self, questions: Option<&Questions>) -> Result<Game, Unreadable> {
        let stage = Stage::of(questions.ok_or(Unreadable::NoQuestions)?);
        match (&self.0.status, &stage) {
            (StoredStatus::Finished { .. }, Stage::Ready(_)) => Err(Unreadable::Unfinished),
            _ => Ok(self.0.at(stage)),
        }
    }
}

fn consistent(
    total: NonZeroU16,
    answered: u16,
    correct: u16,
    score: Option<TotalScore>,
) -> Result<Stage, Unreadable> {
    if correct > answered || answered > total.get() {
        return Err(Unreadable::Miscounted {
            total: total.get(),
            answered,
            correct,
        });
    }
    let counters = Counters {
        answered,
        correct,
        score: score.unwrap_or_else(|| TotalScore::of_right(correct)),
    };
    Ok(Stage::from_counters(total, counters))
}
