//! Pages of a player's games, newest first, and the cursor from one page to the next.

use std::fmt;

use super::Game;
use crate::value::digest::digest;
use crate::value::{GameId, PlayerId, Timestamp};

/// The position of a game in the list of its player's games, ordered by second and then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    created: Timestamp,
    game: GameId,
}

impl Position {
    /// Creates the position of the game with this id, created at this second.
    #[must_use]
    pub const fn new(created: Timestamp, game: GameId) -> Self {
        Self { created, game }
    }

    /// Returns the second at which the game was created.
    #[must_use]
    pub const fn created(&self) -> Timestamp {
        self.created
    }

    /// Returns the game's id.
    #[must_use]
    pub const fn game(&self) -> GameId {
        self.game
    }
}

/// The maximum number of games on a page: 1 to 100, by default 100.
///
/// ```
/// use quizcraft_core::PageLimit;
///
/// assert_eq!(PageLimit::default().get(), 100);
/// let refused = PageLimit::new(0).unwrap_err();
/// assert_eq!(refused.to_string(), "a page has 1 to 100 games, not 0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimit(u8);

/// The page limit is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page has 1 to {max} games, not {0}", max = PageLimit::MAX)]
pub struct InvalidPageLimit(i64);

impl PageLimit {
    /// The maximum limit.
    pub const MAX: u8 = 100;

    /// Creates a limit from a client's request.
    ///
    /// # Errors
    ///
    /// [`InvalidPageLimit`] if it is not from 1 to [`MAX`](Self::MAX).
    pub fn new(limit: i64) -> Result<Self, InvalidPageLimit> {
        match u8::try_from(limit) {
            Ok(limit @ 1..=Self::MAX) => Ok(Self(limit)),
            _ => Err(InvalidPageLimit(limit)),
        }
    }

    /// Returns the number.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(Self::MAX)
    }
}

/// A request for a page of a player's games.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    limit: PageLimit,
    after: Option<Position>,
}

impl PageRequest {
    /// Creates the request for at most `limit` games after a position, or for the first page.
    #[must_use]
    pub const fn new(limit: PageLimit, after: Option<Position>) -> Self {
        Self { limit, after }
    }

    /// Returns the maximum number of games.
    #[must_use]
    pub const fn limit(&self) -> PageLimit {
        self.limit
    }

    /// Returns the position after which the page begins, or `None` for the first page.
    #[must_use]
    pub const fn after(&self) -> Option<Position> {
        self.after
    }
}

/// A page of a player's games, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    games: Vec<Game>,
    next: Option<Position>,
}

impl Page {
    /// Creates a page. `next` is the position after which the next page begins, or `None` if this page
    /// is the last.
    #[must_use]
    pub const fn new(games: Vec<Game>, next: Option<Position>) -> Self {
        Self { games, next }
    }

    /// Returns the games.
    #[must_use]
    pub fn games(&self) -> &[Game] {
        &self.games
    }

    /// Returns the position after which the next page begins, or `None` if this page is the last.
    #[must_use]
    pub const fn next(&self) -> Option<Position> {
        self.next
    }

    /// Returns the games and the position after which the next page begins.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Game>, Option<Position>) {
        (self.games, self.next)
    }
}

/// A [`Position`] encoded for clients: opaque, URL-safe, and bound to one player by a hash.
///
/// The hash detects mistakes of clients. It is not needed for security, because stores read only the
/// player's own games.
///
/// ```
/// use quizcraft_core::{Cursor, GameId, PlayerId, Position, Timestamp};
///
/// let (ada, bob) = (PlayerId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let position = Position::new(Timestamp::from_secs(7), GameId::from_bytes([3; 32]));
/// let cursor = Cursor::new(&ada, position);
/// assert_eq!(cursor.position(&ada), Ok(position));
/// assert!(cursor.position(&bob).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

/// The cursor is malformed, or was issued to another player.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor was not issued by this list")]
pub struct InvalidCursor;

impl Cursor {
    /// Creates the cursor with which `player` continues after `position`.
    #[must_use]
    pub fn new(player: &PlayerId, position: Position) -> Self {
        let second = position.created.as_secs().to_be_bytes();
        let bytes = [
            second.as_slice(),
            position.game.as_bytes(),
            &seal(player, position),
        ]
        .concat();
        Self(hex::encode(bytes))
    }

    /// Wraps the text of a cursor from a client. [`position`](Self::position) validates it.
    ///
    /// ```
    /// use quizcraft_core::{Cursor, GameId, InvalidCursor, PlayerId, Position, Timestamp};
    ///
    /// let ada = PlayerId::from_bytes([1; 32]);
    /// let position = Position::new(Timestamp::from_secs(7), GameId::from_bytes([3; 32]));
    /// let sent = Cursor::new(&ada, position).to_string();
    /// assert_eq!(Cursor::received(sent).position(&ada), Ok(position));
    /// assert_eq!(Cursor::received("page 2").position(&ada), Err(InvalidCursor));
    /// ```
    #[must_use]
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the position in the cursor, if it was issued to `player`.
    ///
    /// # Errors
    ///
    /// [`InvalidCursor`] if it is malformed or was issued to another player.
    pub fn position(&self, player: &PlayerId) -> Result<Position, InvalidCursor> {
        let position = self.unsealed().ok_or(InvalidCursor)?;
        let genuine = *self == Self::new(player, position);
        if genuine {
            Ok(position)
        } else {
            Err(InvalidCursor)
        }
    }

    /// Decodes the position without checking the hash.
    fn unsealed(&self) -> Option<Position> {
        let bytes = hex::decode(&self.0).ok()?;
        let (second, rest) = bytes.split_first_chunk()?;
        let (game, _seal) = rest.split_first_chunk()?;
        let created = Timestamp::from_secs(u64::from_be_bytes(*second));
        Some(Position::new(created, GameId::from_bytes(*game)))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Returns the first eight bytes of a hash over the player and the position.
fn seal(player: &PlayerId, position: Position) -> [u8; 8] {
    let second = position.created.as_secs().to_be_bytes();
    let parts = [
        player.as_bytes().as_slice(),
        &second,
        position.game.as_bytes(),
    ];
    let hash = digest("quizcraft cursor, 1", &parts);
    hash.first_chunk().copied().unwrap_or_default()
}
