//! Flaws in the limit of new games.

use std::sync::atomic::Ordering;

use quizcraft_core::gateway::Creation;
use quizcraft_core::{GamesPerHour, NewGame, Quota};

use super::{Flaw, FlawedGames};
use crate::plain::{Row, Rows, key};

impl FlawedGames {
    /// Returns a new game with the quota that the flawed store applies.
    pub(super) fn with_flawed_quota(&self, new: &NewGame) -> NewGame {
        let limit = match self.flaw {
            Flaw::IgnoresTheQuota => None,
            Flaw::KeepsTheFirstLimit => self.first_limit(new),
            _ => new.quota().map(Quota::limit),
        };
        new.clone().with_games_per_hour(limit)
    }

    /// Returns the smallest limit of the games in the hour of a new game.
    fn first_limit(&self, new: &NewGame) -> Option<GamesPerHour> {
        let hour = new.quota()?.hour();
        let rows = self.plain.rows();
        let counted = rows.values().filter_map(|row| row.quota);
        let limits = counted.filter(|quota| quota.hour() == hour);
        limits.chain(new.quota()).map(Quota::limit).min()
    }

    /// Returns whether the store refuses a game that a correct store creates or finds.
    pub(super) fn refuses_wrongly(&self, new: &NewGame) -> bool {
        let Some(quota) = new.quota() else {
            return false;
        };
        let rows = self.plain.rows();
        let is_repeat = rows.contains_key(&key(new.game()));
        let miscounted = self.miscounted(&rows, new, quota);
        let stored = self.plain.started(&rows, &new.game().player(), quota);
        let started = stored.saturating_add(miscounted);
        let is_flawed = miscounted > 0 || self.flaw == Flaw::RefusesRepeats;
        let is_considered = !is_repeat || self.flaw == Flaw::RefusesRepeats;
        is_flawed && is_considered && started >= quota.limit().get() as usize
    }

    /// Returns the number of games that are counted and should not be.
    fn miscounted(&self, rows: &Rows, new: &NewGame, quota: Quota) -> usize {
        let (player, hour) = (new.game().player(), quota.hour());
        let is_miscounted = |row: &Row| {
            let is_own = row.game.player() == player;
            match (self.flaw, row.quota) {
                (Flaw::CountsGamesOfOtherPlayers, Some(quota)) => !is_own && quota.hour() == hour,
                (Flaw::CountsGamesOfOtherHours, Some(quota)) => is_own && quota.hour() != hour,
                (Flaw::CountsGamesWithoutAQuota, None) => is_own,
                _ => false,
            }
        };
        let stored = rows.values().filter(|row| is_miscounted(row)).count();
        stored.saturating_add(self.miscounted.load(Ordering::Relaxed))
    }

    pub(super) fn after_counting(&self, new: &NewGame, creation: &Creation) {
        match (self.flaw, creation) {
            (Flaw::StoresRefusedGames, Creation::TooMany) => self.plain.put(Row::new(new)),
            (Flaw::CountsRepeats, Creation::Exists(_)) => {
                self.miscounted.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}
