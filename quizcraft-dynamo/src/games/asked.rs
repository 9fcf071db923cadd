//! Reads and writes what a player was asked before.

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use quizcraft_core::gateway::{Causes, GatewayError};
use quizcraft_core::{Asked, Game, KeywordsFingerprint, PlayerId};

use super::DynamoGames;
use crate::error::{gateway_error, unreadable};
use crate::item::{Item, asked_key, asked_value, name, parse_asked};

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
    /// never prevents the opening of the game. An update, because workers need no permission to put games.
    pub(super) fn set_asked(
        &self,
        game: &Game,
        asked: &Asked,
    ) -> Result<TransactWriteItem, GatewayError> {
        let [player, id] = asked_key(game.player(), game.keywords().fingerprint());
        let update = Update::builder()
            .table_name(self.tables.game().as_str())
            .key(player.0, player.1)
            .key(id.0, id.1)
            .update_expression("SET #asked = :asked")
            .expression_attribute_names("#asked", name::ASKED)
            .expression_attribute_values(":asked", asked_value(asked));
        self.transact_item(update)
    }
}
