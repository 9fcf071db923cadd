//! What holds for every game.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use common::{game, game_of};
use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Choice, Draft, GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_generator::FactWriter;

/// Facts that are easy to see through: a letter stands for a subject, its value is the letter
/// twice; some have two values, or one that is true without being asked, or none that is known.
const LETTERS: &str = "
topic: Letters
table: letter
near: kind
column: kind
column: twin
  ask: What goes with {name}?
  back: What has {value}?
  tell: {Name} goes with {value}.
rows: name | kind | twin | note
alpha | vowel | aa1; aa2 |
beta | consonant | bb | {Name} comes second.
gamma | consonant | gg; (bb) |
delta | consonant | dd |
epsilon | vowel | |
iota | vowel | ii |
";

#[expect(
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]
fn letters() -> FactWriter {
    FactWriter::from_files([("letters.txt", LETTERS)]).unwrap()
}

fn asking<'a>(drafts: &'a [Draft], prompt: &str) -> Option<&'a Draft> {
    drafts
        .iter()
        .find(|draft| draft.prompt().as_str() == prompt)
}

fn wrong(draft: &Draft) -> Vec<&str> {
    draft.wrong().iter().map(Choice::as_str).collect()
}

#[test]
fn the_same_game_gets_the_same_questions() {
    assert_eq!(game(&["history"], 8, 30), game(&["history"], 8, 30));
    assert_ne!(game(&["history"], 8, 30), game(&["history"], 9, 30));
}

#[test]
fn there_are_as_many_questions_as_asked_for() {
    for limit in [1, 15, 50] {
        assert_eq!(i64::try_from(game(&["music"], 2, limit).len()), Ok(limit));
    }
}

#[test]
fn a_clarification_tells_something_else_where_there_is_something() {
    let told = |keyword| {
        game_of(&letters(), &[keyword], 1, 1)[0]
            .clarification()
            .to_string()
    };

    assert_eq!(told("beta"), "Beta comes second.");
    assert_eq!(told("delta"), "Delta goes with dd.");
    let seconds = ["Alpha goes with aa1.", "Alpha goes with aa2."];
    let draft = &game_of(&letters(), &["aa1"], 1, 1)[0];
    assert!(
        seconds.contains(&draft.clarification().as_str()),
        "{draft:?}"
    );
}

#[test]
fn a_note_with_a_pronoun_for_its_subject_is_not_told() {
    let file = LETTERS.replace("{Name} comes second.", "It comes second.");
    let writer = FactWriter::from_files([("letters.txt", file.as_str())]).unwrap();

    for seed in 0..20 {
        let told = &game_of(&writer, &["beta"], seed, 1)[0];
        assert_eq!(told.clarification().as_str(), "Beta goes with bb.");
    }
}

#[test]
fn a_clarification_tells_what_was_asked_before_rather_than_the_answer() {
    let mut seen = 0;
    for seed in 0..50 {
        for draft in game_of(&letters(), &["alpha"], seed, 2) {
            let asked = draft.prompt().to_string() + draft.solution().as_str();
            let told = draft.clarification().as_str();
            for (own, other) in [("aa1", "aa2"), ("aa2", "aa1")] {
                if asked.to_lowercase().contains(own) {
                    seen += 1;
                    assert!(told.contains(other) && !told.contains(own), "{draft:?}");
                }
            }
        }
    }
    assert!(seen >= 50, "{seen} questions about alpha");
}

#[test]
fn there_are_fewer_questions_where_facts_are_few() {
    // Of the two facts about alpha one is asked: after either, the other would be all there is to
    // tell.
    assert_eq!(game_of(&letters(), &["letters"], 1, 50).len(), 5);
}

#[test]
fn nothing_is_told_twice_in_a_game() {
    for (seed, keywords) in (0..).zip([["chemistry"], ["gold"], ["Napoleon"], ["moon"]]) {
        let drafts = game(&keywords, seed, 50);
        let told: BTreeSet<_> = drafts.iter().map(Draft::clarification).collect();
        assert_eq!(told.len(), drafts.len(), "{keywords:?}");
    }
}

#[test]
fn prompts_that_only_their_encoding_tells_apart_are_asked_once() {
    let table = |name: &str| {
        format!(
            "table: lake\ncolumn: depth\n  number: 1 to 999\n  ask: How deep is {{name}}?\n  \
             tell: {{Name}} is {{value}} m deep.\nrows: name | depth\n{name} | 50\nGar | 60\n"
        )
    };
    let (composed, decomposed) = (table("Sn\u{e9}"), table("Sne\u{301}"));
    let file = format!("topic: Lakes\n{composed}{decomposed}");
    let writer = FactWriter::from_files([("lakes.txt", file.as_str())]).unwrap();

    assert_eq!(game_of(&writer, &["lakes"], 1, 15).len(), 2);
}

#[test]
fn what_is_true_is_never_a_wrong_option() {
    for seed in 0..=u8::MAX {
        let drafts = game_of(&letters(), &["letters"], seed, 50);

        if let Some(draft) = asking(&drafts, "What goes with alpha?") {
            assert!(!wrong(draft).iter().any(|option| option.starts_with("Aa")));
        }
        if let Some(draft) = asking(&drafts, "What goes with gamma?") {
            assert!(!wrong(draft).contains(&"Bb"));
        }
        if let Some(draft) = asking(&drafts, "What has bb?") {
            assert!(!wrong(draft).contains(&"Gamma"));
        }
    }
}

#[test]
fn a_subject_of_which_nothing_is_known_is_no_option() {
    for seed in 0..=u8::MAX {
        let drafts = game_of(&letters(), &["letters"], seed, 50);

        assert!(
            drafts
                .iter()
                .all(|draft| !wrong(draft).contains(&"Epsilon"))
        );
    }
}

#[test]
fn no_fact_is_asked_twice_in_either_direction() {
    for seed in 0..=u8::MAX {
        let drafts = game(&["crewed flight"], seed, 30);

        let pairs = drafts.iter().filter_map(|draft| {
            let prompt = draft.prompt().as_str();
            let commander = prompt.strip_prefix("Who commanded ");
            let flight = prompt.strip_prefix("Which of these flights did ");
            let solution = draft.solution().to_string();
            let forth = commander.map(|rest| (rest.replace('?', ""), solution.clone()));
            forth.or(flight.map(|rest| (solution, rest.replace(" command?", ""))))
        });
        let pairs: Vec<_> = pairs.collect();
        let distinct: BTreeSet<_> = pairs.iter().collect();
        assert!(!pairs.is_empty());
        assert_eq!(distinct.len(), pairs.len());
    }
}

#[test]
fn a_clarification_tells_no_later_answer() {
    for seed in 0..=u8::MAX {
        let drafts = game_of(&letters(), &["letters"], seed, 50);

        let mut rest = drafts.as_slice();
        while let Some((draft, later)) = rest.split_first() {
            rest = later;
            let told = draft.clarification().as_str().to_lowercase();
            let spoilt = |later: &Draft| {
                let parts = [later.prompt().as_str(), later.solution().as_str()].concat();
                let letters = ["alpha", "beta", "gamma", "delta", "iota"];
                let values = ["aa1", "aa2", "bb", "gg", "dd", "ii"];
                let both = |words: &[&str]| {
                    words
                        .iter()
                        .any(|word| parts.to_lowercase().contains(word) && told.contains(word))
                };
                both(&letters) && both(&values)
            };
            assert!(!later.iter().any(spoilt), "{told}");
        }
    }
}

/// Two tables that know the same: who found radium, alone and beside polonium.
const FINDS: &str = "
topic: Finds
table: element
column: finder
  ask: Who found {name}?
  tell: {Value} found {name}.
rows: name | finder | note
radium | Curie | {Name} glows.
argon | Ramsay | {Name} is idle.
boron | Davy | {Name} is hard.
table: find
column: finder
  ask: To whom do we owe {name}?
  tell: {Value} found {name}.
rows: name | finder | note
polonium and radium | Curie | In 1898 {name} were new.
the phlogiston | Stahl | {Name} does not exist.
the neutron | Chadwick | {Name} has no charge.
";

#[test]
fn the_same_is_not_asked_twice_in_other_words() {
    let writer = FactWriter::from_files([("finds.txt", FINDS)]).unwrap();

    for seed in 0..50 {
        let drafts = game_of(&writer, &["finds"], seed, 50);
        let curie = drafts.iter().filter(|d| d.solution().as_str() == "Curie");
        assert_eq!((drafts.len(), curie.count()), (5, 1));
    }
}

/// What one table calls by its kind, another by its name alone.
const BATTLES: &str = "
topic: Wars
table: battle
column: year
  number: 1700 to 1900
  back: Which of these battles was fought in {value}?
  tell: {Name} was fought in {value}.
rows: name | year | note
the Battle of Ulm | 1805 | A town gave {name} its name.
the Battle of Lodi | 1796 | A bridge was the aim of {name}.
the Battle of Jena | 1806 | A town gave {name} its name.
table: treaty
column: year
  number: 1700 to 1900
  ask: From which year is {name}?
  tell: {Name} is from {value}.
rows: name | year | note
the Peace of Pressburg | 1805 | {Name} followed upon the defeat at Ulm.
the Peace of Leoben | 1797 | {Name} was a first step.
";

#[test]
fn no_clarification_tells_a_later_answer_by_a_short_name() {
    let writer = FactWriter::from_files([("wars.txt", BATTLES)]).unwrap();
    let at = |drafts: &[Draft], text: &str| {
        let mut places = drafts.iter();
        places.position(|draft| format!("{} {}", draft.prompt(), draft.solution()).contains(text))
    };
    let mut both = 0;
    for seed in 0..50 {
        let drafts = game_of(&writer, &["wars"], seed, 50);
        if let (Some(peace), Some(battle)) = (at(&drafts, "Pressburg"), at(&drafts, "of Ulm")) {
            both += 1;
            let told = drafts[peace].clarification().as_str();
            assert!(battle < peace || !told.contains("Ulm"), "{drafts:?}");
        }
    }
    assert!(both > 0);
}

#[test]
fn a_brief_whose_deadline_has_passed_gets_no_questions() {
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
