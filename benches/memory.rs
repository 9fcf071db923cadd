//! What a game costs in memory: bytes that stay allocated, by the heap profiler's count.

mod common;

use async_trait::async_trait;
use common::{Bench, PLAYER, ready};
use dhat::{HeapStats, Profiler};
use quizcraft_core::gateway::{Brief, QuestionWriter, Work, WriteError};
use quizcraft_core::{Choice, Clarification, Draft, Drafts, GameRequest, Prompt};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

const GAMES: usize = 1_000;

/// Writes the largest games that the limits allow, in characters of four bytes.
struct Largest;

#[async_trait]
impl QuestionWriter for Largest {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let drafts = (0..brief.limit().get()).map(largest).collect();
        Ok(Drafts::new(drafts).expect("they are within the limits"))
    }
}

fn largest(number: u16) -> Draft {
    let text = |what: char, max: usize| format!("{number:04}{what}{}", "𝄞".repeat(max - 5));
    let choice = |what| Choice::new(text(what, Choice::MAX_CHARS)).expect("a choice");
    let wrong = ('b'..='h').map(choice).collect();
    let prompt = Prompt::new(text('p', Prompt::MAX_CHARS)).expect("a prompt");
    let why = Clarification::new(text('c', Clarification::MAX_CHARS)).expect("a clarification");
    Draft::new(prompt, choice('a'), wrong, why).expect("a question")
}

fn main() {
    let _profiler = Profiler::builder().testing().build();
    let bench = Bench::new();
    let floor = per_game(GAMES, || drop(Box::new(()))).max(1);
    println!("bytes that stay allocated for each game:");
    println!("  nothing stored         {floor:>9}");
    println!(
        "  pending                {:>9}",
        per_game(GAMES, || _ = bench.start())
    );
    println!(
        "  15 questions of facts  {:>9}",
        per_game(GAMES, || drop(bench.open()))
    );
    println!(
        "  the largest game       {:>9}",
        per_game(GAMES / 20, || open_largest(&bench))
    );
}

fn per_game(games: usize, mut store: impl FnMut()) -> usize {
    let before = HeapStats::get().curr_bytes;
    (0..games).for_each(|_| store());
    HeapStats::get().curr_bytes.saturating_sub(before) / games
}

fn open_largest(bench: &Bench) {
    let keywords = (0..10).map(|n| format!("{n}{}", "𝄞".repeat(49)));
    let request = GameRequest::parse(keywords, Some(50)).expect("a valid request");
    let started = ready(bench.quiz.start(&PLAYER, request, None)).expect("it is stored");
    let prepared = ready(bench.quiz.prepare(&Work::on(started.game()), &Largest));
    drop(prepared.expect("it is prepared"));
}
