//! How long ended games are kept, and how many games a player may have.

use std::num::NonZeroU32;
use std::time::Duration;

use super::{Game, Stage};
use crate::value::Timestamp;

/// How long a game is kept after it finished or failed, in whole seconds.
///
/// ```
/// use std::time::Duration;
/// use quizcraft_core::FinishedGamesKept;
///
/// assert_eq!(FinishedGamesKept::days(30)?.get().as_secs(), 2_592_000);
/// assert_eq!(FinishedGamesKept::new(Duration::from_secs(5))?.get().as_secs(), 5);
/// assert!(FinishedGamesKept::days(0).is_err(), "games are kept for ever with `None`, not zero");
/// # Ok::<(), quizcraft_core::NoFinishedGamesKept>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FinishedGamesKept(Duration);

/// The duration is shorter than a second, so that a game would expire when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("finished games are kept for at least 1 second")]
pub struct NoFinishedGamesKept;

impl FinishedGamesKept {
    const SECONDS_PER_DAY: u64 = 86_400;

    /// Creates a duration. Fractions of a second are ignored.
    ///
    /// # Errors
    ///
    /// [`NoFinishedGamesKept`] if it is shorter than a second.
    pub const fn new(duration: Duration) -> Result<Self, NoFinishedGamesKept> {
        match duration.as_secs() {
            0 => Err(NoFinishedGamesKept),
            secs => Ok(Self(Duration::from_secs(secs))),
        }
    }

    /// Creates a duration of this many days of 24 hours.
    ///
    /// # Errors
    ///
    /// [`NoFinishedGamesKept`] if it is zero.
    pub const fn days(days: u32) -> Result<Self, NoFinishedGamesKept> {
        let secs = (days as u64).saturating_mul(Self::SECONDS_PER_DAY);
        Self::new(Duration::from_secs(secs))
    }

    /// Returns the duration, at least 1 second.
    #[must_use]
    pub const fn get(self) -> Duration {
        self.0
    }

    /// Returns when a game expires that ends at `now`. Saturates.
    pub(super) const fn expiry(self, now: Timestamp) -> Timestamp {
        now.plus(self.0)
    }
}

/// The number of games that a player keeps. Opening a game beyond it removes an old one.
///
/// ```
/// use quizcraft_core::GamesPerPlayer;
///
/// assert_eq!(GamesPerPlayer::new(100)?.get(), 100);
/// assert!(GamesPerPlayer::new(0).is_err(), "no limit is `None`, not zero");
/// # Ok::<(), quizcraft_core::NoGamesPerPlayer>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GamesPerPlayer(NonZeroU32);

/// The limit is zero, so that a player could have no game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid limit of games per player: expected at least 1")]
pub struct NoGamesPerPlayer;

impl GamesPerPlayer {
    /// Creates a limit.
    ///
    /// # Errors
    ///
    /// [`NoGamesPerPlayer`] if it is zero.
    pub const fn new(limit: u32) -> Result<Self, NoGamesPerPlayer> {
        match NonZeroU32::new(limit) {
            Some(limit) => Ok(Self(limit)),
            None => Err(NoGamesPerPlayer),
        }
    }

    /// Returns the limit, at least 1.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns which of a player's games are removed, in the order in which they are removed. `games`
    /// are all games of the player, in any order.
    ///
    /// - Finished and failed games are removed first, in ascending order of
    ///   [position](Game::position), then ready games in the same order.
    /// - A pending game is neither removed nor counted. It counts once it is open, or has failed.
    /// - As many of the other games stay as the limit allows.
    ///
    /// ```
    /// use quizcraft_core::{Game, GameId, GameRequest, GamesPerPlayer, PlayerId, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let failed = |n: u8| -> Result<Game, Box<dyn std::error::Error>> {
    ///     let (game, player) = (GameId::from_bytes([n; 32]), PlayerId::from_bytes([1; 32]));
    ///     let request = GameRequest::parse(["Rome"], None)?;
    ///     let game = request.begin(game, player, Timestamp::from_secs(n.into())).into_game();
    ///     let reason = quizcraft_core::Failure::new("No fact matches.")?;
    ///     Ok(game.fail(reason)?.game().clone())
    /// };
    /// let games = [failed(2)?, failed(1)?, failed(3)?];
    /// let surplus = GamesPerPlayer::new(1)?.surplus(&games);
    /// assert_eq!(surplus, [&games[1], &games[0]], "the newest game stays");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn surplus<'g>(self, games: impl IntoIterator<Item = &'g Game>) -> Vec<&'g Game> {
        let counted = games.into_iter().filter_map(|game| {
            let turn = Turn::of(game.stage())?;
            Some((turn, game))
        });
        let mut counted: Vec<_> = counted.collect();
        let kept = usize::try_from(self.get()).unwrap_or(usize::MAX);
        let excess = counted.len().saturating_sub(kept);
        counted.sort_by_key(|(turn, game)| (*turn, game.position()));
        counted
            .into_iter()
            .take(excess)
            .map(|(_, game)| game)
            .collect()
    }
}

/// When it is a game's turn to be removed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    First,
    Second,
}

impl Turn {
    const fn of(stage: &Stage) -> Option<Self> {
        match stage {
            Stage::Finished(_) | Stage::Failed(_) => Some(Self::First),
            Stage::Ready(_) => Some(Self::Second),
            Stage::Pending(_) => None,
        }
    }
}

/// Which games are kept. By default all of them are.
///
/// ```
/// use quizcraft_core::{FinishedGamesKept, GamesPerPlayer, Retention};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let retention = Retention::default()
///     .with_finished_games_kept(FinishedGamesKept::days(30)?)
///     .with_games_per_player(GamesPerPlayer::new(200)?);
/// assert_eq!(retention.finished_games_kept(), Some(FinishedGamesKept::days(30)?));
/// assert_eq!(Retention::default().games_per_player(), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    finished_games_kept: Option<FinishedGamesKept>,
    games_per_player: Option<GamesPerPlayer>,
}

impl Retention {
    /// Returns this retention with a time that ended games are kept, or without one.
    #[must_use]
    pub fn with_finished_games_kept(self, kept: impl Into<Option<FinishedGamesKept>>) -> Self {
        Self {
            finished_games_kept: kept.into(),
            ..self
        }
    }

    /// Returns this retention with a limit of games per player, or without one.
    #[must_use]
    pub fn with_games_per_player(self, limit: impl Into<Option<GamesPerPlayer>>) -> Self {
        Self {
            games_per_player: limit.into(),
            ..self
        }
    }

    /// Returns how long a game is kept after it finished or failed; `None` if for ever.
    #[must_use]
    pub const fn finished_games_kept(self) -> Option<FinishedGamesKept> {
        self.finished_games_kept
    }

    /// Returns the number of games that a player keeps; `None` if all.
    #[must_use]
    pub const fn games_per_player(self) -> Option<GamesPerPlayer> {
        self.games_per_player
    }
}
