//! Reading games: by key, with their questions, page by page.

use futures_util::future::join;
use futures_util::stream::{self, StreamExt};
use quizcraft_core::gateway::{Causes, GatewayError};
use quizcraft_core::{
    Game, GameId, Page, PageRequest, Play, PlayerId, Position, Restored, Stage, StoredGame,
    Timestamp, Unreadable,
};

use super::DynamoGames;
use super::place::Place;
use crate::error::{gateway_error, unreadable};
use crate::item::{Attributes, Item, key_of, name, number, stored, text};
use crate::tables::{INDEX, PROJECTED};

impl DynamoGames {
    pub(super) async fn get(
        &self,
        player: &PlayerId,
        game: &GameId,
    ) -> Result<Option<Game>, GatewayError> {
        match self.game_item(player, game).await? {
            None => Ok(None),
            Some(item) => self.counted(self.read_game(&item)?).await.map(Some),
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
        let restored = self.read_game(&item)?.restore();
        let senseless = |error| unreadable(self.tables.game(), key(player, game), error);
        let restored = restored.map_err(senseless)?;
        // What an interrupted writer left beside a game without questions is not looked at.
        if let Restored::Whole(game) = &restored
            && let Stage::Pending(_) | Stage::Failed(_) = game.stage()
        {
            return Play::new(game.clone(), None).map(Some).map_err(senseless);
        }
        let questions = self.read_questions(game, &questions)?;
        let read = match restored {
            Restored::Whole(game) => game,
            Restored::Uncounted(game) => game.count(questions.as_ref()).map_err(senseless)?,
        };
        match Play::new(read.clone(), questions) {
            // The game was read after it opened, and its questions before: now they are there.
            Err(Unreadable::Incomplete { .. }) => {
                let questions = self.question_items(game).await?;
                Play::new(read, self.read_questions(game, &questions)?)
            }
            play => play,
        }
        .map(Some)
        .map_err(senseless)
    }

    async fn game_item(
        &self,
        player: &PlayerId,
        game: &GameId,
    ) -> Result<Option<Attributes>, GatewayError> {
        let (table, place) = (self.tables.game(), self.game_place(*game));
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
            .map_err(|error| gateway_error(place, error))?;
        Ok(found.item)
    }

    /// Returns a game in its table, as errors name it.
    pub(super) const fn game_place(&self, game: GameId) -> Place<'_> {
        Place::Game(&self.tables, game)
    }

    /// Returns a player's games in their table, as errors name them.
    pub(super) const fn player_place(&self, player: PlayerId) -> Place<'_> {
        Place::Player(&self.tables, player)
    }

    pub(super) fn read_game(&self, item: &Attributes) -> Result<StoredGame, GatewayError> {
        let table = self.tables.game();
        stored(Item(item)).map_err(|error| unreadable(table, raw_key(item), error))
    }

    /// Returns the game with its counters, for which its questions are looked at if it was stored
    /// without.
    pub(super) async fn counted(&self, stored: StoredGame) -> Result<Game, GatewayError> {
        let (player, game) = (stored.player, stored.id);
        let senseless = |error| unreadable(self.tables.game(), key(&player, &game), error);
        let game = match stored.restore().map_err(senseless)? {
            Restored::Whole(game) => return Ok(game),
            Restored::Uncounted(game) => game,
        };
        let items = self.question_items(&game.id()).await?;
        let questions = self.read_questions(&game.id(), &items)?;
        game.count(questions.as_ref()).map_err(senseless)
    }

    pub(super) async fn query_page(
        &self,
        player: &PlayerId,
        request: &PageRequest,
    ) -> Result<Page, GatewayError> {
        let limit = request.limit().get();
        // One more than the page has tells whether another page follows.
        let mut rows = self
            .rows(player, request.after(), limit.saturating_add(1))
            .await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().map(|(position, _)| *position);
        let games = rows.into_iter().map(|(_, item)| self.listed(item));
        let games: Vec<_> = stream::iter(games).buffered(AT_ONCE).collect().await;
        let games = games.into_iter().filter_map(Result::transpose);
        Ok(Page::new(
            games.collect::<Result<_, _>>()?,
            last.filter(|_| more),
        ))
    }

    /// Returns a listed game; nothing, but a line in the log, if it makes no sense.
    async fn listed(&self, item: Attributes) -> Result<Option<Game>, GatewayError> {
        let game = match self.read_game(&item) {
            Ok(stored) => self.counted(stored).await,
            Err(error) => Err(error),
        };
        match game {
            Ok(game) => Ok(Some(game)),
            Err(error @ GatewayError::Unreadable { .. }) => {
                log(&error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the player's games from a position on, newest first, so many of them if there are.
    ///
    /// Items of one second come in the order of their ids, as far as was seen: the table's own sort
    /// key is the last part of an index's, though no document promises that. What has no position, because its id is none, is left out.
    async fn rows(
        &self,
        player: &PlayerId,
        after: Option<Position>,
        count: usize,
    ) -> Result<Vec<(Position, Attributes)>, GatewayError> {
        let mut rows = Vec::new();
        let mut start = after.map(|after| start_key(*player, after));
        while rows.len() < count {
            let missing = count.saturating_sub(rows.len());
            let (items, next) = self.query(player, start, missing).await?;
            rows.extend(items.into_iter().filter_map(|item| self.placed(item)));
            if next.is_none() {
                break;
            }
            start = next;
        }
        Ok(rows)
    }

    fn placed(&self, item: Attributes) -> Option<(Position, Attributes)> {
        let parts = Item(&item).number(name::CREATION_TIME).and_then(|second| {
            let game = Item(&item).parsed(name::GAME_ID)?;
            Ok(Position::new(Timestamp::from_secs(second), game))
        });
        match parts {
            Ok(position) => Some((position, item)),
            Err(error) => {
                log(&unreadable(self.tables.game(), raw_key(&item), error));
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
        // Naming the attributes costs nothing where the index has them all, and has DynamoDB fetch
        // what an older index lacks.
        let mut projection = Vec::new();
        let keys = [name::GAME_ID, name::CREATION_TIME];
        for (place, attribute) in keys.into_iter().chain(PROJECTED).enumerate() {
            let alias = format!("#a{place}");
            query = query.expression_attribute_names(&alias, attribute);
            projection.push(alias);
        }
        let query = query.projection_expression(format!("#player, {}", projection.join(", ")));
        let found = Box::pin(query.send())
            .await
            .map_err(|error| gateway_error(self.player_place(*player), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }
}

/// For how many deployed games of a page their questions are fetched side by side: a cold client
/// opens a connection for each.
const AT_ONCE: usize = 25;

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

/// Returns the key of an item that may make no sense, as far as it has one.
fn raw_key(item: &Attributes) -> String {
    let part = |name| Item(item).optional_text(name).ok().flatten();
    format!(
        "player {}, game {}",
        part(name::PLAYER_ID).unwrap_or("?"),
        part(name::GAME_ID).unwrap_or("?")
    )
}

fn log(error: &GatewayError) {
    tracing::error!(error = %Causes(error), "a game is left out of a list");
}
