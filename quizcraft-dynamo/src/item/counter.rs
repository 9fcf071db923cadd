//! The number of games that a player started within an hour: one item per player and hour, in the table
//! of games.
//!
//! Its `GameId` is not a valid id of a game, so no read of a game reaches it. It has no `CreationTime`,
//! so the index does not contain it and no list shows it.

use std::time::Duration;

use quizcraft_core::{Hour, PlayerId, Timestamp};

use super::attribute::text;
use super::game::Key;
use super::name;

/// The time that a number is kept after its hour. The clocks of the writers may differ by less.
const KEPT: Duration = Duration::from_hours(3);

/// Returns the primary key of the number of games that `player` started in `hour`.
pub(crate) fn counter_key(player: PlayerId, hour: Hour) -> Key {
    let id = format!("started#{}", hour.get());
    [(name::PLAYER_ID, text(player)), (name::GAME_ID, text(id))]
}

/// Returns the time from which DynamoDB deletes the number of `hour`.
pub(crate) const fn counter_expiry(hour: Hour) -> Timestamp {
    hour.end().plus(KEPT)
}
