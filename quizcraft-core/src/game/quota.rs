//! The limits of games per player and hour.

use std::num::NonZeroU32;

use crate::value::Hour;

/// The maximum number of games that a player may start within an hour of the clock.
///
/// ```
/// use quizcraft_core::GamesPerHour;
///
/// assert_eq!(GamesPerHour::default().get(), 60);
/// assert_eq!(GamesPerHour::new(5)?.get(), 5);
/// assert!(GamesPerHour::new(0).is_err(), "no limit is `None`, not zero");
/// # Ok::<(), quizcraft_core::NoGamesPerHour>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GamesPerHour(NonZeroU32);

/// The limit is zero, so that no game could be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid limit of games per hour: expected at least 1")]
pub struct NoGamesPerHour;

impl GamesPerHour {
    /// Creates a limit.
    ///
    /// # Errors
    ///
    /// [`NoGamesPerHour`] if it is zero.
    pub const fn new(limit: u32) -> Result<Self, NoGamesPerHour> {
        match NonZeroU32::new(limit) {
            Some(limit) => Ok(Self(limit)),
            None => Err(NoGamesPerHour),
        }
    }

    /// Returns the limit, at least 1.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

/// 60 games.
impl Default for GamesPerHour {
    fn default() -> Self {
        Self(NonZeroU32::MIN.saturating_add(59))
    }
}

/// The maximum number of a player's games within an hour of the clock for which a writer may do what costs money
/// or much time. A game counts in the hour in which the first lease on it is taken.
///
/// ```
/// use quizcraft_core::ExpensiveGamesPerHour;
///
/// assert_eq!(ExpensiveGamesPerHour::default().get(), 5);
/// assert_eq!(ExpensiveGamesPerHour::new(2)?.get(), 2);
/// assert!(ExpensiveGamesPerHour::new(0).is_err(), "no limit is `None`, not zero");
/// # Ok::<(), quizcraft_core::NoGamesPerHour>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpensiveGamesPerHour(NonZeroU32);

impl ExpensiveGamesPerHour {
    /// Creates a limit.
    ///
    /// # Errors
    ///
    /// [`NoGamesPerHour`] if it is zero.
    pub const fn new(limit: u32) -> Result<Self, NoGamesPerHour> {
        match NonZeroU32::new(limit) {
            Some(limit) => Ok(Self(limit)),
            None => Err(NoGamesPerHour),
        }
    }

    /// Returns the limit, at least 1.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

/// 5 games.
impl Default for ExpensiveGamesPerHour {
    fn default() -> Self {
        Self(NonZeroU32::MIN.saturating_add(4))
    }
}

/// What a store must count in an hour, and up to which limit: the games that a player starts when it stores a
/// [`NewGame`](crate::NewGame), or those for which a lease is taken when it stores the first
/// [lease](crate::TakeLease) on a game.
///
/// ```
/// use quizcraft_core::{GameId, GameRequest, GamesPerHour, PlayerId, Timestamp};
///
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let new = GameRequest::parse(["Napoleon"], None)?
///     .begin(game, player, Timestamp::from_secs(7_300))
///     .with_games_per_hour(GamesPerHour::default());
///
/// let quota = new.quota().unwrap();
/// assert_eq!(quota.hour().get(), 2);
/// assert_eq!(quota.limit().get(), 60);
/// # Ok::<(), quizcraft_core::InvalidGame>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota<L = GamesPerHour> {
    hour: Hour,
    limit: L,
}

impl<L: Copy> Quota<L> {
    pub(super) const fn new(hour: Hour, limit: L) -> Self {
        Self { hour, limit }
    }

    /// Returns the hour in which the game is created, or the lease is taken.
    #[must_use]
    pub const fn hour(self) -> Hour {
        self.hour
    }

    /// Returns the maximum number of the player's games that are counted in this hour.
    #[must_use]
    pub const fn limit(self) -> L {
        self.limit
    }
}
