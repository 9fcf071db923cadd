//! Reads and writes what a player was asked before.

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use quizcraft_core::gateway::{Causes, GatewayError};
use quizcraft_core::{Asked, Game, KeywordsFingerprint, PlayerId};

use super::DynamoGames;
use crate::error::{gateway_error, malformed, unreadable};
use crate::item::{Item, asked_key, item_of_asked, parse_asked};

impl DynamoGames {
    /// Returns what the player was asked. A malformed item is logged and ignored: the next opening replaces it.
    pub(super) async fn get_asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        let table = self.tables.game();
        let [partition, sort] = asked_key(*player, *keywords);
        let get = self
            .client
            .get_item()
            .table_name(table.as_str())
            .key(partition.0, partition.1)
            .key(sort.0, sort.1)
            .consistent_read(true);
        let found = Box::pin(get.send()).await;
        let found = found.map_err(|error| gateway_error(self.player_target(*player), error))?;
        let Some(item) = found.item else {
            return Ok(Asked::default());
        };
        let asked = parse_asked(Item(&item)).map_err(|error| {
            let key = format!("player {player}, asked#{keywords}");
            unreadable(table, key, error)
        });
        Ok(asked.unwrap_or_else(|error| {
            tracing::error!(error = %Causes(&error), "malformed item of asked questions ignored");
            Asked::default()
        }))
    }

    /// Replaces what the player of the game was asked about its keywords. There is no condition, so that it
    /// never prevents the opening of the game.
    pub(super) fn put_asked(
        &self,
        game: &Game,
        asked: &Asked,
    ) -> Result<TransactWriteItem, GatewayError> {
        let item = item_of_asked(game.player(), game.keywords().fingerprint(), asked);
        let put = Put::builder()
            .table_name(self.tables.game().as_str())
            .set_item(Some(item));
        let put = put.build().map_err(|_| malformed(self.tables.game()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}
