use std::fmt;

use quizcraft_core::{GameId, PlayerId};

use crate::tables::GameTables;

/// The table and key of a call, for its errors. It is only formatted if the call fails. Ids are
/// shortened, because errors are logged. Only the error of a malformed item has its full key, so that
/// an operator can find the item.
#[derive(Clone, Copy)]
pub(super) enum Target<'t> {
    /// The table of games.
    All(&'t GameTables),
    /// A game in the table of games.
    Game(&'t GameTables, GameId),
    /// A player's games in the table of games.
    Player(&'t GameTables, PlayerId),
    /// A game in both tables. DynamoDB does not always report which table rejected a transaction.
    Both(&'t GameTables, GameId),
}

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(tables) => write!(f, "{}", tables.game()),
            Self::Game(tables, game) => write!(f, "{}, {game:?}", tables.game()),
            Self::Player(tables, player) => write!(f, "{}, {player:?}", tables.game()),
            Self::Both(tables, game) => {
                write!(f, "{} or {}, {game:?}", tables.game(), tables.question())
            }
        }
    }
}
