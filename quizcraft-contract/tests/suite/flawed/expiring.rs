use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    ExpiredGames, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, Game, GameId, PlayerId, Stage, Timestamp};

use crate::plain::{PlainGames, Row, key};

/// A flaw in the removal of expired games.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpiringFlaw {
    RemovesNothing,
    RemovesASecondEarly,
    RemovesASecondLate,
    KeepsFailedGames,
    RemovesGamesWithoutAnExpiry,
    RemovesTheGamesOfOnePlayer,
    RemovesNewGamesUnderOldIds,
    MissedFailuresSetTheExpiry,
    RepeatedAnswersSetTheExpiry,
}

/// A store that removes its expired games, optionally with a flaw.
#[derive(Default)]
pub(crate) struct FlawedExpiring {
    flaw: Option<ExpiringFlaw>,
    games: PlainGames,
    /// The keys of the games that were removed.
    removed: Mutex<BTreeSet<(PlayerId, GameId)>>,
}

impl FlawedExpiring {
    pub(crate) fn with(flaw: ExpiringFlaw) -> Self {
        Self {
            flaw: Some(flaw),
            ..Self::default()
        }
    }

    fn has(&self, flaw: ExpiringFlaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn is_expired(&self, row: &Row, now: Timestamp) -> bool {
        let second = std::time::Duration::from_secs(1);
        let is_failed = matches!(row.game.stage(), Stage::Failed(_));
        let is_over = is_failed || matches!(row.game.stage(), Stage::Finished(_));
        let was_removed = || self.removed.lock().unwrap().contains(&key(&row.game));
        match (self.flaw, row.expiry) {
            (Some(ExpiringFlaw::RemovesNothing), _) => false,
            (Some(ExpiringFlaw::RemovesASecondEarly), Some(expiry)) => expiry <= now.plus(second),
            (Some(ExpiringFlaw::RemovesASecondLate), Some(expiry)) => expiry < now,
            (Some(ExpiringFlaw::KeepsFailedGames), _) if is_failed => false,
            (Some(ExpiringFlaw::RemovesGamesWithoutAnExpiry), None) => is_over,
            (Some(ExpiringFlaw::RemovesNewGamesUnderOldIds), None) => was_removed(),
            (_, expiry) => expiry.is_some_and(|expiry| expiry <= now),
        }
    }

    fn set_expiry(&self, game: &Game, expiry: Option<Timestamp>) {
        if let Some(row) = self.games.row(&game.player(), &game.id()) {
            self.games.put(Row { expiry, ..row });
        }
    }
}

#[async_trait]
impl ForwardingGameStore for FlawedExpiring {
    fn inner(&self) -> &dyn GameStore {
        &self.games
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        let transition = self.games.fail(command).await?;
        if self.has(ExpiringFlaw::MissedFailuresSetTheExpiry) {
            self.set_expiry(command.game(), command.expiry());
        }
        Ok(transition)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let recording = self.games.record(answer).await?;
        if self.has(ExpiringFlaw::RepeatedAnswersSetTheExpiry) {
            self.set_expiry(answer.game(), answer.expiry());
        }
        Ok(recording)
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

#[async_trait]
impl ExpiredGames for FlawedExpiring {
    async fn remove_expired(&self, now: Timestamp) -> Result<usize, GatewayError> {
        let mut rows = self.games.rows();
        let expired = rows.values().filter(|row| self.is_expired(row, now));
        let mut expired: Vec<_> = expired.map(|row| key(&row.game)).collect();
        if self.has(ExpiringFlaw::RemovesTheGamesOfOnePlayer) {
            let first = expired.first().map(|(player, _)| *player);
            expired.retain(|(player, _)| Some(*player) == first);
        }
        self.removed.lock().unwrap().extend(&expired);
        Ok(self.games.remove(&mut rows, &expired))
    }
}
