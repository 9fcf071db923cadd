use std::time::Duration;

use proptest::option;
use proptest::prelude::*;

use super::world::{CHOICES, PLAYERS};

/// One thing that a player, a worker or the clock does. Its subjects are named
/// by small numbers, so that steps meet each other often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A player starts a game, perhaps under an idempotency key.
    Start {
        /// Which player.
        player: usize,
        /// Which key.
        key: Option<u8>,
        /// Which keywords.
        words: usize,
        /// With how many questions.
        limit: u16,
    },
    /// A player lists games, from the beginning or where the last list, of whomever, left off.
    List {
        /// Which player.
        player: usize,
        /// At most so many.
        limit: u16,
        /// Whether the last list's cursor is used.
        go_on: bool,
    },
    /// A player views a game.
    View(Whose),
    /// A player lists the questions of a game.
    Questions(Whose),
    /// A player looks at one question.
    Question(Whose, u16),
    /// A player asks for the next question.
    Ask(Whose),
    /// A player answers.
    Answer {
        /// Whom and what it is about.
        game: Whose,
        /// Which question, if that is said.
        named: Option<u16>,
        /// Which of the texts that are ever chosen; the last one is no option of any question.
        choice: usize,
    },
    /// A message is delivered, for the first time or again, to a worker with this writer.
    Prepare {
        /// Which of the messages that were ever sent.
        message: usize,
        /// What its writer comes to.
        writer: Writer,
    },
    /// Time passes.
    Wait(Duration),
}

/// A player, and a game of that player's, another player's, or an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Which player.
    pub player: usize,
    /// Which of the games, in the order in which they were started; beyond them there is none.
    pub game: usize,
}

/// What a writer of questions comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// So many questions.
    Writes(u16),
    /// There will never be any.
    KnowsNothing,
    /// There may be some later.
    IsAway,
}

/// Any step, and often a read of one of those games if there are any.
pub(super) fn step_or_read(games: Vec<Whose>) -> BoxedStrategy<Step> {
    if games.is_empty() {
        return step().boxed();
    }
    let read = proptest::sample::select(games).prop_flat_map(read);
    prop_oneof![3 => step(), 2 => read].boxed()
}

/// Returns a use case in which a player reads this game.
fn read(game: Whose) -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::View(game.clone())),
        1 => Just(Step::List { player: game.player, limit: 3, go_on: false }),
        1 => Just(Step::Questions(game.clone())),
        1 => Just(Step::Question(game.clone(), 1)),
        1 => Just(Step::Ask(game.clone())),
        1 => Just(Step::Answer { game, named: None, choice: 0 }),
    ]
}

/// Any step; those that bring a game on come more often than those that don't.
fn step() -> impl Strategy<Value = Step> {
    let writer = prop_oneof![
        6 => (1..=4_u16).prop_map(Writer::Writes),
        1 => Just(Writer::KnowsNothing),
        1 => Just(Writer::IsAway),
    ];
    let wait = prop_oneof![
        Just(0),
        Just(1),
        Just(299),
        Just(300),
        Just(301),
        0..1_000_u64
    ];
    prop_oneof![
        4 => start(),
        3 => list(),
        4 => whose().prop_map(Step::View),
        2 => whose().prop_map(Step::Questions),
        1 => (whose(), 1..=5_u16).prop_map(|(game, index)| Step::Question(game, index)),
        3 => whose().prop_map(Step::Ask),
        12 => answer(),
        5 => (0..6_usize, writer).prop_map(|(message, writer)| Step::Prepare { message, writer }),
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
    parts.prop_map(|(player, limit, go_on)| Step::List {
        player,
        limit,
        go_on,
    })
}

fn answer() -> impl Strategy<Value = Step> {
    let parts = (whose(), option::weighted(0.7, 1..=4_u16), 0..CHOICES.len());
    parts.prop_map(|(game, named, choice)| Step::Answer {
        game,
        named,
        choice,
    })
}

/// Mostly one of the first games, which are Ada's as often as Bob's.
fn whose() -> impl Strategy<Value = Whose> {
    let game = prop_oneof![9 => 0..3_usize, 2 => 3..8_usize];
    (0..PLAYERS, game).prop_map(|(player, game)| Whose { player, game })
}
