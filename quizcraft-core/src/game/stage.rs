use std::num::NonZeroU16;

use crate::question::{Questions, QuestionsLimit, Verdict};
use crate::value::Timestamp;
use crate::value::text::bounded_text;

bounded_text! {
    /// Why a game has no questions, in words for its player.
    Failure, at most 500 characters, Many
}

impl Failure {
    /// Returns the reason of a game whose questions were requested as often as allowed, and not
    /// written.
    #[must_use]
    pub fn not_in_time() -> Self {
        Self::restore(
            "The questions for this game could not be written in time. Please start a new one.",
        )
    }

    /// Returns the reason itself if a new failure may have it, and a general one otherwise.
    pub(super) fn or_general(self) -> Self {
        match Self::new(self.as_str()) {
            Ok(_) => self,
            Err(_) => Self::restore("The questions for this game could not be written."),
        }
    }
}

/// Where a game stands.
///
/// ```text
/// PENDING ──► READY ──► FINISHED
///    └──────► FAILED
/// ```
///
/// Only the transitions of [`Game`](crate::Game) and [`Play`](crate::Play), and a store that
/// [restores](crate::StoredGame) what they wrote, make the values inside; so none of them is
/// ready without questions, or counts more answers than questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its questions are being written.
    Pending(Pending),
    /// It has questions, and at least one is not answered.
    Ready(Ready),
    /// All its questions are answered.
    Finished(Finished),
    /// No questions could be written.
    Failed(Failure),
}

impl Stage {
    /// Returns the stage of a game with these questions.
    pub(super) fn of(questions: &Questions) -> Self {
        Self::from_counters(questions.total(), questions.answered(), questions.correct())
    }

    /// Returns the stage of a game with `total` questions: finished if all of them are answered, and
    /// ready otherwise.
    pub(super) fn from_counters(total: NonZeroU16, answered: u16, correct: u16) -> Self {
        let correct = correct.min(answered);
        if answered < total.get() {
            Self::Ready(Ready {
                total,
                answered,
                correct,
            })
        } else {
            Self::Finished(Finished {
                total,
                correct: correct.min(total.get()),
            })
        }
    }
}

/// A game whose questions are being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    limit: QuestionsLimit,
    requested_at: Timestamp,
    retries: u8,
}

impl Pending {
    /// The number of retries before the game fails.
    pub const MAX_RETRIES: u8 = 3;

    pub(super) const fn new(limit: QuestionsLimit, requested_at: Timestamp) -> Self {
        Self {
            limit,
            requested_at,
            retries: 0,
        }
    }

    pub(super) fn restore(limit: QuestionsLimit, requested_at: Timestamp, retries: u8) -> Self {
        Self {
            limit,
            requested_at,
            retries: retries.min(Self::MAX_RETRIES),
        }
    }

    /// Returns the stage after one more retry at `now`, or `None` if no retry is left.
    pub(super) fn retried(&self, now: Timestamp) -> Option<Self> {
        let retries = self
            .retries
            .checked_add(1)
            .filter(|&n| n <= Self::MAX_RETRIES)?;
        Some(Self {
            limit: self.limit,
            requested_at: now,
            retries,
        })
    }

    /// Returns how many questions were requested.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns when questions were last requested.
    #[must_use]
    pub const fn requested_at(&self) -> Timestamp {
        self.requested_at
    }

    /// Returns how often questions were requested again, 0 to [`MAX_RETRIES`](Self::MAX_RETRIES).
    #[must_use]
    pub const fn retries(&self) -> u8 {
        self.retries
    }
}

/// A game that is being played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    total: NonZeroU16,
    answered: u16,
    correct: u16,
}

impl Ready {
    /// Returns how many questions the game has.
    #[must_use]
    pub const fn total(&self) -> NonZeroU16 {
        self.total
    }

    /// Returns how many of them are answered: fewer than all.
    #[must_use]
    pub const fn answered(&self) -> u16 {
        self.answered
    }

    /// Returns how many of those are answered rightly.
    #[must_use]
    pub const fn correct(&self) -> u16 {
        self.correct
    }

    /// Returns the stage after one more answer.
    pub(super) fn after_answer(&self, verdict: Verdict) -> Stage {
        let right = u16::from(verdict == Verdict::Right);
        let answered = self.answered.saturating_add(1);
        Stage::from_counters(self.total, answered, self.correct.saturating_add(right))
    }
}

/// A game that is played to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    total: NonZeroU16,
    correct: u16,
}

impl Finished {
    /// Returns how many questions the game has, all of them answered.
    #[must_use]
    pub const fn total(&self) -> NonZeroU16 {
        self.total
    }

    /// Returns how many of them are answered rightly.
    #[must_use]
    pub const fn correct(&self) -> u16 {
        self.correct
    }
}
