use std::ops::Bound;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    ForwardingGameStore, GameStore, GatewayError, PendingGames, PendingPage, Work,
};
use quizcraft_core::{Game, Stage};

use crate::plain::PlainGames;

/// A flaw in the list of pending games.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListingFlaw {
    InventsAGame,
    ListsOnePlayer,
    ListsOpenGames,
    ListsFailedGames,
    OmitsRetriedGames,
    ReturnsOnePageOnly,
    ReturnsTheLastGameOfAPageTwice,
    CountsTheGamesBeforeAPage,
}

/// A store that lists its pending games, optionally with a flaw.
#[derive(Default)]
pub(crate) struct FlawedListing {
    flaw: Option<ListingFlaw>,
    games: PlainGames,
}

const PAGE: usize = 20;

impl FlawedListing {
    pub(crate) fn with(flaw: ListingFlaw) -> Self {
        Self {
            flaw: Some(flaw),
            ..Self::default()
        }
    }

    fn has(&self, flaw: ListingFlaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn is_listed(&self, game: &Game) -> bool {
        match game.stage() {
            Stage::Pending(pending) => {
                pending.retries() == 0 || !self.has(ListingFlaw::OmitsRetriedGames)
            }
            Stage::Failed(_) => self.has(ListingFlaw::ListsFailedGames),
            _ => self.has(ListingFlaw::ListsOpenGames),
        }
    }

    fn page(&self, after: Option<Work>) -> PendingPage {
        let rows = self.games.rows();
        let start = after.map_or(Bound::Unbounded, |work| {
            let key = (work.player(), work.game());
            if self.has(ListingFlaw::ReturnsTheLastGameOfAPageTwice) {
                Bound::Included(key)
            } else {
                Bound::Excluded(key)
            }
        });
        let first = rows.keys().next().map(|(player, _)| *player);
        let games = rows.range((start, Bound::Unbounded));
        let games = games.map(|(_, row)| row.game.clone());
        let games = games.filter(|game| self.is_listed(game));
        let one_player = self.has(ListingFlaw::ListsOnePlayer);
        let games = games.filter(|game| !one_player || Some(game.player()) == first);
        let games: Vec<_> = games.take(PAGE).collect();
        let is_full = games.len() == PAGE && !self.has(ListingFlaw::ReturnsOnePageOnly);
        let next = games.last().filter(|_| is_full).map(Work::on);
        PendingPage::new(games, next)
    }

    /// Skips as many pending games as the key of the previous page has before it, although some of
    /// them may be open by now.
    fn counted(&self, after: Option<Work>) -> PendingPage {
        let rows = self.games.rows();
        let pending = |game: &Game| matches!(game.stage(), Stage::Pending(_));
        let before = after.map_or(0, |work| {
            let end = (work.player(), work.game());
            rows.range(..=end).count()
        });
        let games = rows.values().map(|row| row.game.clone()).filter(pending);
        let games: Vec<_> = games.skip(before).take(PAGE).collect();
        let next = games.last().filter(|_| games.len() == PAGE).map(Work::on);
        PendingPage::new(games, next)
    }
}

impl ForwardingGameStore for FlawedListing {
    fn inner(&self) -> &dyn GameStore {
        &self.games
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

#[async_trait]
impl PendingGames for FlawedListing {
    async fn pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError> {
        if self.has(ListingFlaw::InventsAGame) && self.games.rows().is_empty() {
            let request = quizcraft_core::GameRequest::parse(["Rome"], None).unwrap();
            let player = quizcraft_core::PlayerId::from_bytes([1; 32]);
            let id = quizcraft_core::GameId::from_bytes([1; 32]);
            let new = request.begin(id, player, quizcraft_core::Timestamp::from_secs(1));
            return Ok(PendingPage::new(vec![new.into_game()], None));
        }
        if self.has(ListingFlaw::CountsTheGamesBeforeAPage) {
            return Ok(self.counted(after));
        }
        Ok(self.page(after))
    }
}
