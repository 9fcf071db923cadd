use async_trait::async_trait;

use super::GatewayError;
use crate::player::{KnownPlayer, TokenHash};
use crate::value::Timestamp;

/// Remembers which player a token stands for, so that the identity provider is asked once.
///
/// Tokens are known by their hash; no implementation ever holds one.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TokenCache: Send + Sync {
    /// The player that `token` stands for, as remembered.
    ///
    /// An entry is never given from the second of its expiry on, however long the cache may keep
    /// it for itself: [`KnownPlayer::at`] tells. An entry may be forgotten at any time.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the cache does not answer now, [`GatewayError::Broken`] if
    /// that will not change by itself. An entry that makes no sense counts as forgotten.
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError>;

    /// Remembers which player `token` stands for; the last call for a token counts.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the cache does not answer now, [`GatewayError::Broken`] if
    /// that will not change by itself.
    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError>;
}
