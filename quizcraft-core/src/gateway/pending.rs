use async_trait::async_trait;

use super::{GatewayError, Work};
use crate::game::Game;

/// Lists the pending games of all players.
///
/// A server uses it to send the work of pending games again, without waiting for a player to read
/// them: see [`Quiz::resend_pending`](crate::Quiz::resend_pending) and
/// [`Quiz::repair_overdue`](crate::Quiz::repair_overdue). A use case of a player MUST NOT use it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PendingGames: Send + Sync {
    /// Returns a page of the pending games, starting after `after`, in any order that stays the
    /// same.
    ///
    /// Following [`PendingPage::next`] from the first page on returns every game that is pending all
    /// the while exactly once. A game that becomes pending, or ceases to be, may be missing or be
    /// returned as it was. Malformed records are left out. A page may be empty without being the
    /// last one.
    ///
    /// # Errors
    ///
    /// [`GatewayError::Unavailable`] for a transient error, and [`GatewayError::Broken`] for a
    /// permanent one.
    async fn pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError>;
}

/// A page of pending games.
///
/// ```
/// use quizcraft_core::gateway::{GatewayError, PendingGames};
///
/// async fn count(games: &dyn PendingGames) -> Result<usize, GatewayError> {
///     let (mut count, mut after) = (0, None);
///     loop {
///         let page = games.pending(after).await?;
///         count += page.games().len();
///         after = page.next();
///         if after.is_none() {
///             return Ok(count);
///         }
///     }
/// }
///
/// # use quizcraft_core::{GameRequest, PlayerId};
/// # quizcraft_contract::block_on(async {
/// let memory = quizcraft_memory::Memory::new();
/// let request = GameRequest::parse(["Rome"], None)?;
/// for player in 0..150 {
///     let player = PlayerId::from_bytes([player; 32]);
///     let _started = memory.quiz().start(&player, request.clone(), None).await?;
/// }
/// assert_eq!(count(&*memory.games()).await?, 150);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingPage {
    games: Vec<Game>,
    next: Option<Work>,
}

impl PendingPage {
    /// Creates a page. `next` is where the next page starts after, and `None` on the last page.
    #[must_use]
    pub const fn new(games: Vec<Game>, next: Option<Work>) -> Self {
        Self { games, next }
    }

    /// Returns the games.
    #[must_use]
    pub fn games(&self) -> &[Game] {
        &self.games
    }

    /// Returns where the next page starts after; `None` on the last page.
    #[must_use]
    pub const fn next(&self) -> Option<Work> {
        self.next
    }

    /// Returns the games and where the next page starts after.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Game>, Option<Work>) {
        (self.games, self.next)
    }
}
