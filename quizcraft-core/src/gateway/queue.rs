use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::GatewayError;
use crate::game::Game;
use crate::value::{GameId, PlayerId};

/// A unit of work: a game whose questions a worker is to prepare.
///
/// Its JSON form is the message body of the deployed queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Work {
    #[serde(rename = "game_id")]
    game: GameId,
    #[serde(rename = "player_id")]
    player: PlayerId,
}

impl Work {
    /// Returns the work that `game` waits for.
    #[must_use]
    pub const fn on(game: &Game) -> Self {
        Self {
            game: game.id(),
            player: game.player(),
        }
    }

    /// Returns the game whose questions are to be written.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }

    /// Returns whose game it is.
    #[must_use]
    pub const fn player(&self) -> PlayerId {
        self.player
    }
}

/// The queue of work from the requests that start games to the workers that prepare them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkQueue: Send + Sync {
    /// Sends a unit of work. Delivery is at least once, in any order.
    ///
    /// Sending the same work twice is allowed, since preparing a game is idempotent. The game is
    /// stored already, and its player waits for the response, so an implementation MUST fail after
    /// a short timeout of its own, and by the [deadline](Self::until) of the request if it has one.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] if the queue is full or unreachable; the work may have been
    /// sent nevertheless. [`GatewayError::Broken`] for a permanent error.
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
