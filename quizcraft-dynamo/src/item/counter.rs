//! The numbers of games that a player started within an hour, and of those for which a lease was first taken
//! within it: one item per player and hour, in the table of games.
//!
//! Its `GameId` is not a valid id of a game, so no read of a game reaches it. It has no `CreationTime`,
//! so the index does not contain it and no list shows it.

use std::time::Duration;

use quizcraft_core::{Hour, PlayerId, Timestamp};

use super::attribute::text;
use super::game::Key;
use super::name;

/// A number in the item of a player and hour.
#[derive(Clone, Copy)]
pub(crate) enum Counter {
    /// The number of new games.
    Started,
    /// The number of games on which the first lease was taken.
    Expensive,
}

impl Counter {
    /// Returns the name of the attribute.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Started => name::STARTED,
            Self::Expensive => name::EXPENSIVE,
        }
    }
}

/// The time that a number is kept after its hour. The clocks of the writers may differ by less.
const KEPT: Duration = Duration::from_hours(3);

/// Returns the primary key of the numbers of `player` in `hour`.
pub(crate) fn counter_key(player: PlayerId, hour: Hour) -> Key {
    let id = format!("started#{}", hour.get());
    [(name::PLAYER_ID, text(player)), (name::GAME_ID, text(id))]
}

/// Returns the time from which DynamoDB deletes the numbers of `hour`.
pub(crate) const fn counter_expiry(hour: Hour) -> Timestamp {
    hour.end().plus(KEPT)
}
