use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_contract::CorruptibleStore;
use quizcraft_core::gateway::{ForwardingGameStore, GameStore, GatewayError};
use quizcraft_core::{Game, GameId, Page, PageRequest, Play, PlayerId};

use crate::plain::PlainGames;

/// A flaw of a store whose records can be malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MalformedFlaw {
    HidesMalformedRecords,
    ReportsMalformedRecordsAsBroken,
    ReportsMalformedQuestionsAsBroken,
    PanicsOnMalformedQuestions,
    FailsPagesWithMalformedRecords,
    FailsPagesWithMalformedQuestions,
    PanicsOnPagesWithMalformedRecords,
    TreatsAShortPageAsTheLast,
}

use MalformedFlaw as Flaw;

/// A store whose records can be malformed, optionally with a flaw.
#[derive(Default)]
pub(crate) struct CorruptibleGames {
    flaw: Option<Flaw>,
    plain: PlainGames,
    games: Mutex<HashSet<GameId>>,
    questions: Mutex<HashSet<GameId>>,
}

impl CorruptibleGames {
    pub(crate) fn with(flaw: Flaw) -> Self {
        Self {
            flaw: Some(flaw),
            ..Self::default()
        }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn is_malformed(&self, game: &GameId) -> bool {
        self.games.lock().unwrap().contains(game)
    }

    fn has_malformed_question(&self, game: &GameId) -> bool {
        self.questions.lock().unwrap().contains(game)
    }

    /// Checks the record of a game. Returns `false` if the flaw hides it.
    fn check(&self, game: &GameId) -> Result<bool, GatewayError> {
        match self.flaw {
            _ if !self.is_malformed(game) => Ok(true),
            Some(Flaw::HidesMalformedRecords) => Ok(false),
            Some(Flaw::ReportsMalformedRecordsAsBroken) => Err(broken()),
            _ => Err(unreadable(game)),
        }
    }
}

fn broken() -> GatewayError {
    GatewayError::Broken("the column is not a number".into())
}

fn unreadable(game: &GameId) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("{game:?}"),
        source: "the column is not a number".into(),
    }
}

#[async_trait]
impl CorruptibleStore for CorruptibleGames {
    async fn corrupt_game(&self, game: &Game) {
        self.games.lock().unwrap().insert(game.id());
    }

    async fn corrupt_question(&self, game: &Game) {
        self.questions.lock().unwrap().insert(game.id());
    }
}

#[async_trait]
impl ForwardingGameStore for CorruptibleGames {
    fn inner(&self) -> &dyn GameStore {
        &self.plain
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let is_shown = self.check(game)?;
        let found = self.plain.find(player, game).await?;
        Ok(found.filter(|_| is_shown))
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let is_shown = self.check(game)?;
        if self.has_malformed_question(game) {
            match self.flaw {
                Some(Flaw::ReportsMalformedQuestionsAsBroken) => return Err(broken()),
                Some(Flaw::PanicsOnMalformedQuestions) => panic!("the column is not a number"),
                _ => return Err(unreadable(game)),
            }
        }
        let loaded = self.plain.load(player, game).await?;
        Ok(loaded.filter(|_| is_shown))
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let (mut games, mut next) = self.plain.page(player, request).await?.into_parts();
        let malformed = games.iter().map(Game::id).find(|id| self.is_malformed(id));
        match (self.flaw, malformed) {
            (Some(Flaw::FailsPagesWithMalformedRecords), Some(id)) => return Err(unreadable(&id)),
            (Some(Flaw::PanicsOnPagesWithMalformedRecords), Some(_)) => {
                panic!("the column is not a number")
            }
            _ => {}
        }
        let question = games
            .iter()
            .map(Game::id)
            .find(|id| self.has_malformed_question(id));
        if let (Some(id), true) = (question, self.has(Flaw::FailsPagesWithMalformedQuestions)) {
            return Err(unreadable(&id));
        }
        let listed = games.len();
        games.retain(|game| !self.is_malformed(&game.id()));
        if games.len() < listed && self.has(Flaw::TreatsAShortPageAsTheLast) {
            next = None;
        }
        Ok(Page::new(games, next))
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
