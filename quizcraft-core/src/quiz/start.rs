use std::time::Duration;

use super::{Error, Quiz};
use crate::game::{Game, GameRequest, IdempotencyKey};
use crate::gateway::Creation;
use crate::value::{GameId, PlayerId, Timestamp};

/// A game that a player started.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Started {
    /// The game is new.
    New(Game),
    /// An earlier request with the same idempotency key started the game. This is its current state.
    Existing(Game),
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
    /// [`Error::TooManyGames`] if the player has started as many games in this hour as
    /// [allowed](Self::with_games_per_hour). A repeated request under an idempotency key is neither
    /// counted nor refused.
    ///
    /// [`Error::Unavailable`] if the store is unavailable; the game may have been stored. A retry under
    /// the same key starts at most one game. A retry without a key may start a second one.
    /// [`Error::StoreFull`] if the store has no room for it, and [`Error::Internal`] if storing it failed
    /// permanently.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Error, GameRequest, IdempotencyKey, PlayerId, Started};
    ///
    /// # quizcraft_contract::block_on(async {
    /// let (quiz, player) = (quizcraft_memory::Memory::new().quiz(), PlayerId::from_bytes([7; 32]));
    /// let (request, key) = (GameRequest::parse(["Rome"], None)?, IdempotencyKey::new("8e03978e")?);
    ///
    /// let first = quiz.start(&player, request.clone(), Some(&key)).await?;
    /// let repeated = quiz.start(&player, request, Some(&key)).await?;
    /// assert_eq!(repeated, Started::Existing(first.game().clone()));
    ///
    /// let other = GameRequest::parse(["Paris"], None)?;
    /// let refused = quiz.start(&player, other, Some(&key)).await;
    /// assert!(matches!(refused, Err(Error::IdempotencyKeyReused)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn start(
        &self,
        player: &PlayerId,
        request: GameRequest,
        key: Option<&IdempotencyKey>,
    ) -> Result<Started, Error> {
        let id = key.map_or_else(|| self.random_id(), |key| key.game_id(player));
        let now = self.clock.now();
        let new = request.begin(id, *player, now);
        let new = new.with_games_per_hour(self.games_per_hour);
        let started = match self.games.create(&new).await? {
            Creation::Created => Started::New(new.into_game()),
            Creation::Exists(existing) if existing.request() != new.request() => {
                return Err(Error::IdempotencyKeyReused);
            }
            Creation::Exists(existing) if key.is_some() => Started::Existing(existing.into_game()),
            // The id is random, so the store found its own write after a lost response.
            Creation::Exists(existing) => Started::New(existing.into_game()),
            Creation::TooMany => {
                let retry_after = until_next_hour(now);
                return Err(Error::TooManyGames { retry_after });
            }
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

/// Returns the time until the next hour begins, at least one second.
fn until_next_hour(now: Timestamp) -> Duration {
    now.hour().end().since(now).max(Duration::from_secs(1))
}

impl Started {
    /// Returns the game.
    #[must_use]
    pub const fn game(&self) -> &Game {
        match self {
            Self::New(game) | Self::Existing(game) => game,
        }
    }
}
