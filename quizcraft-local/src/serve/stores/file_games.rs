//! The store of games in a file, which repairs damaged rows.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    ForwardingGameStore, GameStore, GatewayError, PendingGames, PendingPage, Work,
};
use quizcraft_core::{Game, GameId, GamesPerPlayer, Page, PageRequest, Play, PlayerId};

use crate::data_file::{Repair, Scope};

/// A store whose reads are repeated after a repair, if they fail because of a damaged row.
///
/// A read by key finds nothing if the row is damaged. A list or scan fails as a whole.
pub(super) struct FileGames {
    games: Arc<dyn GameStore>,
    pending: Arc<dyn PendingGames>,
    repair: Repair,
}

impl FileGames {
    pub(super) fn new(
        games: Arc<dyn GameStore>,
        pending: Arc<dyn PendingGames>,
        repair: Repair,
    ) -> Self {
        Self {
            games,
            pending,
            repair,
        }
    }
}

#[async_trait]
impl ForwardingGameStore for FileGames {
    fn inner(&self) -> &dyn GameStore {
        &*self.games
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let found = self.games.find(player, game).await;
        if !matches!(found, Ok(Some(_)))
            && self.repair.has_repaired(Scope::Game(*player, *game)).await
        {
            return self.games.find(player, game).await;
        }
        found
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let found = self.games.load(player, game).await;
        if !matches!(found, Ok(Some(_)))
            && self.repair.has_repaired(Scope::Game(*player, *game)).await
        {
            return self.games.load(player, game).await;
        }
        found
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let page = self.games.page(player, request).await;
        if page.is_err() && self.repair.has_repaired(Scope::Player(*player)).await {
            return self.games.page(player, request).await;
        }
        page
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        let trimmed = self.games.trim(player, keep).await;
        if trimmed.is_err() && self.repair.has_repaired(Scope::Player(*player)).await {
            return self.games.trim(player, keep).await;
        }
        trimmed
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        Arc::new(Self {
            games: Arc::clone(&self.games).until(deadline),
            pending: Arc::clone(&self.pending),
            repair: self.repair.clone(),
        })
    }
}

#[async_trait]
impl PendingGames for FileGames {
    async fn pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError> {
        let page = self.pending.pending(after).await;
        if page.is_err() && self.repair.has_repaired(Scope::Games).await {
            return self.pending.pending(after).await;
        }
        page
    }
}
