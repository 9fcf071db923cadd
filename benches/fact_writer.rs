//! Writing a game of 15 questions, beside reading the facts.

mod common;

use std::hint::black_box;

use common::{PLAYER, criterion, output, ready};
use quizcraft_core::gateway::{Brief, QuestionWriter};
use quizcraft_core::{GameId, Keywords, QuestionsLimit};
use quizcraft_generator::FactWriter;

const GROUP: &str = "fact writer";
const FLOOR: &str = "reading the facts";
const FACTS: [(&str, &str); 10] = [
    (
        "countries.txt",
        include_str!("../quizcraft-generator/facts/countries.txt"),
    ),
    (
        "elements.txt",
        include_str!("../quizcraft-generator/facts/elements.txt"),
    ),
    (
        "history.txt",
        include_str!("../quizcraft-generator/facts/history.txt"),
    ),
    (
        "music.txt",
        include_str!("../quizcraft-generator/facts/music.txt"),
    ),
    (
        "space.txt",
        include_str!("../quizcraft-generator/facts/space.txt"),
    ),
    (
        "films.txt",
        include_str!("../quizcraft-generator/facts/films.txt"),
    ),
    (
        "inventions.txt",
        include_str!("../quizcraft-generator/facts/inventions.txt"),
    ),
    (
        "literature.txt",
        include_str!("../quizcraft-generator/facts/literature.txt"),
    ),
    (
        "paintings.txt",
        include_str!("../quizcraft-generator/facts/paintings.txt"),
    ),
    (
        "sport.txt",
        include_str!("../quizcraft-generator/facts/sport.txt"),
    ),
];
const GAMES: [&str; 5] = [
    "Napoleon, history",
    "capitals, Europe",
    "chemistry",
    "music",
    "Jupiter",
];

fn main() {
    let mut criterion = criterion().configure_from_args();
    let mut group = criterion.benchmark_group(GROUP);
    group.bench_function(FLOOR, |b| {
        b.iter(|| FactWriter::from_files(black_box(FACTS)));
    });
    let writer = FactWriter::new();
    for words in GAMES {
        let keywords = Keywords::new(words.split(',')).expect("they are valid");
        let game = GameId::from_bytes([3; 32]);
        let brief = Brief::new(game, PLAYER, keywords, QuestionsLimit::DEFAULT);
        group.bench_function(words, |b| b.iter(|| ready(writer.write(black_box(&brief)))));
    }
    group.finish();
    quizcraft_benches::print_ratios(&output(), GROUP, FLOOR, &GAMES).expect("all was measured");
}
