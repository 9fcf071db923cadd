//! Games: requests, stages, and the commands that change a game.

mod keywords;
mod page;
mod play;
mod request;
mod restore;
mod stage;
mod transition;

use std::num::NonZeroU16;

use crate::question::{Questions, QuestionsLimit, Verdict};
use crate::value::{GameId, PlayerId, Timestamp};

pub use keywords::{Keyword, Keywords, KeywordsError};
pub use page::{Cursor, InvalidCursor, InvalidPageLimit, Page, PageLimit, PageRequest, Position};
pub use play::{Answer, Play, PlayError, Reply};
pub use request::{
    FieldError, GameRequest, IdempotencyKey, InvalidGame, InvalidIdempotencyKey, NewGame,
    RequestFingerprint,
};
pub use restore::{Restored, StoredGame, StoredStatus, Uncounted, Unreadable};
pub use stage::{Failure, Finished, Pending, Ready, Stage};
pub use transition::{Deadline, FailGame, NotPending, OpenGame, Overdue, Retry};

/// One player's game: what it is about, since when, and where it stands.
///
/// A game begins [pending](GameRequest::begin), and moves on by [opening](Game::open) or
/// [failing](Game::fail), and from then on by [answers](crate::Play::answer). Each of these gives
/// the change as a value for a store to write; nothing changes a game in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    id: GameId,
    player: PlayerId,
    keywords: Keywords,
    created: Timestamp,
    stage: Stage,
}

impl Game {
    /// Returns the game's id.
    #[must_use]
    pub const fn id(&self) -> GameId {
        self.id
    }

    /// Returns whose game it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns what it is about.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns when it was created.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// Returns where it stands.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Returns how many questions it has; while it is pending, how many were requested, and none
    /// once it has failed.
    #[must_use]
    pub const fn questions_limit(&self) -> u16 {
        match &self.stage {
            Stage::Pending(pending) => pending.limit().get(),
            Stage::Ready(ready) => ready.total().get(),
            Stage::Finished(finished) => finished.total().get(),
            Stage::Failed(_) => 0,
        }
    }

    /// Returns how many questions are answered.
    #[must_use]
    pub const fn questions_answered(&self) -> u16 {
        match &self.stage {
            Stage::Ready(ready) => ready.answered(),
            Stage::Finished(finished) => finished.total().get(),
            Stage::Pending(_) | Stage::Failed(_) => 0,
        }
    }

    /// Returns how many questions are answered rightly.
    #[must_use]
    pub const fn questions_correct(&self) -> u16 {
        match &self.stage {
            Stage::Ready(ready) => ready.correct(),
            Stage::Finished(finished) => finished.correct(),
            Stage::Pending(_) | Stage::Failed(_) => 0,
        }
    }

    /// Returns why the game failed, if it did.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        match &self.stage {
            Stage::Failed(failure) => Some(failure),
            Stage::Pending(_) | Stage::Ready(_) | Stage::Finished(_) => None,
        }
    }

    /// Returns where the game stands among its player's games.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position::new(self.created, self.id)
    }

    /// Returns the same game at another stage; only the transitions of this module may say which.
    fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            ..self.clone()
        }
    }

    /// Returns the game as its questions tell, which know better than a counter read beside them.
    fn counted(&self, questions: &Questions) -> Self {
        self.at(Stage::of(questions))
    }

    /// Returns the game after one more answer.
    fn answered(&self, verdict: Verdict) -> Self {
        match &self.stage {
            Stage::Ready(ready) => self.at(ready.after(verdict)),
            over => self.at(over.clone()),
        }
    }

    /// Returns the game as it was before it opened, for a reader who saw it open and not all of its
    /// questions yet.
    fn before_opening(&self, total: NonZeroU16) -> Self {
        let limit = QuestionsLimit::restore(total);
        self.at(Stage::Pending(Pending::new(limit, self.created)))
    }
}
