use super::{Error, Quiz};
use crate::game::{Game, GameRequest, IdempotencyKey};
use crate::gateway::Creation;
use crate::value::{GameId, PlayerId};

/// A game that a player started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Started {
    /// The game is new.
    New(Game),
    /// The game was started before under the same idempotency key. This is its current state.
    Again(Game),
}

impl Quiz {
    /// Starts a game: stores it as pending, and sends its work to a worker.
    ///
    /// Under an idempotency key, repeated requests return the same game. A repeated request sends no
    /// work unless the game is [overdue](Quiz#overdue-games). Without a key every call starts another
    /// game.
    ///
    /// Succeeds once the game is stored, even if sending its work failed. The game is then repaired
    /// when it is overdue.
    ///
    /// # Errors
    ///
    /// [`Error::IdempotencyKeyReused`] if the key belongs to a request for another game.
    ///
    /// [`Error::Unavailable`] if the store is unavailable; the game may have been stored. A retry under
    /// the same key starts at most one game. A retry without a key may start a second one.
    /// [`Error::Internal`] if storing the game failed permanently.
    pub async fn start(
        &self,
        player: &PlayerId,
        request: GameRequest,
        key: Option<&IdempotencyKey>,
    ) -> Result<Started, Error> {
        let id = key.map_or_else(|| self.random_id(), |key| key.game_id(player));
        let new = request.begin(id, *player, self.clock.now());
        let started = match self.games.create(&new).await? {
            Creation::Created => Started::New(new.into_game()),
            Creation::Exists(existing) if existing.request() != new.request() => {
                return Err(Error::IdempotencyKeyReused);
            }
            Creation::Exists(existing) if key.is_some() => Started::Again(existing.into_game()),
            // The id is random, so the store found its own write after a lost response.
            Creation::Exists(existing) => Started::New(existing.into_game()),
        };
        if let Started::New(game) = &started {
            self.games.send(game).await;
        }
        Ok(started)
    }

    fn random_id(&self) -> GameId {
        GameId::from_bytes(self.randomness.bytes())
    }
}

impl Started {
    /// Returns the game.
    #[must_use]
    pub const fn game(&self) -> &Game {
        match self {
            Self::New(game) | Self::Again(game) => game,
        }
    }
}
