//! No game is all of one kind, and nothing that is asked or told says what it says already.

#![expect(
    clippy::indexing_slicing,
    clippy::integer_division_remainder_used,
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::{game, game_of};
use quizcraft_core::Draft;
use quizcraft_generator::FactWriter;

const CONTINENTS: [&str; 6] = [
    "Africa",
    "Asia",
    "Europe",
    "North America",
    "South America",
    "Oceania",
];

fn is_of_continents(draft: &Draft) -> bool {
    let prompt = draft.prompt().as_str();
    let back = CONTINENTS.map(|continent| format!("in {continent}?"));
    CONTINENTS.contains(&draft.solution().as_str()) || back.iter().any(|end| prompt.ends_with(end))
}

#[test]
fn a_game_on_countries_asks_for_continents_twice_at_most() {
    let mut asked = 0;
    for seed in 0..20 {
        for keyword in ["countries", "geography", "world", "Asia", "French"] {
            let drafts = game(&[keyword], seed, 15);
            let continents = drafts
                .iter()
                .filter(|draft| is_of_continents(draft))
                .count();
            assert!(continents <= 2, "{keyword} {seed}: {continents}");
            asked += continents;
        }
    }
    assert!(asked >= 15, "{asked}");
}

#[test]
fn a_game_asks_for_few_years_and_in_several_ways() {
    let (mut games, mut of_many_years, mut monotonous) = (0_usize, Vec::new(), Vec::new());
    for topic in FactWriter::new().topics() {
        for drafts in (0..3).map(|seed| game(&[topic.name()], seed, 15)) {
            games += 1;
            let of_years = drafts.iter().filter(|draft| is_of_years(draft));
            let prompts: Vec<_> = of_years.map(|draft| draft.prompt().to_string()).collect();
            of_many_years.extend((prompts.len() > 3).then_some(prompts));
            let ways: BTreeSet<_> = drafts.iter().map(way).collect();
            monotonous.extend((ways.len() < 5).then(|| format!("{}: {ways:?}", topic.name())));
        }
    }
    assert!(games >= 130, "{games}");
    assert!(of_many_years.is_empty(), "{of_many_years:#?}");
    assert!(monotonous.is_empty(), "{monotonous:#?}");
}

/// Whether a question asks for a year or for what belongs to one; a World Cup may be named by its
/// year.
fn is_of_years(draft: &Draft) -> bool {
    let is_year = |text: &str| {
        text.parse()
            .is_ok_and(|year: u16| (1000..2030).contains(&year))
    };
    let prompt = draft.prompt().as_str().trim_end_matches('?');
    let starts = prompt.split(' ').next().is_some_and(is_year);
    let ends = prompt
        .rsplit_once(" born in ")
        .is_some_and(|(_, end)| is_year(end));
    is_year(draft.solution().as_str()) || starts || ends || prompt.contains("to the year")
}

/// How a question starts.
fn way(draft: &Draft) -> Vec<&str> {
    draft.prompt().as_str().split(' ').take(4).collect()
}

#[test]
fn what_is_widely_known_is_asked_first() {
    let rows: Vec<_> = (0..30)
        .map(|n| format!("s{n}x | {} | v{n}x | Note {n}.", 1 + n % 3))
        .collect();
    let file = format!(
        "topic: Stones\ntable: stone\ncolumn: place\n  ask: Where is {{name}}?\n  \
         tell: {{Name}} is at {{value}}.\nrows: name | fame | place | note\n{}\n",
        rows.join("\n")
    );
    let writer = FactWriter::from_files([("stones.txt", file.as_str())]).unwrap();
    for seed in 0..20 {
        let drafts = game_of(&writer, &["stones"], seed, 15);
        let known: Vec<usize> = drafts
            .iter()
            .map(|draft| {
                let digits = draft
                    .prompt()
                    .as_str()
                    .replace(|c: char| !c.is_numeric(), "");
                digits.parse::<usize>().unwrap() % 3
            })
            .collect();
        assert!(known.is_sorted_by(|one, next| one >= next), "{known:?}");
        assert!(known.len() == 15 && known[0] > known[14], "{known:?}");
    }
}

/// Subjects of which two things are known: a value of its own, and one of four that ten subjects
/// share.
fn stones() -> FactWriter {
    let rows: Vec<_> = (0..40)
        .map(|n| {
            let colour = ["red", "blue", "green", "white"][n % 4];
            format!("s{n}x | v{n}x | {colour} | Note {n}.")
        })
        .collect();
    let file = format!(
        "topic: Stones\ntable: stone\ncolumn: place\n  ask: Where is {{name}}?\n  \
         tell: {{Name}} is at {{value}}.\ncolumn: colour\n  ask: Which colour has {{name}}?\n  \
         tell: {{Name}} is {{value}}.\nrows: name | place | colour | note\n{}\n",
        rows.join("\n")
    );
    FactWriter::from_files([("stones.txt", file.as_str())]).unwrap()
}

#[test]
fn a_relation_of_few_values_is_asked_less_often_and_not_left_out() {
    for seed in 0..50 {
        let drafts = game_of(&stones(), &["stones"], seed, 20);
        let colours = drafts
            .iter()
            .filter(|draft| draft.prompt().as_str().contains("colour"));
        let colours = colours.count();
        assert!((3..=6).contains(&colours), "{colours}");
        let all = game_of(&stones(), &["stones"], seed, 40);
        assert_eq!(all.len(), 40);
    }
}

#[test]
fn no_value_comes_again_before_all_others_came() {
    for seed in 0..50 {
        let drafts = game_of(&stones(), &["stones"], seed, 20);
        let of_colours = drafts
            .iter()
            .filter(|draft| draft.prompt().as_str().contains("colour"));
        let first: Vec<_> = of_colours.map(Draft::solution).take(4).collect();
        for (place, colour) in first.iter().enumerate() {
            assert!(!first[..place].contains(colour), "{first:?}");
        }
    }
}

/// The words of a text that are names.
fn names(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase))
        .collect()
}

/// Whether a sentence says of something that it is itself: "The capital of Singapore is Singapore."
fn says_nothing(text: &str) -> bool {
    let verbs = [" is ", " was ", " belongs to ", " is in "];
    verbs.iter().any(|verb| {
        let parts = text.trim_end_matches('.').split_once(verb);
        parts.is_some_and(|(subject, value)| {
            let value = value.trim_start_matches("the ");
            let is_name = value
                .split(' ')
                .all(|word| word.starts_with(char::is_uppercase));
            let subject = names(subject);
            is_name && names(value).iter().any(|word| subject.contains(word))
        })
    })
}

#[test]
fn nothing_is_told_that_its_name_says() {
    assert!(says_nothing("The capital of Singapore is Singapore."));
    assert!(says_nothing("The capital of Mexico is Mexico City."));
    assert!(!says_nothing("The capital of France is Paris."));
    let (mut told, mut empty) = (0, Vec::new());
    for topic in FactWriter::new().topics() {
        for draft in (0..4).flat_map(|seed| game(&[topic.name()], seed, 50)) {
            empty.extend(says_nothing(draft.clarification().as_str()).then(|| draft.clone()));
            told += 1;
        }
    }
    for place in [
        "Singapore",
        "Luxembourg",
        "Mexico",
        "Guatemala",
        "Panama",
        "Kuwait",
        "Monaco",
    ] {
        for draft in (0..10).flat_map(|seed| game(&[place], seed, 15)) {
            empty.extend(says_nothing(draft.clarification().as_str()).then(|| draft.clone()));
            told += 1;
        }
    }
    assert!(empty.is_empty(), "{empty:#?}");
    assert!(told >= 10_000, "{told}");
}

#[test]
fn what_every_child_knows_is_not_asked() {
    for draft in (0..15).flat_map(|seed| game(&["geometry"], seed, 50)) {
        let prompt = draft.prompt().as_str();
        assert!(!prompt.contains("triangle have"), "{draft:?}");
        assert!(draft.solution().as_str() != "A triangle", "{draft:?}");
    }
}
