use std::num::NonZeroU16;

use super::{Failure, Lease, LeaseHolder};
use crate::question::{Questions, QuestionsLimit, Score, TotalScore, Verdict};
use crate::value::Timestamp;

/// The stage of a game.
///
/// ```text
/// PENDING ──► READY ──► FINISHED
///    └──────► FAILED
/// ```
///
/// The values in the variants are created only by transitions of [`Game`](crate::Game) and
/// [`Play`](crate::Play), and by [restoring](crate::StoredGame) stored games. A ready game without
/// questions, or one with more answers than questions, cannot be expressed.
///
/// ```
/// use quizcraft_core::{Game, Stage};
///
/// fn progress(game: &Game) -> String {
///     match game.stage() {
///         Stage::Pending(pending) => format!("writes up to {} questions", pending.limit().get()),
///         Stage::Ready(ready) => format!("{} of {} answered", ready.answered(), ready.total()),
///         Stage::Finished(finished) => format!("{} of {} right", finished.correct(), finished.total()),
///         Stage::Failed(reason) => reason.to_string(),
///     }
/// }
///
/// # use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};
/// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let new = GameRequest::parse(["Rome"], Some(5))?.begin(id, player, Timestamp::from_secs(0));
/// assert_eq!(progress(new.game()), "writes up to 5 questions");
/// # Ok::<(), quizcraft_core::InvalidGame>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The questions are being written.
    Pending(Pending),
    /// The game has questions, and at least one is unanswered.
    Ready(Ready),
    /// All questions are answered.
    Finished(Finished),
    /// No questions could be written.
    Failed(Failure),
}

impl Stage {
    /// Returns the stage of a game with these questions.
    pub(super) fn of(questions: &Questions) -> Self {
        let counters = Counters {
            answered: questions.answered(),
            correct: questions.correct(),
            score: questions.score(),
        };
        Self::from_counters(questions.total(), counters)
    }

    /// Returns the stage of a game with `total` questions: finished if all of them are answered, and
    /// ready otherwise.
    pub(super) fn from_counters(total: NonZeroU16, counters: Counters) -> Self {
        let counters = counters.bounded(total);
        if counters.answered < total.get() {
            Self::Ready(Ready { total, counters })
        } else {
            Self::Finished(Finished { total, counters })
        }
    }
}

/// The numbers that follow from the answers of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counters {
    pub(super) answered: u16,
    pub(super) correct: u16,
    pub(super) score: TotalScore,
}

impl Counters {
    /// Returns counters that can be those of a game with `total` questions.
    fn bounded(self, total: NonZeroU16) -> Self {
        let answered = self.answered.min(total.get());
        let correct = self.correct.min(answered);
        let (least, greatest) = (
            TotalScore::of_right(correct),
            TotalScore::of_right(answered),
        );
        Self {
            answered,
            correct,
            score: self.score.clamp(least, greatest),
        }
    }

    fn after(self, score: Score) -> Self {
        let right = u16::from(Verdict::from(score) == Verdict::Right);
        Self {
            answered: self.answered.saturating_add(1),
            correct: self.correct.saturating_add(right),
            score: self.score.plus(score),
        }
    }
}

/// A game whose questions are being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    limit: QuestionsLimit,
    requested_at: Timestamp,
    retries: u8,
    lease: Option<Lease>,
    attempts: u8,
}

impl Pending {
    /// The number of retries before the game fails.
    pub const MAX_RETRIES: u8 = 3;

    pub(super) const fn new(limit: QuestionsLimit, requested_at: Timestamp) -> Self {
        Self {
            limit,
            requested_at,
            retries: 0,
            lease: None,
            attempts: 0,
        }
    }

    pub(super) fn restore(
        limit: QuestionsLimit,
        requested_at: Timestamp,
        retries: u8,
        lease: Option<Lease>,
        attempts: u8,
    ) -> Self {
        Self {
            limit,
            requested_at,
            retries: retries.min(Self::MAX_RETRIES),
            lease,
            attempts: attempts.min(Lease::MAX_ATTEMPTS),
        }
    }

    /// Returns the stage under this lease. A lease of another holder than the last one counts as an attempt.
    pub(super) fn leased(&self, lease: Lease) -> Self {
        let attempt = u8::from(!self.was_leased_by(lease.holder));
        let attempts = self.attempts.saturating_add(attempt);
        Self {
            lease: Some(lease),
            attempts: attempts.min(Lease::MAX_ATTEMPTS),
            ..self.clone()
        }
    }

    /// Returns the stage with the last lease and the attempts of another one.
    pub(super) fn with_lease_of(self, other: &Self) -> Self {
        Self {
            lease: other.lease,
            attempts: other.attempts,
            ..self
        }
    }

    /// Returns whether the last lease is that of this holder.
    pub(super) fn was_leased_by(&self, holder: LeaseHolder) -> bool {
        self.lease.is_some_and(|lease| lease.holder == holder)
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
            lease: self.lease,
            attempts: self.attempts,
        })
    }

    /// Returns the requested number of questions.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns the time of the last request for questions: the last retry, or the creation.
    #[must_use]
    pub const fn requested_at(&self) -> Timestamp {
        self.requested_at
    }

    /// Returns the number of retries, 0 to [`MAX_RETRIES`](Self::MAX_RETRIES).
    #[must_use]
    pub const fn retries(&self) -> u8 {
        self.retries
    }

    /// Returns the last lease of the game, which may have expired.
    #[must_use]
    pub const fn lease(&self) -> Option<Lease> {
        self.lease
    }

    /// Returns how often a lease on the game was taken, 0 to [`Lease::MAX_ATTEMPTS`]. A lease that its holder takes
    /// again, to extend or to release it, counts once.
    #[must_use]
    pub const fn attempts(&self) -> u8 {
        self.attempts
    }
}

/// A game that is being played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    total: NonZeroU16,
    counters: Counters,
}

impl Ready {
    /// Returns the number of questions.
    #[must_use]
    pub const fn total(&self) -> NonZeroU16 {
        self.total
    }

    /// Returns the number of answered questions. It is less than the total.
    #[must_use]
    pub const fn answered(&self) -> u16 {
        self.counters.answered
    }

    /// Returns the number of correctly answered questions.
    #[must_use]
    pub const fn correct(&self) -> u16 {
        self.counters.correct
    }

    /// Returns the sum of the scores of the answers.
    #[must_use]
    pub const fn score(&self) -> TotalScore {
        self.counters.score
    }

    /// Returns the stage after one more answer.
    pub(super) fn after_answer(&self, score: Score) -> Stage {
        Stage::from_counters(self.total, self.counters.after(score))
    }
}

/// A game whose questions are all answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    total: NonZeroU16,
    counters: Counters,
}

impl Finished {
    /// Returns the number of questions.
    #[must_use]
    pub const fn total(&self) -> NonZeroU16 {
        self.total
    }

    /// Returns the number of correctly answered questions.
    #[must_use]
    pub const fn correct(&self) -> u16 {
        self.counters.correct
    }

    /// Returns the sum of the scores of the answers.
    #[must_use]
    pub const fn score(&self) -> TotalScore {
        self.counters.score
    }
}
