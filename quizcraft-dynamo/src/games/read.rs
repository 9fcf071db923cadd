//! Reads games: one by key, one with its questions, or a page.

use futures_util::future::join;
use futures_util::stream::{self, StreamExt};
use quizcraft_core::gateway::{Causes, GatewayError};
use quizcraft_core::{
    Game, GameId, Page, PageRequest, Play, PlayerId, Position, Restored, Stage, StoredGame,
    Timestamp, Unreadable,
};

use super::DynamoGames;
use super::target::Target;
use crate::error::{gateway_error, unreadable};
use crate::item::{Attributes, Item, key_of, name, number, parse_game, text};
use crate::tables::{INDEX, PROJECTED};

impl DynamoGames {
    pub(super) async fn get(
        &self,
        player: &PlayerId,
        game: &GameId,
    ) -> Result<Option<Game>, GatewayError> {
        match self.game_item(player, game).await? {
            None => Ok(None),
            Some(item) => self.with_counters(self.read_game(&item)?).await.map(Some),
        }
    }

    pub(super) async fn get_with_questions(
        &self,
        player: &PlayerId,
        game: &GameId,
    ) -> Result<Option<Play>, GatewayError> {
        let both = join(self.game_item(player, game), self.question_items(game)).await;
        let (Some(item), questions) = (both.0?, both.1?) else {
            return Ok(None);
        };
        // TTL deletes a game and its questions one by one.
        let expires = item.contains_key(name::EXPIRATION);
        let restored = self.read_game(&item)?.restore();
        let malformed = |error| unreadable(self.tables.game(), key(player, game), error);
        let restored = restored.map_err(malformed)?;
        // An interrupted worker may have left questions beside a pending or failed game.
        if let Restored::Whole(game) = &restored
            && let Stage::Pending(_) | Stage::Failed(_) = game.stage()
        {
            return Play::new(game.clone(), None).map(Some).map_err(malformed);
        }
        let questions = self.read_questions(game, &questions)?;
        let read = match restored {
            Restored::Whole(game) => game,
            Restored::Uncounted(game) => game.count(questions.as_ref()).map_err(malformed)?,
        };
        let play = match Play::new(read.clone(), questions) {
            // The game was read after it was opened and its questions before. A second query finds them.
            Err(Unreadable::Incomplete { .. }) => {
                let questions = self.question_items(game).await?;
                Play::new(read, self.read_questions(game, &questions)?)
            }
            play => play,
        };
        match play {
            Err(Unreadable::Incomplete { .. }) if expires => Ok(None),
            play => play.map(Some).map_err(malformed),
        }
    }

    async fn game_item(
        &self,
        player: &PlayerId,
        game: &GameId,
    ) -> Result<Option<Attributes>, GatewayError> {
        let (table, target) = (self.tables.game(), self.game_target(*game));
        let [player, game] = key_of(*player, *game);
        let get = self
            .client
            .get_item()
            .table_name(table.as_str())
            .key(player.0, player.1)
            .key(game.0, game.1)
            .consistent_read(true);
        let found = Box::pin(get.send())
            .await
            .map_err(|error| gateway_error(target, error))?;
        Ok(found.item)
    }

    pub(super) const fn game_target(&self, game: GameId) -> Target<'_> {
        Target::Game(&self.tables, game)
    }

    pub(super) const fn player_target(&self, player: PlayerId) -> Target<'_> {
        Target::Player(&self.tables, player)
    }

    pub(super) fn read_game(&self, item: &Attributes) -> Result<StoredGame, GatewayError> {
        let table = self.tables.game();
        parse_game(Item(item)).map_err(|error| unreadable(table, raw_key(item), error))
    }

    /// Restores a game. Counts its questions if it was stored without counters.
    pub(super) async fn with_counters(&self, stored: StoredGame) -> Result<Game, GatewayError> {
        let (player, game) = (stored.player, stored.id);
        let malformed = |error| unreadable(self.tables.game(), key(&player, &game), error);
        let game = match stored.restore().map_err(malformed)? {
            Restored::Whole(game) => return Ok(game),
            Restored::Uncounted(game) => game,
        };
        let items = self.question_items(&game.id()).await?;
        let questions = self.read_questions(&game.id(), &items)?;
        game.count(questions.as_ref()).map_err(malformed)
    }

    pub(super) async fn query_page(
        &self,
        player: &PlayerId,
        request: &PageRequest,
    ) -> Result<Page, GatewayError> {
        let limit = request.limit().get();
        // One more item than the page holds shows whether another page follows.
        let mut items = self
            .items_after(player, request.after(), limit.saturating_add(1))
            .await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().map(|(position, _)| *position);
        let games = items.into_iter().map(|(_, item)| self.read_listed(item));
        let games = stream::iter(games).buffered(MAX_CONCURRENT_QUERIES);
        let games: Vec<_> = games.collect().await;
        let games = games.into_iter().filter_map(Result::transpose);
        Ok(Page::new(
            games.collect::<Result<_, _>>()?,
            last.filter(|_| more),
        ))
    }

    /// Reads a game of a list. Logs a malformed game and returns `None`.
    pub(super) async fn read_listed(&self, item: Attributes) -> Result<Option<Game>, GatewayError> {
        let game = match self.read_game(&item) {
            Ok(stored) => self.with_counters(stored).await,
            Err(error) => Err(error),
        };
        match game {
            Ok(game) => Ok(Some(game)),
            Err(error @ GatewayError::Unreadable { .. }) => {
                log_skipped(&error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Returns up to `count` of the player's games after a position, newest first.
    ///
    /// Items without a valid position are logged and skipped. Items of the same second are returned
    /// in the order of their ids: this is observed behaviour of DynamoDB, not documented.
    pub(super) async fn items_after(
        &self,
        player: &PlayerId,
        after: Option<Position>,
        count: usize,
    ) -> Result<Vec<(Position, Attributes)>, GatewayError> {
        let mut found = Vec::new();
        let mut start = after.map(|after| start_key(*player, after));
        while found.len() < count {
            let missing = count.saturating_sub(found.len());
            let (items, next) = self.query(player, start, missing).await?;
            found.extend(
                items
                    .into_iter()
                    .filter_map(|item| self.with_position(item)),
            );
            if next.is_none() {
                break;
            }
            start = next;
        }
        Ok(found)
    }

    fn with_position(&self, item: Attributes) -> Option<(Position, Attributes)> {
        let position = Item(&item).number(name::CREATION_TIME).and_then(|second| {
            let game = Item(&item).parsed(name::GAME_ID)?;
            Ok(Position::new(Timestamp::from_secs(second), game))
        });
        match position {
            Ok(position) => Some((position, item)),
            Err(error) => {
                log_skipped(&unreadable(self.tables.game(), raw_key(&item), error));
                None
            }
        }
    }

    async fn query(
        &self,
        player: &PlayerId,
        start: Option<Attributes>,
        limit: usize,
    ) -> Result<(Vec<Attributes>, Option<Attributes>), GatewayError> {
        let table = self.tables.game();
        let mut query = self
            .client
            .query()
            .table_name(table.as_str())
            .index_name(INDEX)
            .key_condition_expression("#player = :player")
            .expression_attribute_names("#player", name::PLAYER_ID)
            .expression_attribute_values(":player", text(player))
            .scan_index_forward(false)
            .consistent_read(true)
            .set_exclusive_start_key(start)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX));
        // The projection costs nothing if the index has all attributes. If an older index lacks
        // some, it makes DynamoDB fetch them from the table.
        let mut projection = Vec::new();
        let keys = [name::GAME_ID, name::CREATION_TIME];
        for (number, attribute) in keys.into_iter().chain(PROJECTED).enumerate() {
            let alias = format!("#a{number}");
            query = query.expression_attribute_names(&alias, attribute);
            projection.push(alias);
        }
        let query = query.projection_expression(format!("#player, {}", projection.join(", ")));
        let found = Box::pin(query.send())
            .await
            .map_err(|error| gateway_error(self.player_target(*player), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }
}

/// The maximum number of concurrent queries for the questions of games that were stored without
/// counters. A client without open connections opens one for each.
const MAX_CONCURRENT_QUERIES: usize = 25;

fn start_key(player: PlayerId, after: Position) -> Attributes {
    let second = number(after.created().as_secs());
    let [player, game] = key_of(player, after.game());
    [player, game, (name::CREATION_TIME, second)]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

fn key(player: &PlayerId, game: &GameId) -> String {
    format!("player {player}, game {game}")
}

/// Returns the key of a malformed item, with `?` for missing parts.
fn raw_key(item: &Attributes) -> String {
    let part = |name| Item(item).optional_text(name).ok().flatten();
    format!(
        "player {}, game {}",
        part(name::PLAYER_ID).unwrap_or("?"),
        part(name::GAME_ID).unwrap_or("?")
    )
}

fn log_skipped(error: &GatewayError) {
    tracing::error!(error = %Causes(error), "malformed game left out of a list");
}
