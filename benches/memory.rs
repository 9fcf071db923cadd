//! The memory of a game: bytes that stay allocated, counted by a heap profiler.

mod common;

use async_trait::async_trait;
use common::{Bench, ready};
use dhat::{HeapStats, Profiler};
use quizcraft_core::gateway::{Brief, QuestionWriter, Work, WriteError};
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, GameRequest, PlayerId, Prompt, QuestionsLimit,
};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

const GAMES: usize = 40;

/// A writer of the largest games that the limits allow, in characters of four bytes.
struct Largest;

#[async_trait]
impl QuestionWriter for Largest {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let drafts = (0..brief.limit().get()).map(largest).collect();
        Ok(Drafts::new(drafts).expect("drafts within the limits"))
    }
}

fn largest(number: u16) -> Draft {
    let text = |what: char, max: usize| format!("{number:04}{what}{}", "𝄞".repeat(max - 5));
    let choice = |what| Choice::new(text(what, Choice::MAX_CHARS)).expect("a choice");
    let wrong = ('b'..='h').map(choice).collect();
    let prompt = Prompt::new(text('p', Prompt::MAX_CHARS)).expect("a prompt");
    let why = Clarification::new(text('c', Clarification::MAX_CHARS)).expect("a clarification");
    Draft::single(prompt, choice('a'), wrong, why).expect("a question")
}

/// The maximum of allocated bytes per byte of a game's texts. The difference is maps, counts and
/// pointers.
const MAX_RATIO: f64 = 1.25;

fn main() {
    let _profiler = Profiler::builder().testing().build();
    let bench = Bench::new();
    let baseline = texts(QuestionsLimit::MAX);
    println!("bytes that stay allocated per game, and the bytes of its texts:");
    let pending = per_game(GAMES, |player| _ = bench.start_for(player));
    println!("  pending                {pending:>9}");
    let open = per_game(GAMES, |player| drop(bench.open_for(player)));
    println!("  15 questions of facts  {open:>9}");
    let largest = per_game(GAMES / 8, |player| open_largest(&bench, player));
    let ratio = ratio(largest, baseline);
    println!("  the largest game       {largest:>9}   its texts {baseline:>9} {ratio:>6.2} x");
    assert!(
        ratio <= MAX_RATIO,
        "a game takes {ratio} bytes for each of its texts"
    );
}

#[expect(clippy::cast_precision_loss, reason = "bytes of one game are few")]
fn ratio(bytes: usize, baseline: usize) -> f64 {
    bytes as f64 / baseline as f64
}

/// Returns the size of all texts of the largest game with this number of questions, in bytes.
fn texts(questions: u16) -> usize {
    let of = |number| {
        let draft = largest(number);
        let options: usize = draft.options().map(|option| option.as_str().len()).sum();
        options + draft.prompt().as_str().len() + draft.clarification().as_str().len()
    };
    let keywords: usize = keywords().map(|keyword| keyword.len()).sum();
    keywords + (0..questions).map(of).sum::<usize>()
}

fn keywords() -> impl Iterator<Item = String> {
    (0..10).map(|n| format!("{n}{}", "𝄞".repeat(49)))
}

/// Returns the bytes per game. Each player has ten games, a typical number.
fn per_game(games: usize, mut store: impl FnMut(&PlayerId)) -> usize {
    let before = HeapStats::get().curr_bytes;
    for number in 0..games {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&(number / 10).to_be_bytes());
        store(&PlayerId::from_bytes(id));
    }
    HeapStats::get().curr_bytes.saturating_sub(before) / games
}

fn open_largest(bench: &Bench, player: &PlayerId) {
    let request = GameRequest::parse(keywords(), Some(50)).expect("a valid request");
    let started = ready(bench.quiz.start(player, request, None)).expect("the game is stored");
    let prepared = ready(bench.quiz.prepare(&Work::on(started.game()), &Largest));
    drop(prepared.expect("the game is prepared"));
}
