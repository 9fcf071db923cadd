use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::BoxError;
use crate::game::{Failure, Game, Keywords, Pending, Stage};
use crate::question::{Drafts, QuestionsLimit};
use crate::value::{GameId, PlayerId};

/// The task of a writer: the keywords and number of questions, the player, and the deadline.
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use quizcraft_core::gateway::Brief;
/// use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
///
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let brief = Brief::new(game, player, Keywords::new(["Rome"])?, QuestionsLimit::DEFAULT);
/// assert_eq!(brief.deadline(), None);
///
/// let now = Instant::now();
/// let (sooner, later) = (now + Duration::from_secs(5), now + Duration::from_secs(20));
/// let brief = brief.by(sooner).by(later);
/// assert!(!brief.is_overdue(now));
/// assert!(brief.is_overdue(sooner), "a second deadline does not extend the first");
/// # Ok::<(), quizcraft_core::KeywordsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    game: GameId,
    player: PlayerId,
    keywords: Keywords,
    limit: QuestionsLimit,
    earlier: Vec<Earlier>,
    deadline: Option<Instant>,
}

/// An earlier game of the same player about the same keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The id of the game.
    pub game: GameId,
    /// The number of its questions, or the requested number while it is pending.
    pub limit: QuestionsLimit,
}

impl Brief {
    /// Creates a brief for at most `limit` questions about `keywords` for a game of `player`. A limit
    /// above [`QuestionsLimit::MAX`], which a stored game may have, is reduced to it.
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

    /// Returns the brief with the player's earlier games about the same keywords, oldest first.
    #[must_use]
    pub fn after(self, earlier: impl IntoIterator<Item = Earlier>) -> Self {
        let earlier = earlier.into_iter().collect();
        Self { earlier, ..self }
    }

    /// Returns the brief with a deadline. If it already has one, the earlier one applies.
    #[must_use]
    pub fn by(self, deadline: Instant) -> Self {
        let deadline = self.deadline.map_or(deadline, |own| own.min(deadline));
        Self {
            deadline: Some(deadline),
            ..self
        }
    }

    /// Returns the brief of a pending game, given other games of its player, or `None` if the game is
    /// ready, finished or failed.
    ///
    /// ```
    /// use quizcraft_core::gateway::Brief;
    /// use quizcraft_core::{Game, GameId, GameRequest, InvalidGame, PlayerId, Timestamp};
    ///
    /// let game = |id, keyword: &str, created| -> Result<Game, InvalidGame> {
    ///     let (id, player) = (GameId::from_bytes([id; 32]), PlayerId::from_bytes([7; 32]));
    ///     let request = GameRequest::parse([keyword], None)?;
    ///     Ok(request.begin(id, player, Timestamp::from_secs(created)).into_game())
    /// };
    /// let others = [game(1, "rome", 10)?, game(2, "Paris", 20)?, game(3, "Rome", 40)?];
    /// let brief = Brief::of(&game(4, "Rome", 30)?, &others).unwrap();
    /// let earlier: Vec<_> = brief.earlier().iter().map(|earlier| earlier.game).collect();
    /// assert_eq!(earlier, [GameId::from_bytes([1; 32])], "same keywords, and created before");
    /// # Ok::<(), InvalidGame>(())
    /// ```
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

    /// Returns the game that the questions are for. Writers can use it as a seed.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Returns the player of the game.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns the keywords of the game.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns the maximum number of questions.
    #[must_use]
    pub const fn limit(&self) -> QuestionsLimit {
        self.limit
    }

    /// Returns the player's earlier games about the same keywords, oldest first. The list may be
    /// incomplete, because only the player's latest games are read.
    #[must_use]
    pub fn earlier(&self) -> &[Earlier] {
        &self.earlier
    }

    /// Returns the time at which the caller stops waiting for the questions, or `None` if it does not.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Returns whether the deadline has passed at `now`.
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

/// Returns whether a game was created before another one and has the same keywords.
fn precedes(one: &Game, other: &Game) -> bool {
    one.position() < other.position() && one.keywords().same_as(other.keywords())
}

/// The error of a writer that returns no questions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A permanent error: no questions can be written for this brief. The player reads the reason. A
    /// reason that quotes a keyword MUST quote it [isolated](crate::isolated).
    #[error("no questions can be written: {0}")]
    Impossible(Failure),
    /// A transient error. A retry may succeed.
    #[error("no questions can be written now")]
    Temporary(#[source] BoxError),
    /// The deadline of the brief has passed. A retry may succeed.
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
    /// Writes questions for a brief, in the order in which players answer them.
    ///
    /// An implementation MAY return fewer questions than the limit. Questions above the limit are
    /// ignored. The method may be called several times for one game; the game opens with the
    /// questions of one call.
    ///
    /// An implementation SHOULD stop at the brief's [deadline](Brief::deadline). It MAY check the time
    /// between steps, and MAY pass the deadline on to its own calls. The caller drops the future at
    /// the deadline and ignores the result of a thread that continues, so the future MUST be safe to
    /// drop at any time.
    ///
    /// # Errors
    ///
    /// [`WriteError::Impossible`] if no attempt can succeed, which fails the game;
    /// [`WriteError::Temporary`] if a retry may succeed; [`WriteError::OutOfTime`] if the deadline has
    /// passed.
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError>;
}

#[async_trait]
impl<W: QuestionWriter + ?Sized> QuestionWriter for Arc<W> {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        (**self).write(brief).await
    }
}
