//! Lists the pending games of all players.

use async_trait::async_trait;
use quizcraft_core::gateway::{GatewayError, PendingGames, PendingPage, Work};

use super::DynamoGames;
use super::target::Target;
use crate::error::gateway_error;
use crate::item::{Attributes, Item, key_of, name, status, text};

/// Scans the whole table of games, up to 1 MB of it per page. This suits a table that belongs to a
/// single server. In a large shared table it is slow and costs read capacity.
#[async_trait]
impl PendingGames for DynamoGames {
    async fn pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError> {
        let target = Target::All(&self.tables);
        self.limit.run(target, self.scan_pending(after)).await
    }
}

impl DynamoGames {
    async fn scan_pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError> {
        let mut games = Vec::new();
        let mut start = after.map(|work| key_of(work.player(), work.game()).map(owned).into());
        loop {
            let (items, next) = self.scan(start).await?;
            for item in items {
                games.extend(self.read_listed(item).await?);
            }
            let Some(next) = next else {
                return Ok(PendingPage::new(games, None));
            };
            // A scan may also end at an item that is not a game.
            if let Some(work) = work_of(&next) {
                return Ok(PendingPage::new(games, Some(work)));
            }
            start = Some(next);
        }
    }

    async fn scan(
        &self,
        start: Option<Attributes>,
    ) -> Result<(Vec<Attributes>, Option<Attributes>), GatewayError> {
        let scan = self
            .client
            .scan()
            .table_name(self.tables.game().as_str())
            .filter_expression("#status = :pending")
            .expression_attribute_names("#status", name::STATUS)
            .expression_attribute_values(":pending", text(status::PENDING))
            .consistent_read(true)
            .set_exclusive_start_key(start);
        let found = Box::pin(scan.send())
            .await
            .map_err(|error| gateway_error(Target::All(&self.tables), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }
}

fn owned<T>((name, value): (&str, T)) -> (String, T) {
    (name.to_owned(), value)
}

fn work_of(key: &Attributes) -> Option<Work> {
    let key = Item(key);
    let game = key.parsed(name::GAME_ID).ok()?;
    Some(Work::new(game, key.parsed(name::PLAYER_ID).ok()?))
}
