use super::{Model, ModelGame, ModelStage, Outcome, Seen, SeenGame};
use crate::game::NOT_IN_TIME;
use crate::testing::state_machine::step::Whose;
use crate::{Error, InvalidCursor};

/// How long a game may stay pending, in seconds.
const DEADLINE: u64 = 300;

/// How often a game is asked for again.
const REPEATS: u8 = 3;

impl Model {
    pub(super) fn list(&mut self, player: usize, limit: u16, go_on: bool) -> Outcome {
        let after = match self.cursor.filter(|_| go_on) {
            Some((whose, _)) if whose != player => return Err(Error::from(InvalidCursor)),
            other => other.map(|(_, position)| position),
        };
        let mut games = self.of(player);
        games.retain(|game| after.is_none_or(|after| (game.created, game.id) < after));
        let is_last = games.len() <= limit.into();
        games.truncate(limit.into());
        let left_off = games.last().filter(|_| !is_last);
        self.cursor = left_off.map(|game| (player, (game.created, game.id)));
        Ok(Seen::Games { games, is_last })
    }

    /// All games of a player, newest first.
    pub(in super::super) fn of(&self, player: usize) -> Vec<SeenGame> {
        let own = self.games.iter().filter(|game| game.player == player);
        let mut games: Vec<_> = own.map(ModelGame::seen).collect();
        games.sort_by_key(|game| std::cmp::Reverse((game.created, game.id)));
        games
    }

    /// The games that are due to be brought on by whoever looks at them.
    pub(in super::super) fn overdue(&self) -> Vec<Whose> {
        let games = self.games.iter().enumerate();
        let overdue = games.filter(|(_, game)| self.overdue_repeats(game).is_some());
        overdue
            .map(|(place, game)| Whose {
                player: game.player,
                game: place,
            })
            .collect()
    }

    pub(super) fn view(&mut self, whose: &Whose) -> Outcome {
        let place = self.place(whose)?;
        if let Some(repeats) = self.overdue_repeats(&self.games[place]) {
            self.bring_on(place, repeats);
        }
        Ok(Seen::Game(self.games[place].seen()))
    }

    /// How often a game was asked for again that is pending for too long.
    const fn overdue_repeats(&self, game: &ModelGame) -> Option<u8> {
        match game.stage {
            ModelStage::Pending { asked_at, repeats } if self.now > asked_at + DEADLINE => {
                Some(repeats)
            }
            _ => None,
        }
    }

    fn bring_on(&mut self, place: usize, repeats: u8) {
        self.games[place].stage = if repeats == REPEATS {
            ModelStage::Failed(NOT_IN_TIME.to_owned())
        } else {
            self.messages.push(place);
            ModelStage::Pending {
                asked_at: self.now,
                repeats: repeats + 1,
            }
        };
    }
}
