use super::Quiz;
use crate::gateway::Creation;
use crate::{Error, Game, GameId, GameRequest, IdempotencyKey, PlayerId, Stage};

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
    /// Starts a game, whose questions are then written by whoever receives the work.
    ///
    /// Under an idempotency key the same request gives the same game, however often it is sent.
    /// Once the game is stored it is started, even where the work could not be sent at once.
    ///
    /// # Errors
    ///
    /// [`Error::IdempotencyKeyReused`] if the key belongs to a request for another game, and
    /// [`Error::Unavailable`] or [`Error::Internal`] if the game could not be stored.
    pub async fn start(
        &self,
        player: &PlayerId,
        request: GameRequest,
        key: Option<&IdempotencyKey>,
    ) -> Result<Started, Error> {
        let id = key.map_or_else(|| self.random_id(), |key| GameId::under_key(player, key));
        let new = request.begin(id, *player, self.gateways.clock.now());
        let started = match self.gateways.games.create(&new).await? {
            Creation::Created => Started::New(new.into_game()),
            Creation::Exists(existing) if existing.request() != new.request() => {
                return Err(Error::IdempotencyKeyReused);
            }
            Creation::Exists(existing) if key.is_some() => Started::Again(existing.into_game()),
            // Nobody else can have made this id: the store met its own write after a lost reply.
            Creation::Exists(existing) => Started::New(existing.into_game()),
        };
        self.send_if_pending(started.game()).await;
        Ok(started)
    }

    fn random_id(&self) -> GameId {
        GameId::from_bytes(self.gateways.randomness.bytes())
    }

    async fn send_if_pending(&self, game: &Game) {
        if let Stage::Pending(_) = game.stage() {
            self.send(game).await;
        }
    }
}

impl Started {
    /// The game, new or not.
    #[must_use]
    pub const fn game(&self) -> &Game {
        match self {
            Self::New(game) | Self::Again(game) => game,
        }
    }
}
