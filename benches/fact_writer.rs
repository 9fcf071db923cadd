//! Writing a game of 15 questions, beside compiling the facts, as the build script does.

mod common;

use std::hint::black_box;

use common::{PLAYER, criterion, output, ready};
use quizcraft_benches::{forget, print_ratios};
use quizcraft_core::gateway::{Brief, QuestionWriter};
use quizcraft_core::{GameId, Keywords, QuestionsLimit};
use quizcraft_generator::{FACTS, FactWriter};

const GROUP: &str = "fact writer";
const FLOOR: &str = "compiling the facts";
const GAMES: [&str; 5] = [
    "Napoleon, history",
    "capitals, Europe",
    "chemistry",
    "music",
    "Jupiter",
];

fn main() {
    forget(&output(), GROUP).expect("earlier results can go");
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    group.bench_function(FLOOR, |b| {
        b.iter(|| {
            FactWriter::from_files(black_box(FACTS).iter().copied()).expect("they are well-formed")
        });
    });
    let writer = FactWriter::new();
    for words in GAMES {
        let keywords = Keywords::new(words.split(',')).expect("they are valid");
        let game = GameId::from_bytes([3; 32]);
        let brief = Brief::new(game, PLAYER, keywords, QuestionsLimit::DEFAULT);
        group.bench_function(words, |b| {
            b.iter(|| ready(writer.write(black_box(&brief))).expect("there are questions"));
        });
    }
    group.finish();
    print_ratios(&output(), GROUP, FLOOR, &GAMES).expect("all was measured");
}
