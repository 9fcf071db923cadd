//! Resolving keywords and writing a game of 15 questions about them. The baseline copies a finished
//! game: it validates and allocates all texts.

mod common;

use std::hint::black_box;

use common::{PLAYER, criterion, output, ready};
use quizcraft_benches::{forget, print_ratios};
use quizcraft_core::gateway::{Brief, QuestionWriter};
use quizcraft_core::{
    Choice, Clarification, Draft, DraftError, Drafts, GameId, Keywords, Prompt, QuestionsLimit,
    TaskError,
};
use quizcraft_generator::FactWriter;

const GROUP: &str = "fact writer";
const BASELINE: &str = "copy of a finished game";
/// Many facts mention the last keyword.
const GAMES: [&str; 6] = [
    "Napoleon, history",
    "capitals, Europe",
    "chemistry",
    "music",
    "Jupiter",
    "Europe",
];

fn main() {
    forget(&output(), GROUP).expect("earlier results are removed");
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    let writer = FactWriter::new();
    let finished = ready(writer.write(&brief("music"))).expect("questions");
    group.bench_function(BASELINE, |b| b.iter(|| copied(black_box(&finished))));
    let mut cases = vec![];
    for words in GAMES {
        let brief = brief(words);
        let (reading, writing) = (format!("read {words}"), format!("write {words}"));
        group.bench_function(&reading, |b| {
            b.iter(|| writer.read(black_box(brief.keywords())));
        });
        // Writing includes resolving the keywords.
        group.bench_function(&writing, |b| {
            b.iter(|| ready(writer.write(black_box(&brief))).expect("questions"));
        });
        cases.extend([reading, writing]);
    }
    group.finish();
    let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
    print_ratios(&output(), GROUP, BASELINE, &cases).expect("every case is measured");
}

fn brief(words: &str) -> Brief {
    let keywords = Keywords::new(words.split(',')).expect("valid keywords");
    let game = GameId::from_bytes([3; 32]);
    Brief::new(game, PLAYER, keywords, QuestionsLimit::DEFAULT)
}

fn copied(drafts: &Drafts) -> Drafts {
    let copies = drafts.iter().map(copy).collect::<Result<_, _>>();
    Drafts::new(copies.expect("valid drafts")).expect("a valid game")
}

fn copy(draft: &Draft) -> Result<Draft, DraftError> {
    let option = |option: &Choice| {
        Choice::new(option.as_str()).map_err(|error| DraftError::Task(TaskError::Option(error)))
    };
    let wrong = draft.wrong().iter().map(option);
    Draft::single(
        Prompt::new(draft.prompt().as_str()).map_err(DraftError::Prompt)?,
        option(draft.solution())?,
        wrong.collect::<Result<_, _>>()?,
        Clarification::new(draft.clarification().as_str()).map_err(DraftError::Clarification)?,
    )
}
