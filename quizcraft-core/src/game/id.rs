use super::IdempotencyKey;
use crate::PlayerId;
use crate::digest::{digest, hex_id};

hex_id! {
    /// A game's id: 64 hexadecimal digits that cannot be guessed.
    ///
    /// ```
    /// use quizcraft_core::GameId;
    ///
    /// let id: GameId = "00ff".repeat(16).parse()?;
    /// assert_eq!(id.to_string(), "00ff".repeat(16));
    /// assert!("00FF".repeat(16).parse::<GameId>().is_err(), "an id has one spelling");
    /// # Ok::<(), quizcraft_core::InvalidId>(())
    /// ```
    GameId
}

impl GameId {
    /// The id of the game that `player` creates under `key`: always the same, so that creating it
    /// twice meets the first.
    #[must_use]
    pub fn under_key(player: &PlayerId, key: &IdempotencyKey) -> Self {
        let parts = [player.as_bytes().as_slice(), key.as_str().as_bytes()];
        Self::from_bytes(digest("quizcraft game by idempotency key, 1", &parts))
    }
}
