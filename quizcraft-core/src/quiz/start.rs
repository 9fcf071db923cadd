use super::{Error, Quiz};
use crate::game::{Game, GameRequest, IdempotencyKey};
use crate::gateway::Creation;
use crate::value::{GameId, PlayerId};

/// A game that a player started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Started {
    /// It is new.
    New(Game),
    /// It was started before, under the same idempotency key; this is how it stands now.
    Again(Game),
}

impl Quiz {
    /// Starts a game, whose questions are then written by the worker that receives the work.
    ///
    /// Under an idempotency key the same request gives the same game, however often it is sent. A
    /// repeat sends no work unless it finds the game [overdue](Quiz#overdue-games). Without a key
    /// every call starts another game.
    ///
    /// Once the game is stored it is started, even if its work could not be sent: the deadline
    /// repairs that.
    ///
    /// # Errors
    ///
    /// [`Error::IdempotencyKeyReused`] if the key belongs to a request for another game.
    ///
    /// [`Error::Unavailable`] if the store did not answer: the game is stored or not, and the
    /// caller cannot tell which. A retry under the same key starts one game in all; a retry without
    /// a key may start a second one. [`Error::Internal`] if the game could not be stored.
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
            // The id is random: the store met its own write after a lost reply.
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
    /// Returns the game, new or not.
    #[must_use]
    pub const fn game(&self) -> &Game {
        match self {
            Self::New(game) | Self::Again(game) => game,
        }
    }
}
