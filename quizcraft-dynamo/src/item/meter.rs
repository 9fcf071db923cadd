//! The number of tokens that were spent on language models in a day: one item per day in UTC, in the table of games.
//!
//! Its keys are not valid ids of a player and of a game, so no read of a game reaches it. It has no `CreationTime` and
//! no status, so no list contains it and it is no pending game.

use std::time::Duration;

use quizcraft_core::{Day, Timestamp};

use super::attribute::text;
use super::game::Key;
use super::name;

/// The time that a number is kept after its day, for operators who compare days.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// Returns the primary key of the tokens of `day`.
pub(crate) fn meter_key(day: Day) -> Key {
    let id = format!("tokens#{}", day.get());
    [(name::PLAYER_ID, text("model")), (name::GAME_ID, text(id))]
}

/// Returns the time from which DynamoDB deletes the tokens of `day`.
pub(crate) const fn meter_expiry(day: Day) -> Timestamp {
    day.end().plus(KEPT)
}
