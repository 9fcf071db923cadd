//! Checks that the table of games can be written.

use std::time::{SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use quizcraft_core::gateway::{GatewayError, StoreCheck};

use super::DynamoGames;
use super::target::Target;
use crate::error::gateway_error;
use crate::item::{name, number, text};

/// The partition and the sort key of the item that is written. They are not valid ids, so no read of a
/// game reaches the item. It has no `CreationTime`, so no index contains it.
const KEY: &str = "check";

/// Writes one small item of the table of games, always the same.
#[async_trait]
impl StoreCheck for DynamoGames {
    async fn check(&self) -> Result<(), GatewayError> {
        let target = Target::All(&self.tables);
        self.limit.run(target, self.write_check()).await
    }
}

impl DynamoGames {
    async fn write_check(&self) -> Result<(), GatewayError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let put = self
            .client
            .put_item()
            .table_name(self.tables.game().as_str())
            .item(name::PLAYER_ID, text(KEY))
            .item(name::GAME_ID, text(KEY))
            .item(name::CHECKED_AT, number(now.unwrap_or_default().as_secs()));
        match Box::pin(put.send()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(gateway_error(Target::All(&self.tables), error)),
        }
    }
}
