use std::time::Duration;

use proptest::option;
use proptest::prelude::*;

use super::world::{CHOICES, PLAYERS};

/// One action of a player, a worker or the clock. Players, games and keywords are small numbers, so
/// that steps often refer to the same ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A player starts a game, perhaps under an idempotency key.
    Start {
        /// The player.
        player: usize,
        /// The idempotency key.
        key: Option<u8>,
        /// The keywords.
        words: usize,
        /// The requested number of questions.
        limit: u16,
    },
    /// A player lists games, from the first page or from the cursor of the last list of any player.
    List {
        /// The player.
        player: usize,
        /// The page limit.
        limit: u16,
        /// Whether the last list's cursor is used.
        resume: bool,
    },
    /// A player views a game.
    View(GameRef),
    /// A player lists the questions of a game.
    Questions(GameRef),
    /// A player views one question.
    Question(GameRef, u16),
    /// A player asks for the next question.
    Ask(GameRef),
    /// A player answers.
    Answer {
        /// The player and the game.
        game: GameRef,
        /// The question, if the player names one.
        named: Option<u16>,
        /// The choice, which stands for a response to a question of any kind; the last one is invalid, except as
        /// a text.
        choice: usize,
    },
    /// A message is delivered or redelivered to a worker with this writer.
    Prepare {
        /// The message, in the order in which all messages were sent.
        message: usize,
        /// The behaviour of its writer.
        writer: Writer,
    },
    /// A message is delivered several times to workers whose writer is unavailable.
    Redeliver {
        /// The message, in the order in which all messages were sent.
        message: usize,
        /// The number of deliveries, at least one.
        times: usize,
    },
    /// Time passes.
    Wait(Duration),
}

/// A player and a game, which may belong to another player or not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameRef {
    /// The player.
    pub player: usize,
    /// The game, in the order in which all games were started. Higher numbers refer to no game.
    pub game: usize,
}

/// The behaviour of a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// Returns this number of questions.
    Writes(u16),
    /// Fails permanently.
    Impossible,
    /// Fails with a transient error.
    Unavailable,
}

/// Returns a strategy for any step, and often a read of one of `games`.
pub(super) fn step_or_read(games: Vec<GameRef>) -> BoxedStrategy<Step> {
    if games.is_empty() {
        return step().boxed();
    }
    let read = proptest::sample::select(games).prop_flat_map(read);
    prop_oneof![3 => step(), 2 => read].boxed()
}

/// Returns a strategy for use cases that read this game.
fn read(game: GameRef) -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::View(game.clone())),
        1 => Just(Step::List { player: game.player, limit: 3, resume: false }),
        1 => Just(Step::Questions(game.clone())),
        1 => Just(Step::Question(game.clone(), 1)),
        1 => Just(Step::Ask(game.clone())),
        1 => Just(Step::Answer { game, named: None, choice: 0 }),
    ]
}

/// Returns a strategy for any step. Steps that advance a game are more frequent.
fn step() -> impl Strategy<Value = Step> {
    let writer = prop_oneof![
        6 => (1..=4_u16).prop_map(Writer::Writes),
        1 => Just(Writer::Impossible),
        1 => Just(Writer::Unavailable),
    ];
    let wait = prop_oneof![
        Just(0),
        Just(1),
        Just(299),
        Just(300),
        Just(301),
        Just(3_600),
        0..1_000_u64
    ];
    prop_oneof![
        4 => start(),
        3 => list(),
        4 => game_ref().prop_map(Step::View),
        2 => game_ref().prop_map(Step::Questions),
        1 => (game_ref(), 1..=5_u16).prop_map(|(game, index)| Step::Question(game, index)),
        3 => game_ref().prop_map(Step::Ask),
        12 => answer(),
        5 => (0..6_usize, writer).prop_map(|(message, writer)| Step::Prepare { message, writer }),
        1 => (0..6_usize, 2..=6_usize).prop_map(|(message, times)| Step::Redeliver { message, times }),
        3 => wait.prop_map(|secs| Step::Wait(Duration::from_secs(secs))),
    ]
}

fn start() -> impl Strategy<Value = Step> {
    let parts = (0..PLAYERS, option::of(0..2_u8), 0..3_usize, 1..=3_u16);
    parts.prop_map(|(player, key, words, limit)| Step::Start {
        player,
        key,
        words,
        limit,
    })
}

fn list() -> impl Strategy<Value = Step> {
    let parts = (0..PLAYERS, 1..=3_u16, any::<bool>());
    parts.prop_map(|(player, limit, resume)| Step::List {
        player,
        limit,
        resume,
    })
}

fn answer() -> impl Strategy<Value = Step> {
    let parts = (
        game_ref(),
        option::weighted(0.7, 1..=4_u16),
        0..CHOICES.len(),
    );
    parts.prop_map(|(game, named, choice)| Step::Answer {
        game,
        named,
        choice,
    })
}

/// Returns a strategy for a player and a game, mostly one of the first games.
fn game_ref() -> impl Strategy<Value = GameRef> {
    let game = prop_oneof![9 => 0..3_usize, 2 => 3..8_usize];
    (0..PLAYERS, game).prop_map(|(player, game)| GameRef { player, game })
}
