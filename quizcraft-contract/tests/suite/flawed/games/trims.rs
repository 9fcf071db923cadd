//! Flaws in the removal of games beyond the limit of a player.

use std::cmp::Reverse;

use quizcraft_core::gateway::{Creation, GameStore};
use quizcraft_core::{Game, GameId, GamesPerPlayer, NewGame, PlayerId, Stage};

use super::steps::{Written, pause};
use super::{Flaw, FlawedGames};
use crate::plain::{Row, Rows, key};

/// The largest number of games that a store removes that gives up on more.
const FEW: usize = 10;

impl FlawedGames {
    pub(super) async fn flawed_trim(
        &self,
        player: &PlayerId,
        keep: GamesPerPlayer,
    ) -> Written<usize> {
        if self.flaw == Flaw::ChecksBeforeItWrites {
            return self.trim_late(player, keep).await;
        }
        let mut rows = self.plain.rows();
        let surplus = self.flawed_surplus(&rows, player, keep);
        let removed: Vec<Row> = surplus
            .iter()
            .filter_map(|key| rows.get(key).cloned())
            .collect();
        match self.flaw {
            Flaw::HidesRemovedGames => {
                let ids = removed.iter().map(|row| row.game.id());
                self.hidden.lock().unwrap().extend(ids);
            }
            Flaw::ForgetsTheHoursOfRemovedGames => rows.retain(|key, _| !surplus.contains(key)),
            _ => {
                self.plain.remove(&mut rows, &surplus);
            }
        }
        drop(rows);
        for row in &removed {
            self.replace_questions(&row.game, None);
        }
        if self.flaw == Flaw::KeepsTheQuestionsOfRemovedGames {
            self.orphans.lock().unwrap().extend(removed);
        }
        Ok(surplus.len())
    }

    /// Returns the games that the flawed store removes.
    fn flawed_surplus(
        &self,
        rows: &Rows,
        player: &PlayerId,
        keep: GamesPerPlayer,
    ) -> Vec<(PlayerId, GameId)> {
        let everyones = self.flaw == Flaw::TrimsGamesOfOtherPlayers;
        let games = rows.values().map(|row| &row.game);
        let games = games.filter(|game| everyones || game.player() == *player);
        let hidden = self.hidden.lock().unwrap();
        let games = games.filter(|game| !hidden.contains(&game.id()));
        let mut games: Vec<&Game> = games.collect();
        if self.flaw != Flaw::TrimsPendingGames {
            games.retain(|game| !matches!(game.stage(), Stage::Pending(_)));
        }
        let is_ready = |game: &Game| matches!(game.stage(), Stage::Ready(_));
        match self.flaw {
            Flaw::TrimsTheNewestGames => {
                games.sort_by_key(|game| (is_ready(game), Reverse(game.position())));
            }
            Flaw::TrimsInOrderOfCreation | Flaw::TrimsPendingGames => {
                games.sort_by_key(|game| game.position());
            }
            _ => games.sort_by_key(|game| (is_ready(game), game.position())),
        }
        let excess = games.len().saturating_sub(keep.get() as usize);
        let count = match self.flaw {
            Flaw::TrimsOnEveryCall => excess.max(1),
            Flaw::GivesUpOnManyGames if excess > FEW => 0,
            _ => excess,
        };
        games.into_iter().take(count).map(key).collect()
    }

    /// Decides on a copy, and writes all games of the player after a pause in which others may write.
    async fn trim_late(&self, player: &PlayerId, keep: GamesPerPlayer) -> Written<usize> {
        let copy = self.copy();
        let removed = copy.trim(player, keep).await?;
        pause();
        let mut rows = self.plain.rows();
        let copied = copy.rows().clone();
        let is_removed = |key: &&(PlayerId, GameId)| key.0 == *player && !copied.contains_key(key);
        let missing: Vec<_> = rows.keys().filter(is_removed).copied().collect();
        self.plain.remove(&mut rows, &missing);
        rows.extend(copied.into_iter().filter(|((owner, _), _)| owner == player));
        Ok(removed)
    }

    /// Gives a new game the questions that a removed game with its id left.
    pub(super) fn after_creating(&self, new: &NewGame, creation: &Creation) {
        if *creation != Creation::Created {
            return;
        }
        let orphans = self.orphans.lock().unwrap();
        let orphan = orphans.iter().find(|row| key(&row.game) == key(new.game()));
        if let (Some(orphan), Some(row)) = (orphan, self.own(new.game())) {
            self.plain.put(Row {
                questions: orphan.questions.clone(),
                ..row
            });
        }
    }
}
