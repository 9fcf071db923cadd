use std::num::NonZeroU16;
use std::time::Instant;

use async_trait::async_trait;

use super::BoxError;
use crate::game::{Failure, Game, Keywords, Pending, Stage};
use crate::question::{Drafts, QuestionsLimit};
use crate::value::{GameId, PlayerId};

/// The task of a writer: which questions to write, for whom, and by when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    game: GameId,
    player: PlayerId,
    keywords: Keywords,
    limit: QuestionsLimit,
    earlier: Vec<Earlier>,
    deadline: Option<Instant>,
}

/// A game that the same player had about the same keywords before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Which one.
    pub game: GameId,
    /// The number of its questions, or the requested number while it is pending.
    pub limit: QuestionsLimit,
}

impl Brief {
    /// Creates questions for the game `game` of `player` about `keywords`: at most `limit` of them,
    /// and not more than a new game may have, whatever limit a stored game has.
    #[must_use]
    pub fn new(game: GameId, player: PlayerId, keywords: Keywords, limit: QuestionsLimit) -> Self {
        Self {
            game,
            player,
            keywords,
            limit: limit.min(QuestionsLimit::GREATEST),
            earlier: Vec::new(),
            deadline: None,
        }
    }

    /// Returns the same brief for a player who had these games about the same keywords before, the
    /// oldest first.
    #[must_use]
    pub fn after(self, earlier: impl IntoIterator<Item = Earlier>) -> Self {
        let earlier = earlier.into_iter().collect();
        Self { earlier, ..self }
    }

    /// Returns the same brief with a deadline: the earlier one, if it has one already.
    #[must_use]
    pub fn by(self, deadline: Instant) -> Self {
        let deadline = self.deadline.map_or(deadline, |own| own.min(deadline));
        Self {
            deadline: Some(deadline),
            ..self
        }
    }

    /// Returns the brief of a pending game, given other games of its player; `None` once the game is
    /// ready, finished or failed.
    #[must_use]
    pub fn of(game: &Game, others: &[Game]) -> Option<Self> {
        let limit = match game.stage() {
            Stage::Pending(pending) => Pending::limit(pending),
            Stage::Ready(_) | Stage::Finished(_) | Stage::Failed(_) => return None,
        };
        let brief = Self::new(game.id(), game.player(), game.keywords().clone(), limit);
        let mut before: Vec<_> = others
            .iter()
            .filter(|other| precedes(other, game))
            .collect();
        before.sort_by_key(|other| other.position());
        Some(brief.after(before.into_iter().filter_map(Earlier::of)))
    }

    /// Returns the game that the questions are for: a seed for a writer that makes choices.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Returns who will play it.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns what the questions are to be about.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns how many questions there are to be at most.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns the games that the same player had about the same keywords before, the oldest first:
    /// not necessarily all, since only the latest games are read.
    #[must_use]
    pub fn earlier(&self) -> &[Earlier] {
        &self.earlier
    }

    /// Returns when the caller stops waiting for the questions, if it ever does.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Returns whether the deadline has passed at the moment `now`.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= now)
    }
}

impl Earlier {
    fn of(game: &Game) -> Option<Self> {
        let limit = NonZeroU16::new(game.questions_limit()).map(QuestionsLimit::restore)?;
        let game = game.id();
        Some(Self { game, limit })
    }
}

/// Returns whether one game came before the other and is about the same.
fn precedes(one: &Game, other: &Game) -> bool {
    one.position() < other.position() && one.keywords().same_as(other.keywords())
}

/// A writer wrote no questions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A permanent error: no questions can be written for this brief. The player reads the reason. A
    /// reason that quotes a keyword MUST quote it [isolated](crate::isolated).
    #[error("no questions can be written: {0}")]
    Impossible(Failure),
    /// A transient error: another attempt may succeed.
    #[error("no questions can be written now")]
    Temporary(#[source] BoxError),
    /// The deadline of the brief passed before they were written; another attempt may succeed.
    #[error("the questions were not written by the deadline of their brief")]
    OutOfTime,
}

/// Writes the questions of a game.
///
/// ```
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
/// use quizcraft_core::{Drafts, Failure};
///
/// /// Fails every brief.
/// struct Ignorant;
///
/// #[async_trait]
/// impl QuestionWriter for Ignorant {
///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
///         let reason = Failure::new("I know nothing about that.");
///         Err(reason.map_or_else(|error| WriteError::Temporary(error.into()), WriteError::Impossible))
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait QuestionWriter: Send + Sync {
    /// Writes questions for a brief, in the order in which they are to be asked.
    ///
    /// There may be fewer than the limit, and those over it are not asked. It may be called
    /// several times for one game; the questions of one call are taken.
    ///
    /// An implementation SHOULD stop at the brief's [deadline](Brief::deadline): it MAY check the
    /// time between steps, and it MAY pass the deadline on to what it calls. The caller does not
    /// wait any longer, drops the future, and discards what a thread that goes on computes. So the
    /// future MUST be safe to drop at any moment.
    ///
    /// # Errors
    ///
    /// [`WriteError::Impossible`] if there will never be any, by which the game is over,
    /// [`WriteError::Temporary`] if another attempt may succeed, and [`WriteError::OutOfTime`] if
    /// the deadline has passed.
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError>;
}
