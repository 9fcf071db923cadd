use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::GatewayError;
use crate::{Game, GameId, PlayerId};

/// A piece of work: a game whose questions are to be written.
///
/// As JSON it is the message of the deployed queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Work {
    #[serde(rename = "game_id")]
    game: GameId,
    #[serde(rename = "player_id")]
    player: PlayerId,
}

impl Work {
    /// The work that `game` waits for.
    #[must_use]
    pub const fn on(game: &Game) -> Self {
        Self {
            game: game.id(),
            player: game.player(),
        }
    }

    /// The game whose questions are to be written.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Whose game it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }
}

/// The way from whoever starts a game to whoever prepares it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkQueue: Send + Sync {
    /// Sends a piece of work, to be delivered at least once, perhaps more often, in any order.
    ///
    /// Sending the same twice is allowed: doing it twice changes nothing. An implementation gives
    /// up by itself, well within the time that a player's request may take: the game that the work
    /// is for is stored already, and its player is not to hear that nothing was done.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if it could not be sent now, be the queue full or out of
    /// reach; it may have been sent all the same. [`GatewayError::Broken`] if that will not change
    /// by itself.
    async fn send(&self, work: &Work) -> Result<(), GatewayError>;
}
