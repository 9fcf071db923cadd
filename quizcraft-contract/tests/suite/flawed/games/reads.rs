use std::cmp::Reverse;

use quizcraft_core::{Game, GameId, Page, PageLimit, PageRequest, PlayerId, Position};

use super::changed::{initial_state, reworded, without_suggestions};
use super::kinds::{
    as_single, with_default_kinds, with_questions, without_lists, without_partial_scores,
    without_source, without_writer,
};
use super::{Flaw, FlawedGames};
use crate::plain::{Row, cut, newest_first};

impl FlawedGames {
    pub(super) fn flawed_row(&self, player: &PlayerId, game: &GameId) -> Option<Row> {
        let own = self.plain.row(player, game);
        let row = match self.flaw {
            Flaw::FindsGamesOfOtherPlayers => own.or_else(|| self.anyones(game)),
            _ => own,
        };
        row.map(|row| self.as_kept(row))
    }

    /// Returns the game with this id of any player.
    pub(super) fn anyones(&self, game: &GameId) -> Option<Row> {
        let rows = self.plain.rows();
        rows.values().find(|row| row.game.id() == *game).cloned()
    }

    fn as_kept(&self, row: Row) -> Row {
        match self.flaw {
            Flaw::TrimsText => reworded(row, |text| text.trim().to_owned()),
            Flaw::TruncatesText => reworded(row, |text| text.chars().take(40).collect()),
            Flaw::KeepsOnlyTheDefaultKinds => with_default_kinds(row),
            Flaw::KeepsOnlyTheSolution => with_questions(row, as_single),
            Flaw::DropsSources => with_questions(row, without_source),
            Flaw::DropsWriters => with_questions(row, without_writer),
            Flaw::DropsResponsesWithoutAChoice => with_questions(row, without_lists),
            Flaw::CountsPartialScoresAsNothing => without_partial_scores(row),
            _ => row,
        }
    }

    pub(super) fn flawed_page(&self, player: &PlayerId, request: &PageRequest) -> Page {
        let games = self.flawed_list(player);
        let request = self.flawed_request(request, &games);
        let page = cut(games, &request);
        let last = page.games().last().map(Game::position);
        match self.flaw {
            Flaw::LastPageHasANextPosition => Page::new(page.games().to_vec(), last),
            Flaw::EmptyPageHasANextPosition if last.is_none() => {
                Page::new(Vec::new(), Some(anywhere()))
            }
            Flaw::IgnoresTheLimit => self.whole_list(player, &request),
            Flaw::LimitsPagesToFiftyGames => {
                let (mut games, next) = page.into_parts();
                games.truncate(50);
                Page::new(games, next)
            }
            _ => page,
        }
    }

    fn flawed_list(&self, player: &PlayerId) -> Vec<Game> {
        let everyones = self.flaw == Flaw::ListsGamesOfOtherPlayers;
        let rows = self.plain.rows().clone();
        let hidden = self.hidden.lock().unwrap();
        let own = rows
            .into_values()
            .filter(|row| everyones || row.game.player() == *player)
            .filter(|row| !hidden.contains(&row.game.id()));
        let mut games = newest_first(own.map(|row| self.as_kept(row).game).collect());
        match self.flaw {
            Flaw::ListsOldestFirst => games.sort_by_key(Game::position),
            Flaw::ListsTiesInAscendingOrder => {
                games.sort_by_key(|game| (Reverse(game.created()), game.id()));
            }
            Flaw::ListsGamesInTheirInitialState => {
                games = games.iter().map(initial_state).collect();
            }
            Flaw::ListsNoSuggestions => {
                games = games.iter().map(without_suggestions).collect();
            }
            _ => {}
        }
        games
    }

    fn flawed_request(&self, request: &PageRequest, games: &[Game]) -> PageRequest {
        let known = |after: &Position| games.iter().any(|game| game.position() == *after);
        let after = match self.flaw {
            Flaw::IgnoresThePosition => None,
            Flaw::RestartsAtUnknownPositions => request.after().filter(known),
            Flaw::ContinuesWithTheNextSecond => request.after().map(before_its_second),
            _ => request.after(),
        };
        PageRequest::new(request.limit(), after)
    }

    fn whole_list(&self, player: &PlayerId, request: &PageRequest) -> Page {
        let all = PageRequest::new(PageLimit::default(), request.after());
        cut(self.flawed_list(player), &all)
    }
}

fn before_its_second(position: Position) -> Position {
    Position::new(position.created(), GameId::from_bytes([0; 32]))
}

fn anywhere() -> Position {
    Position::new(
        quizcraft_core::Timestamp::from_secs(1),
        GameId::from_bytes([1; 32]),
    )
}
