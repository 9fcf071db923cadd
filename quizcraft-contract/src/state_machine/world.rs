//! What the model and the quiz are told alike: who plays, about what, and what writers write.

use crate::seeded::seeded_bytes;
use quizcraft_core::{GameId, IdempotencyKey, PlayerId};

/// How many players there are.
pub(super) const PLAYERS: usize = 2;

/// What players ever choose: the options of every question, and a text that is none of them.
pub(super) const CHOICES: [&str; 5] = ["north", "east", "south", "west", "up"];

/// How many of the choices are options.
pub(super) const OPTIONS: usize = 4;

/// The seed of the chance by which ids are made.
pub(super) const SEED: u64 = 7;

/// Why a writer who knows nothing gives up.
pub(super) const KNOWS_NOTHING: &str = "I know nothing about that.";

pub(super) fn player(n: usize) -> PlayerId {
    PlayerId::from_bytes(seeded_bytes("a player of the machine", n as u64))
}

/// Returns the first two name the same set.
pub(super) const fn words(n: usize) -> &'static [&'static str] {
    match n {
        0 => &["Rome", "Caesar"],
        1 => &[" caesar", "ROME", "rome"],
        _ => &["Gaul"],
    }
}

/// Returns a key, if its text is one.
pub(super) fn key(n: u8) -> IdempotencyKey {
    let key = IdempotencyKey::new(format!("key-{n}"));
    key.unwrap_or_else(|error| panic!("{error}"))
}

/// The id of no game.
pub(super) const UNKNOWN: GameId = GameId::from_bytes([0; 32]);

/// A question as a writer hands it in.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) prompt: String,
    /// Which of the options is right.
    pub(super) solution: usize,
    pub(super) clarification: String,
}

/// Returns what the writer hands in for the `n`th question at a delivery; never the same twice.
pub(super) fn written(delivery: usize, n: usize) -> Written {
    Written {
        prompt: format!("Where to, for the {n}th time, at delivery {delivery}?"),
        solution: (delivery + n) % OPTIONS,
        clarification: format!("Because it is delivery {delivery}, question {n}."),
    }
}

/// What a writer who is away says to developers.
pub(super) const AWAY: &str = "the writer is away";
