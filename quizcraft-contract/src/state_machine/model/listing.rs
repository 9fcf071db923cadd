use super::{Model, ModelGame, ModelStage, Outcome, Seen, SeenGame};
use crate::state_machine::step::GameRef;
use quizcraft_core::{Error, Failure, GameId, InvalidCursor};

/// How long a game may stay pending, in seconds.
const DEADLINE: u64 = 300;

/// The maximum number of retries.
const RETRIES: u8 = 3;

impl Model {
    pub(super) fn list(&mut self, player: usize, limit: u16, resume: bool) -> Outcome {
        let after = match self.cursor.filter(|_| resume) {
            Some((game_ref, _)) if game_ref != player => return Err(Error::from(InvalidCursor)),
            other => other.map(|(_, position)| position),
        };
        let mut places = self.places_of(player);
        places.retain(|&place| after.is_none_or(|after| self.position(place) < after));
        let is_last = places.len() <= limit.into();
        places.truncate(limit.into());
        let last = places.last().filter(|_| !is_last);
        self.cursor = last.map(|&place| (player, self.position(place)));
        for &place in &places {
            self.repair(place);
        }
        let games = places.iter().map(|&place| self.games[place].seen());
        Ok(Seen::Games {
            games: games.collect(),
            is_last,
        })
    }

    /// Returns all games of a player, newest first.
    pub(in super::super) fn of(&self, player: usize) -> Vec<SeenGame> {
        let places = self.places_of(player);
        places
            .iter()
            .map(|&place| self.games[place].seen())
            .collect()
    }

    fn places_of(&self, player: usize) -> Vec<usize> {
        let mut places: Vec<_> = (0..self.games.len()).collect();
        places.retain(|&place| self.games[place].player == player);
        places.sort_by_key(|&place| std::cmp::Reverse(self.position(place)));
        places
    }

    fn position(&self, place: usize) -> (u64, GameId) {
        let game = &self.games[place];
        (game.created, game.id)
    }

    /// Returns the overdue games.
    pub(in super::super) fn overdue(&self) -> Vec<GameRef> {
        let games = self.games.iter().enumerate();
        let overdue = games.filter(|(_, game)| self.overdue_retries(game).is_some());
        overdue
            .map(|(place, game)| GameRef {
                player: game.player,
                game: place,
            })
            .collect()
    }

    pub(super) fn view(&mut self, game_ref: &GameRef) -> Outcome {
        let place = self.read(game_ref)?;
        Ok(Seen::Game(self.games[place].seen()))
    }

    /// Returns the number of retries of an overdue game.
    const fn overdue_retries(&self, game: &ModelGame) -> Option<u8> {
        match game.stage {
            ModelStage::Pending {
                requested_at,
                retries,
            } if self.now > requested_at + DEADLINE => Some(retries),
            _ => None,
        }
    }

    /// Retries an overdue game, or fails it after the last retry.
    pub(super) fn repair(&mut self, place: usize) {
        let Some(retries) = self.overdue_retries(&self.games[place]) else {
            return;
        };
        self.games[place].stage = if retries == RETRIES {
            ModelStage::Failed(Failure::not_in_time().to_string())
        } else {
            self.messages.push(place);
            ModelStage::Pending {
                requested_at: self.now,
                retries: retries + 1,
            }
        };
    }
}
