//! Use cases of a server that keeps its pending games moving, and removes its expired games, by itself.

use super::{Error, Quiz};
use crate::game::{Game, Stage};
use crate::gateway::{ExpiredGames, PendingGames};

impl Quiz {
    /// Sends the work of every pending game, and returns the number of messages sent.
    ///
    /// Call it when a queue that loses its messages on a restart starts, and when a full queue has
    /// room again. A message for a game whose work is in the queue already is harmless, because
    /// preparing a game is idempotent. It costs no retry of a game.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store is unreachable or the queue is full or unreachable. The
    /// games that were not reached are not sent; call it again later. [`Error::Internal`] for a
    /// permanent error.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{GameRequest, PlayerId};
    ///
    /// # quizcraft_contract::block_on(async {
    /// let memory = quizcraft_memory::Memory::new();
    /// let (quiz, player) = (memory.quiz(), PlayerId::from_bytes([7; 32]));
    /// let _started = quiz.start(&player, GameRequest::parse(["Rome"], None)?, None).await?;
    /// let lost = memory.queue().receive().ok_or("the work was sent")?;
    /// memory.queue().done(&lost);
    ///
    /// assert_eq!(quiz.repair_overdue(&*memory.games()).await?, 0, "the game is not overdue yet");
    /// assert_eq!(quiz.resend_pending(&*memory.games()).await?, 1);
    /// assert_eq!(memory.queue().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn resend_pending(&self, games: &dyn PendingGames) -> Result<usize, Error> {
        let mut sent = 0_usize;
        let mut after = None;
        loop {
            let (page, next) = games.pending(after).await?.into_parts();
            for game in page.iter().filter(|game| is_pending(game)) {
                self.games.resend(game).await?;
                sent = sent.saturating_add(1);
            }
            after = next;
            if after.is_none() {
                return Ok(sent);
            }
        }
    }

    /// Repairs the [overdue games](Self#overdue-games) of all players, and returns their number.
    ///
    /// A game that cannot be repaired is logged, stays overdue, and is not counted.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store is unreachable, and [`Error::Internal`] for a permanent
    /// error.
    pub async fn repair_overdue(&self, games: &dyn PendingGames) -> Result<usize, Error> {
        let mut repaired = 0_usize;
        let mut after = None;
        loop {
            let (mut page, next) = games.pending(after).await?.into_parts();
            repaired = repaired.saturating_add(self.games.repair_all(&mut page).await);
            after = next;
            if after.is_none() {
                return Ok(repaired);
            }
        }
    }

    /// Removes the expired games of all players from a store without a TTL, and returns the number of
    /// removed records.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the store is unreachable, and [`Error::Internal`] for a permanent
    /// error.
    pub async fn remove_expired(&self, games: &dyn ExpiredGames) -> Result<usize, Error> {
        Ok(games.remove_expired(self.clock.now()).await?)
    }
}

const fn is_pending(game: &Game) -> bool {
    matches!(game.stage(), Stage::Pending(_))
}
