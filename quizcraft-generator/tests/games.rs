//! Properties of every game.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::integer_division_remainder_used,
    clippy::unwrap_used,
    reason = "test helpers may panic"
)]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use common::{composed, game, game_of};
use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts, GameId, Keywords, PlayerId, QuestionsLimit, comparable};
use quizcraft_generator::FactWriter;

#[test]
fn a_seed_always_yields_the_same_questions() {
    assert_eq!(game(&["history"], 8, 30), game(&["history"], 8, 30));
    assert_ne!(game(&["history"], 8, 30), game(&["history"], 9, 30));
}

#[test]
fn a_game_has_the_requested_number_of_questions() {
    for limit in [1, 15, 50] {
        assert_eq!(i64::try_from(game(&["music"], 2, limit).len()), Ok(limit));
    }
}

#[test]
fn no_clarification_occurs_twice_in_a_game() {
    for (seed, keywords) in (0..).zip([["chemistry"], ["gold"], ["Napoleon"], ["moon"]]) {
        let drafts = game(&keywords, seed, 50);
        let texts: BTreeSet<_> = drafts.iter().map(Draft::clarification).collect();
        assert_eq!(texts.len(), drafts.len(), "{keywords:?}");
    }
}

/// Returns a writer with two tables of lakes. Both yield the same question, in which one encodes a
/// name with a composed character, the other with a combining one.
fn lakes_in_two_encodings() -> FactWriter {
    let table = |name: &str, water: &str| {
        format!(
            "table: lake\ncolumn: water\n  ask: Which water is in {{name}}?\n  \
             tell: {{Name}} holds {{value}} water.\nrows: name | water | note\n\
             {name} | {water} | Fish live in {{name}}.\n\
             Ulm | fresh | Eels live in {{name}}.\n\
             Gar | salty | Crabs live in {{name}}.\n"
        )
    };
    let (composed, decomposed) = (table("Sn\u{e9}", "fresh"), table("Sne\u{301}", "salty"));
    let file = format!("topic: Lakes\n{composed}{decomposed}");
    FactWriter::from_files([("lakes.txt", file.as_str())]).unwrap()
}

#[test]
fn questions_that_differ_in_encoding_only_occur_once() {
    let writer = lakes_in_two_encodings();
    let prompt = comparable("Which water is in Sn\u{e9}?");
    for seed in 0..20 {
        let written = composed(&writer, &["lakes"], seed, 15).unwrap();
        let drafts: Vec<_> = written.iter().map(|one| one.draft().clone()).collect();
        let same = drafts
            .iter()
            .filter(|draft| draft.prompt().comparable() == prompt);
        assert_eq!(same.count(), 1, "{drafts:#?}");
        assert!(Drafts::new(drafts).is_ok());
    }
}

/// Returns a writer with 24 things of four sorts, and one prompt per sort.
fn sorts() -> FactWriter {
    let sorts = ["fruit", "tool", "garment", "vessel"];
    let rows = (0..24).map(|number| {
        let letter = char::from(b'a' + number);
        let sort = sorts[usize::from(number % 4)];
        format!("{letter}{letter}ode{letter} | {sort} | Many people like {{name}}.\n")
    });
    let file = format!(
        "topic: Sorts\ntable: thing\ncolumn: sort\n  back: Which of these is a {{value}}?\n  \
         tell: {{Name}} is a {{value}}.\nrows: name | sort | note\n{}",
        rows.collect::<String>()
    );
    FactWriter::from_files([("sorts.txt", file.as_str())]).unwrap()
}

#[test]
fn a_prompt_occurs_up_to_three_times_with_different_options() {
    let writer = sorts();
    for seed in 0..20 {
        let drafts = game_of(&writer, &["sorts"], seed, 50);
        let mut by_prompt: BTreeMap<&str, Vec<&Draft>> = BTreeMap::new();
        for draft in &drafts {
            let same = by_prompt.entry(draft.prompt().as_str()).or_default();
            for other in same.iter() {
                let answers = [draft.solution(), other.solution()];
                for answer in answers {
                    let offers = |one: &Draft| one.options().any(|option| option == answer);
                    assert!(!(offers(draft) && offers(other)), "{draft:?} {other:?}");
                }
            }
            same.push(draft);
        }
        assert_eq!(by_prompt.len(), 4, "{by_prompt:#?}");
        for (prompt, same) in by_prompt {
            assert_eq!(same.len(), 3, "{prompt}");
        }
        let short = game_of(&writer, &["sorts"], seed, 4);
        let prompts: BTreeSet<_> = short.iter().map(Draft::prompt).collect();
        assert_eq!(
            prompts.len(),
            4,
            "a prompt is repeated only if there are too few"
        );
    }
}

/// Returns a writer with castles of three degrees of fame. Each has its own year, owner and style,
/// and one of three lands.
fn castles() -> FactWriter {
    let rows = (0..30_u8).map(|number| {
        let (letter, fame) = (char::from(b'a' + number % 26), 1 + number % 3);
        let name = format!("{letter}urg{letter}{number}x");
        let (year, land) = (1100 + 17 * u32::from(number), ["Nor", "Sud", "Wes"][usize::from(number / 10)]);
        format!(
            "{name} | {fame} | {year} | {land} | Lord {letter}o{number}z | {letter}ic{number} style | \
             Ghosts walk in {{name}}.\n"
        )
    });
    let file = format!(
        "topic: Castles\ntable: castle\n\
         column: year\n  number: 1000 to 1900\n  unit: year\n  ask: In which year was {{name}} built?\n  \
         tell: {{Name}} was built in {{value}}.\n\
         column: land\n  ask: In which land is {{name}}?\n  tell: {{Name}} is in {{value}}.\n\
         column: owner\n  ask: Who owns {{name}}?\n  tell: {{Value}} owns {{name}}.\n\
         column: style\n  ask: In which style was {{name}} built?\n  tell: {{Name}} has {{value}}.\n\
         rows: name | fame | year | land | owner | style | note\n{}",
        rows.collect::<String>()
    );
    FactWriter::from_files([("castles.txt", file.as_str())]).unwrap()
}

#[test]
fn years_and_common_values_are_capped() {
    let writer = castles();
    for (limit, years, lands) in [(15, 3, 2), (30, 6, 4)] {
        for seed in 0..10 {
            let drafts = game_of(&writer, &["castles"], seed, limit);
            let count = |start: &str| {
                let starts = |draft: &&Draft| draft.prompt().as_str().starts_with(start);
                drafts.iter().filter(starts).count()
            };
            assert_eq!(i64::try_from(drafts.len()), Ok(limit));
            assert!(
                (years - years / 3..=years).contains(&count("In which year")),
                "{drafts:#?}"
            );
            assert!((1..=lands).contains(&count("In which land")), "{drafts:#?}");
        }
    }
}

#[test]
fn a_game_on_years_only_has_no_cap_on_years() {
    let rows = (0..12_u8).map(|number| {
        let letter = char::from(b'a' + number);
        let year = 1100 + 40 * u32::from(number);
        format!("{letter}urg{letter} | {year} | Ghosts walk in {{name}}.\n")
    });
    let file = format!(
        "topic: Forts\ntable: fort\ncolumn: year\n  number: 1000 to 1900\n  unit: year\n  \
         ask: In which year was {{name}} built?\n  tell: {{Name}} was built in {{value}}.\n\
         rows: name | year | note\n{}",
        rows.collect::<String>()
    );
    let writer = FactWriter::from_files([("forts.txt", file.as_str())]).unwrap();
    assert_eq!(game_of(&writer, &["forts"], 1, 10).len(), 10);
}

#[test]
fn a_game_starts_with_widely_known_subjects() {
    let writer = castles();
    for seed in 0..10 {
        let game = composed(&writer, &["castles"], seed, 15).unwrap();
        let places = game.iter().map(|written| {
            let number: u8 = written
                .subject()
                .split(|c: char| !c.is_ascii_digit())
                .find_map(|digits| digits.parse().ok())
                .unwrap();
            let is_number = written
                .draft()
                .prompt()
                .as_str()
                .starts_with("In which year");
            (2 - number % 3) * 2 + u8::from(is_number)
        });
        let places: Vec<_> = places.collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.first() < places.last(), "{places:?}");
    }
}

#[test]
fn at_least_three_quarters_of_a_game_are_about_the_keyword() {
    let keywords = [
        "gold", "indium", "electron", "Bach", "Titan", "Panama", "Waterloo", "Orion", "Hungary",
        "music", "chess",
    ];
    for keyword in keywords {
        for (seed, limit) in [(1, 15), (2, 15), (3, 50)] {
            let game = composed(&FactWriter::new(), &[keyword], seed, limit).unwrap();
            let named = game.iter().filter(|written| written.is_named()).count();
            assert!(
                named >= 3 && named * 4 >= game.len() * 3,
                "{keyword}: {named} of {}",
                game.len()
            );
        }
    }
}

#[test]
fn no_fact_occurs_in_both_directions() {
    for seed in 0..30 {
        let drafts = game(&["crewed flight"], seed, 30);

        let pairs = drafts.iter().filter_map(|draft| {
            let prompt = draft.prompt().as_str();
            let commander = prompt.strip_prefix("Who commanded ");
            let flight = prompt.strip_prefix("Which of these flights did ");
            let solution = draft.solution().to_string();
            let forward = commander.map(|rest| (rest.replace('?', ""), solution.clone()));
            forward.or(flight.map(|rest| (solution, rest.replace(" command?", ""))))
        });
        let pairs: Vec<_> = pairs.collect();
        let distinct: BTreeSet<_> = pairs.iter().collect();
        assert!(!pairs.is_empty());
        assert_eq!(distinct.len(), pairs.len());
    }
}

#[test]
fn a_brief_past_its_deadline_yields_no_questions() {
    let brief = Brief::new(
        GameId::from_bytes([1; 32]),
        PlayerId::from_bytes([2; 32]),
        Keywords::new(["chemistry"]).unwrap(),
        QuestionsLimit::DEFAULT,
    );
    let writer = FactWriter::new();
    let write = |brief: &Brief| writer.write(brief).now_or_never().unwrap();
    let late = write(&brief.clone().by(Instant::now()));
    assert!(matches!(late, Err(WriteError::OutOfTime)), "{late:?}");
    let in_time = write(&brief.clone().by(Instant::now() + Duration::from_hours(1)));
    assert_eq!(in_time.unwrap(), write(&brief).unwrap());
}
