use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::GatewayError;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use crate::error::gateway_error;
use crate::item::{Item, ItemError, name, number, text};
use crate::tables::Tables;

/// A [`TokenCache`] in the table of tokens, keyed by the hash of the token.
///
/// DynamoDB deletes expired items within days. Until then, `find` ignores them.
#[derive(Clone, Debug)]
pub struct DynamoTokens {
    client: Client,
    tables: Tables,
}

impl DynamoTokens {
    /// Creates a cache in the table of tokens of `tables`.
    #[must_use]
    pub const fn new(client: Client, tables: Tables) -> Self {
        Self { client, tables }
    }
}

#[async_trait]
impl TokenCache for DynamoTokens {
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError> {
        let table = self.tables.token();
        let found = self
            .client
            .get_item()
            .table_name(table.as_str())
            .key(name::TOKEN_HASH, text(token))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| gateway_error(table, error))?;
        Ok(match found.item().map(|item| parse_player(Item(item))) {
            None => None,
            Some(Ok(known)) => known.valid_at(now),
            Some(Err(error)) => {
                tracing::error!(%table, key = %token, %error, "malformed token entry ignored");
                None
            }
        })
    }

    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
        let table = self.tables.token();
        self.client
            .put_item()
            .table_name(table.as_str())
            .item(name::TOKEN_HASH, text(token))
            .item(name::PLAYER_ID, text(player.player()))
            .item(name::EXPIRATION, number(player.expires().as_secs()))
            .send()
            .await
            .map_err(|error| gateway_error(table, error))?;
        Ok(())
    }
}

fn parse_player(item: Item<'_>) -> Result<KnownPlayer, ItemError> {
    let player = item.parsed(name::PLAYER_ID)?;
    let expires = Timestamp::from_secs(item.number(name::EXPIRATION)?);
    Ok(KnownPlayer::new(player, expires))
}
