use async_trait::async_trait;

use super::GatewayError;
use crate::value::Timestamp;

/// Removes the expired games of all players.
///
/// It is for stores that need a caller to free what has expired, such as a store in memory. A database
/// with a TTL needs none. A use case of a player MUST NOT use it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ExpiredGames: Send + Sync {
    /// Removes the games whose expiry is `now` or earlier, each with its questions, and returns the
    /// number of removed records. What counts as a record depends on the store: a game, a question, or
    /// another record that has expired.
    ///
    /// Removing a game is atomic, or leaves a game that [`load`](super::GameStore::load) does not
    /// return. An implementation MAY use its own clock in place of `now`, and MAY leave games that expire
    /// meanwhile to the next call.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, and [`GatewayError::Broken`] for a permanent
    /// one. The games that were not reached are not removed; the next call continues.
    async fn remove_expired(&self, now: Timestamp) -> Result<usize, GatewayError>;
}
