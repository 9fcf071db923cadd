//! Counts the tokens of language models per day.

use async_trait::async_trait;
use quizcraft_core::Day;
use quizcraft_core::gateway::{GatewayError, ModelMeter};

use super::DynamoGames;
use super::target::Target;
use crate::error::{gateway_error, unreadable};
use crate::item::{Item, meter_expiry, meter_key, name, number};

/// Counts tokens in one item per day of the table of games.
#[async_trait]
impl ModelMeter for DynamoGames {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        let target = Target::All(&self.tables);
        self.limit.run(target, self.get_tokens(day)).await
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let target = Target::All(&self.tables);
        self.limit.run(target, self.add_tokens(day, tokens)).await
    }
}

impl DynamoGames {
    async fn get_tokens(&self, day: Day) -> Result<u64, GatewayError> {
        let table = self.tables.game();
        let [partition, sort] = meter_key(day);
        let get = self
            .client
            .get_item()
            .table_name(table.as_str())
            .key(partition.0, partition.1)
            .key(sort.0, sort.1)
            .consistent_read(true);
        let found = Box::pin(get.send()).await;
        let found = found.map_err(|error| gateway_error(Target::All(&self.tables), error))?;
        let Some(item) = found.item else {
            return Ok(0);
        };
        let tokens = Item(&item).optional_number(name::MODEL_TOKENS);
        let tokens = tokens.map_err(|error| {
            let key = format!("tokens#{}", day.get());
            unreadable(table, key, error)
        });
        Ok(tokens?.unwrap_or_default())
    }

    /// Adds tokens in one atomic update. The SDK may repeat it after a lost response, which counts them twice.
    async fn add_tokens(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let [partition, sort] = meter_key(day);
        let update = self
            .client
            .update_item()
            .table_name(self.tables.game().as_str())
            .key(partition.0, partition.1)
            .key(sort.0, sort.1)
            .update_expression("SET #expires = :expires ADD #tokens :tokens")
            .expression_attribute_names("#expires", name::EXPIRATION)
            .expression_attribute_names("#tokens", name::MODEL_TOKENS)
            .expression_attribute_values(":expires", number(meter_expiry(day).as_secs()))
            .expression_attribute_values(":tokens", number(tokens));
        match Box::pin(update.send()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(gateway_error(Target::All(&self.tables), error)),
        }
    }
}
