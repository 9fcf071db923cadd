//! Games: requests, stages, and the commands that change a game.

mod failure;
mod keywords;
mod lease;
mod page;
mod play;
mod quota;
mod request;
mod restore;
mod retention;
mod stage;
mod transition;

use std::num::NonZeroU16;

use crate::question::{Kinds, Questions, QuestionsLimit, Score, TotalScore};
use crate::value::{GameId, PlayerId, Timestamp};

pub use failure::Failure;
pub use keywords::{Keywords, KeywordsError, KeywordsFingerprint};
pub use lease::{Lease, LeaseCheck, LeaseHolder, TakeLease};
pub use page::{Cursor, InvalidCursor, InvalidPageLimit, Page, PageLimit, PageRequest, Position};
pub use play::{Answer, Play, PlayError, Reply};
pub use quota::{ExpensiveGamesPerHour, GamesPerHour, NoGamesPerHour, Quota};
pub use request::{
    FieldError, GameRequest, IdempotencyKey, InvalidGame, InvalidIdempotencyKey, NewGame,
    RequestFingerprint,
};
pub use restore::{Restored, StoredGame, StoredStatus, Uncounted, Unreadable};
pub use retention::{
    FinishedGamesKept, GamesPerPlayer, NoFinishedGamesKept, NoGamesPerPlayer, Retention,
};
pub use stage::{Finished, Pending, Ready, Stage};
pub use transition::{CannotOpen, FailGame, NotPending, OpenGame, Overdue, PendingTimeout, Retry};

/// One player's game: its keywords, its creation time and its stage.
///
/// A game [begins](GameRequest::begin) pending. A worker [opens](Game::open) or [fails](Game::fail)
/// it. Once it is open, the player [answers](crate::Play::answer) its questions. Each of these
/// methods returns a command, which a store writes. No method changes a game in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Game {
    id: GameId,
    player: PlayerId,
    keywords: Keywords,
    kinds: Kinds,
    created: Timestamp,
    stage: Stage,
}

impl Game {
    /// Returns the game's id.
    #[must_use]
    pub const fn id(&self) -> GameId {
        self.id
    }

    /// Returns the player whose game it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }

    /// Returns the keywords of the game.
    #[must_use]
    pub const fn keywords(&self) -> &Keywords {
        &self.keywords
    }

    /// Returns the kinds of questions that the game may contain.
    #[must_use]
    pub const fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// Returns the creation time.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// Returns the stage of the game.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Returns the number of questions. This is the requested number while the game is pending, and 0
    /// if it has failed.
    #[must_use]
    pub const fn questions_limit(&self) -> u16 {
        match &self.stage {
            Stage::Pending(pending) => pending.limit().get(),
            Stage::Ready(ready) => ready.total().get(),
            Stage::Finished(finished) => finished.total().get(),
            Stage::Failed(_) => 0,
        }
    }

    /// Returns the number of answered questions.
    #[must_use]
    pub const fn questions_answered(&self) -> u16 {
        match &self.stage {
            Stage::Ready(ready) => ready.answered(),
            Stage::Finished(finished) => finished.total().get(),
            Stage::Pending(_) | Stage::Failed(_) => 0,
        }
    }

    /// Returns the number of correctly answered questions.
    #[must_use]
    pub const fn questions_correct(&self) -> u16 {
        match &self.stage {
            Stage::Ready(ready) => ready.correct(),
            Stage::Finished(finished) => finished.correct(),
            Stage::Pending(_) | Stage::Failed(_) => 0,
        }
    }

    /// Returns the sum of the scores of its answers.
    #[must_use]
    pub fn score(&self) -> TotalScore {
        match &self.stage {
            Stage::Ready(ready) => ready.score(),
            Stage::Finished(finished) => finished.score(),
            Stage::Pending(_) | Stage::Failed(_) => TotalScore::default(),
        }
    }

    /// Returns why a failed game has no questions.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        match &self.stage {
            Stage::Failed(failure) => Some(failure),
            Stage::Pending(_) | Stage::Ready(_) | Stage::Finished(_) => None,
        }
    }

    /// Returns the position of the game in the list of its player's games.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position::new(self.created, self.id)
    }

    /// Returns the game at another stage. Only the transitions in this module may call this.
    fn at(&self, stage: Stage) -> Self {
        Self {
            stage,
            ..self.clone()
        }
    }

    /// Returns the game with the stage that follows from its questions. Their answers take precedence
    /// over the stored counters.
    fn with_stage_of(&self, questions: &Questions) -> Self {
        self.at(Stage::of(questions))
    }

    /// Returns the game after one more answer.
    fn after_answer(&self, score: Score) -> Self {
        match &self.stage {
            Stage::Ready(ready) => self.at(ready.after_answer(score)),
            over => self.at(over.clone()),
        }
    }

    /// Returns the game as it was before it opened, for a reader that saw the open game but not all of
    /// its questions.
    fn before_open(&self, total: NonZeroU16) -> Self {
        let limit = QuestionsLimit::restore(total);
        self.at(Stage::Pending(Pending::new(limit, self.created)))
    }
}
