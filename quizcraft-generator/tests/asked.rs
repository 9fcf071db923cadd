//! What a player was asked before is asked again only if nothing else is left.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::{after, brief, games_in_a_row};
use futures_util::FutureExt;
use quizcraft_core::gateway::QuestionWriter;
use quizcraft_core::{Asked, Draft, DraftFingerprint, Kinds};
use quizcraft_generator::FactWriter;

/// The names of towns, and of the rivers on which they lie.
const TOWNS: [(&str, &str); 12] = [
    ("Abbenburg", "Quill"),
    ("Brodau", "Rasper"),
    ("Cassel Hill", "Silber"),
    ("Drommen", "Tarn"),
    ("Eschach", "Ulmer"),
    ("Fyrde", "Vilse"),
    ("Gönz", "Wopper"),
    ("Hirlitz", "Xant"),
    ("Ibbing", "Yssel"),
    ("Jork", "Zemp"),
    ("Kolb", "Auster"),
    ("Lunden", "Bever"),
];

fn towns() -> FactWriter {
    let rows =
        TOWNS.map(|(town, river)| format!("{town} | {river} | Cakes are baked in {{name}}.\n"));
    let file = format!(
        "topic: Towns\ntable: town\ncolumn: river\n  ask: On which river does {{name}} lie?\n  \
         tell: {{Name}} lies on the {{value}}.\nrows: name | river | note\n{}",
        rows.concat()
    );
    FactWriter::from_files([("towns.txt", file.as_str())]).unwrap()
}

/// Returns the same facts and three more, with other words, in another order and direction.
fn changed_towns() -> FactWriter {
    let more = [("Morn", "Cale"), ("Nebra", "Dosse"), ("Opp", "Erlau")];
    let rows = TOWNS.iter().rev().chain(&more).map(|(town, river)| {
        let town = town.to_lowercase().replace("gönz", "Gonz");
        format!("Walls stand round {{name}}. | the {river} | {town}\n")
    });
    let other = "topic: Colours\ntable: colour\ncolumn: river\n  ask: Which is {name}?\n  \
                 tell: {Name} is {value}.\nrows: name | river | note\nred | hot | Roses are {name}.\n";
    let file = format!(
        "topic: Places on rivers\nkeywords: towns\ntable: settlement\n\
         column: river\n  back: Which settlement lies on {{value}}?\n  tell: {{Value}} flows past {{name}}.\n\
         rows: note | river | name\n{}",
        rows.collect::<String>()
    );
    FactWriter::from_files([("colours.txt", other), ("places.txt", file.as_str())]).unwrap()
}

fn write(writer: &FactWriter, keyword: &str, seed: u8, limit: i64, asked: &Asked) -> Vec<Draft> {
    let brief = brief(&[keyword], seed, limit).with_asked(asked.clone());
    let drafts = writer.write(&brief).now_or_never().unwrap().unwrap();
    drafts.iter().cloned().collect()
}

fn fingerprints(drafts: &[Draft]) -> Vec<DraftFingerprint> {
    drafts.iter().map(Draft::fingerprint).collect()
}

/// Returns the number of questions that were asked before.
fn repeats(drafts: &[Draft], asked: &Asked) -> usize {
    let repeats = drafts
        .iter()
        .filter(|draft| asked.contains(draft.fingerprint()));
    repeats.count()
}

#[test]
fn all_facts_are_asked_before_the_oldest_are_repeated() {
    let games = games_in_a_row(&towns(), &["towns"], 5, 5);
    let games: Vec<_> = games.iter().map(|game| fingerprints(game)).collect();
    let all: Vec<_> = games.concat();
    let first: BTreeSet<_> = all[..12].iter().collect();
    assert_eq!(first.len(), 12, "twelve facts before the first repeat");
    let third: BTreeSet<_> = games[2].iter().collect();
    let new = third
        .iter()
        .filter(|fact| !all[..10].contains(fact))
        .count();
    let oldest = games[0][..3]
        .iter()
        .filter(|fact| third.contains(fact))
        .count();
    assert_eq!((new, oldest), (2, 3), "{games:?}");
    let fourth: BTreeSet<_> = games[3].iter().collect();
    let next = [&games[0][3..], &games[1][..3]].concat();
    assert_eq!(fourth, next.iter().collect(), "{games:?}");
}

#[test]
fn no_fact_of_history_is_repeated_in_forty_games() {
    let games = games_in_a_row(&FactWriter::new(), &["history"], 40, 15);
    let all: Vec<_> = games.concat();
    let different: BTreeSet<_> = fingerprints(&all).into_iter().collect();
    assert_eq!((all.len(), different.len()), (600, 600));
}

#[test]
fn the_memory_ignores_the_case_of_keywords() {
    let (writer, mut asked) = (FactWriter::new(), Asked::default());
    for (seed, keyword) in (0..).zip(["Music", "music", "MUSIC", "mUSIC", "music", "Music"]) {
        let drafts = write(&writer, keyword, seed, 50, &asked);
        assert_eq!(repeats(&drafts, &asked), 0, "{keyword}");
        asked = after(&asked, &drafts);
    }
}

#[test]
fn the_memory_survives_changes_of_the_facts() {
    let first = write(&towns(), "towns", 1, 9, &Asked::default());
    let asked = after(&Asked::default(), &first);
    for seed in 0..10 {
        let drafts = write(&changed_towns(), "towns", seed, 6, &asked);
        assert_eq!(
            (drafts.len(), repeats(&drafts, &asked)),
            (6, 0),
            "{drafts:#?}"
        );
        let all = write(&changed_towns(), "towns", seed, 15, &asked);
        assert_eq!((all.len(), repeats(&all, &asked)), (15, 9), "{all:#?}");
    }
}

#[test]
fn the_memory_covers_all_kinds() {
    let (writer, mut asked) = (FactWriter::new(), Asked::default());
    for seed in 0..12 {
        let kinds = if seed % 2 == 0 {
            Kinds::SINGLE
        } else {
            Kinds::ALL
        };
        let brief = brief(&["history"], seed, 30)
            .with_asked(asked.clone())
            .with_kinds(kinds);
        let drafts = writer.write(&brief).now_or_never().unwrap().unwrap();
        let drafts: Vec<_> = drafts.iter().cloned().collect();
        assert_eq!(
            (drafts.len(), repeats(&drafts, &asked)),
            (30, 0),
            "{drafts:#?}"
        );
        asked = after(&asked, &drafts);
    }
}

#[test]
fn every_game_has_the_same_questions_for_the_same_memory() {
    let writer = FactWriter::new();
    let first = write(&writer, "Europe", 1, 15, &Asked::default());
    let asked = after(&Asked::default(), &first);
    let again = || write(&writer, "Europe", 2, 15, &asked);
    assert_eq!(again(), again());
}

#[test]
fn drafts_carry_the_name_of_the_writer() {
    let drafts = write(&FactWriter::new(), "space", 3, 15, &Asked::default());
    let version = concat!("facts ", env!("CARGO_PKG_VERSION"));
    let names = drafts.iter().map(|draft| draft.writer().unwrap().as_str());
    assert!(names.into_iter().all(|name| name == version));
}
