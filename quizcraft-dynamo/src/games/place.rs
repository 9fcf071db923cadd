use std::fmt;

use quizcraft_core::{GameId, PlayerId};

use crate::tables::GameTables;

/// What a call is about, as its errors name it. A call that goes well never writes it out.
#[derive(Clone, Copy)]
pub(super) enum Place<'t> {
    /// A game in its table.
    Game(&'t GameTables, GameId),
    /// A player's games in their table.
    Player(&'t GameTables, PlayerId),
    /// A game in both tables: which of the two refused a transaction is not always told.
    Both(&'t GameTables, GameId),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Game(tables, game) => write!(f, "{}, game {game}", tables.game()),
            Self::Player(tables, player) => write!(f, "{}, player {player}", tables.game()),
            Self::Both(tables, game) => {
                write!(f, "{} or {}, game {game}", tables.game(), tables.question())
            }
        }
    }
}
