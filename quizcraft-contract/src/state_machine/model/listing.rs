use super::{Model, ModelGame, ModelStage, Outcome, Seen, SeenGame};
use crate::state_machine::step::GameRef;
use quizcraft_core::{Error, Failure, GameId, InvalidCursor};

/// The pending timeout in seconds.
const PENDING_TIMEOUT: u64 = 300;

/// The maximum number of retries.
const RETRIES: u8 = 3;

impl Model {
    pub(super) fn list(&mut self, player: usize, limit: u16, resume: bool) -> Outcome {
        let after = match self.cursor.filter(|_| resume) {
            Some((game_ref, _)) if game_ref != player => return Err(Error::from(InvalidCursor)),
            other => other.map(|(_, position)| position),
        };
        let mut indices = self.indices_of(player);
        indices.retain(|&index| after.is_none_or(|after| self.position(index) < after));
        let is_last = indices.len() <= limit.into();
        indices.truncate(limit.into());
        let last = indices.last().filter(|_| !is_last);
        self.cursor = last.map(|&index| (player, self.position(index)));
        for &index in &indices {
            self.repair(index);
        }
        let games = indices.iter().map(|&index| self.games[index].seen());
        Ok(Seen::Games {
            games: games.collect(),
            is_last,
        })
    }

    /// Returns all games of a player, newest first.
    pub(in super::super) fn games_of(&self, player: usize) -> Vec<SeenGame> {
        let indices = self.indices_of(player);
        indices
            .iter()
            .map(|&index| self.games[index].seen())
            .collect()
    }

    pub(super) fn indices_of(&self, player: usize) -> Vec<usize> {
        let mut indices: Vec<_> = (0..self.games.len()).collect();
        indices.retain(|&index| self.games[index].player == player);
        indices.retain(|&index| !self.games[index].is_removed);
        indices.sort_by_key(|&index| std::cmp::Reverse(self.position(index)));
        indices
    }

    fn position(&self, index: usize) -> (u64, GameId) {
        let game = &self.games[index];
        (game.created, game.id)
    }

    /// Returns the overdue games.
    pub(in super::super) fn overdue(&self) -> Vec<GameRef> {
        let games = self.games.iter().enumerate();
        let overdue = games.filter(|(_, game)| self.overdue_retries(game).is_some());
        overdue
            .map(|(index, game)| GameRef {
                player: game.player,
                game: index,
            })
            .collect()
    }

    pub(super) fn view(&mut self, game_ref: &GameRef) -> Outcome {
        let index = self.read(game_ref)?;
        Ok(Seen::Game(self.games[index].seen()))
    }

    /// Returns the number of retries of an overdue game.
    const fn overdue_retries(&self, game: &ModelGame) -> Option<u8> {
        match game.stage {
            _ if game.is_removed => None,
            ModelStage::Pending {
                requested_at,
                retries,
            } if self.now > requested_at + PENDING_TIMEOUT => Some(retries),
            _ => None,
        }
    }

    /// Retries an overdue game, or fails it after the last retry.
    pub(super) fn repair(&mut self, index: usize) {
        let Some(retries) = self.overdue_retries(&self.games[index]) else {
            return;
        };
        self.games[index].stage = if retries == RETRIES {
            ModelStage::Failed(Failure::not_in_time())
        } else {
            self.messages.push(index);
            ModelStage::Pending {
                requested_at: self.now,
                retries: retries + 1,
            }
        };
    }
}
