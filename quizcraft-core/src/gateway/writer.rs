use async_trait::async_trait;

use super::BoxError;
use crate::{Drafts, Failure, Game, GameId, Keywords, Pending, PlayerId, QuestionsLimit, Stage};

/// What is asked of a writer of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    game: GameId,
    player: PlayerId,
    keywords: Keywords,
    limit: QuestionsLimit,
}

impl Brief {
    /// Questions for the game `game` of `player` about `keywords`: at most `limit` of them, and
    /// not more than a new game may have, whatever a stored one once asked for.
    #[must_use]
    pub fn new(game: GameId, player: PlayerId, keywords: Keywords, limit: QuestionsLimit) -> Self {
        Self {
            game,
            player,
            keywords,
            limit: limit.min(QuestionsLimit::GREATEST),
        }
    }

    /// What a game asks of a writer: nothing once it is open, over or given up.
    pub(crate) fn of(game: &Game) -> Option<Self> {
        let limit = match game.stage() {
            Stage::Pending(pending) => Pending::limit(pending),
            Stage::Ready(_) | Stage::Finished(_) | Stage::Failed(_) => return None,
        };
        Some(Self::new(
            game.id(),
            game.player(),
            game.keywords().clone(),
            limit,
        ))
    }

    /// The game that the questions are for: a seed for a writer that makes choices.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Who will play it: with the game, what tells a player's games apart.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// What the questions are to be about.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// How many questions there are to be at most.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }
}

/// Why there are no questions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// There never will be any for this brief; the reason is one that the player can read.
    #[error("no questions can be written: {0}")]
    Impossible(Failure),
    /// There may be some later.
    #[error("no questions can be written now")]
    Temporary(#[source] BoxError),
}

/// Writes the questions of a game.
///
/// ```
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
/// use quizcraft_core::{Drafts, Failure};
///
/// /// Knows nothing, and says so.
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
    /// # Errors
    ///
    /// [`WriteError::Impossible`] if there will never be any, by which the game is over, and
    /// [`WriteError::Temporary`] if another attempt may succeed.
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError>;
}
