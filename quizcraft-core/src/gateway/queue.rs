use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::GatewayError;
use crate::game::Game;
use crate::value::{GameId, PlayerId};

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
    /// Sending the same twice is allowed: doing it twice changes nothing. The game that the work is
    /// for is stored already, and its player is not to hear that nothing was done: so an
    /// implementation gives up after a short time of its own, and by the end of the request where
    /// it is [told](Self::until).
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if it could not be sent now, be the queue full or out of
    /// reach; it may have been sent all the same. [`GatewayError::Broken`] if that will not change
    /// by itself.
    async fn send(&self, work: &Work) -> Result<(), GatewayError>;

    /// Returns this queue for one request, which ends at `deadline`. Both lead to the same worker.
    ///
    /// Every call of the returned queue ends by `deadline`. A call that runs out of time fails with
    /// [`GatewayError::Unavailable`], and the cause says so; the work may have been sent.
    ///
    /// An implementation MUST NOT begin a pause or another attempt that could not end by
    /// `deadline`. One that waits for nothing outside the process MAY return itself. One that
    /// forwards to another queue MUST forward to [`until`](Self::until) of that queue.
    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue>;
}
