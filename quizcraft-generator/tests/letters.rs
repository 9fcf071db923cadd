//! Properties of every game, tested with small artificial topics.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::{composed, game_of};
use quizcraft_core::gateway::WriteError;
use quizcraft_core::{Choice, Draft};
use quizcraft_generator::FactWriter;

/// A topic with one subject per letter, whose value is the letter twice. Alpha has two values, gamma
/// one in brackets, epsilon none.
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

fn letters() -> FactWriter {
    FactWriter::from_files([("letters.txt", LETTERS)]).unwrap()
}

/// Returns the questions about a fact in 50 games on all letters.
fn about(writer: &FactWriter, letter: &str, value: &str) -> Vec<Draft> {
    let drafts = (0..50).flat_map(|seed| game_of(writer, &["letters"], seed, 50));
    let is_about = |draft: &Draft| {
        let text = format!("{} {}", draft.prompt(), draft.solution()).to_lowercase();
        text.contains(letter) && text.contains(value)
    };
    drafts.filter(is_about).collect()
}

fn find<'a>(drafts: &'a [Draft], prompt: &str) -> Option<&'a Draft> {
    drafts
        .iter()
        .find(|draft| draft.prompt().as_str() == prompt)
}

fn wrong(draft: &Draft) -> Vec<&str> {
    draft.wrong().iter().map(Choice::as_str).collect()
}

#[test]
fn a_clarification_states_the_fact_and_another_one_if_there_is_one() {
    for (letter, value, expected) in [
        ("beta", "bb", "Beta goes with bb. Beta comes second."),
        ("delta", "dd", "Delta goes with dd."),
    ] {
        let drafts = about(&letters(), letter, value);
        assert_eq!(drafts.len(), 50, "every game asks about {letter}");
        for draft in drafts {
            assert_eq!(draft.clarification().as_str(), expected, "{draft:?}");
        }
    }
}

#[test]
fn a_note_with_an_unclear_pronoun_is_not_used() {
    let file = LETTERS.replace("{Name} comes second.", "It comes second.");
    let writer = FactWriter::from_files([("letters.txt", file.as_str())]).unwrap();

    let drafts = about(&writer, "beta", "bb");
    assert_eq!(drafts.len(), 50);
    for draft in drafts {
        assert_eq!(draft.clarification().as_str(), "Beta goes with bb.");
    }
}

#[test]
fn a_clarification_adds_another_fact_of_the_game_if_there_is_no_other() {
    for (own, other) in [("aa1", "aa2"), ("aa2", "aa1")] {
        let drafts = about(&letters(), "alpha", own);
        assert!(drafts.len() >= 10, "{own}: {}", drafts.len());
        for draft in drafts {
            let expected = format!("Alpha goes with {own}. Alpha goes with {other}.");
            assert_eq!(draft.clarification().as_str(), expected, "{draft:?}");
        }
    }
}

#[test]
fn a_keyword_with_one_fact_fails_with_its_topic_as_suggestion() {
    match composed(&letters(), &["beta"], 1, 15) {
        Err(WriteError::Impossible(failure)) => assert_eq!(
            failure.to_string(),
            "No questions are available for “beta”. Try Letters."
        ),
        other => panic!("expected a failure, not {other:?}"),
    }
}

#[test]
fn a_topic_with_few_facts_yields_a_short_game() {
    // Only one of the two facts about alpha is asked, because the other is its only clarification.
    assert_eq!(game_of(&letters(), &["letters"], 1, 50).len(), 5);
}

#[test]
fn a_value_in_brackets_is_a_wrong_option_only_if_there_are_too_few_others() {
    let table = |kept: usize| {
        let rows = [
            "alpha | aa",
            "beta | bb",
            "gamma | gg",
            "delta | dd",
            "iota | ii",
        ];
        let rows = rows.map(|row| format!("{row} | Poets praise {{name}}.\n"));
        format!(
            "topic: Letters\ntable: letter\ncolumn: twin\n  ask: What goes with {{name}}?\n  \
             tell: {{Name}} goes with {{value}}.\nrows: name | twin | note\n\
             omega | (oo) | Poets praise {{name}}.\n{}",
            rows.get(..kept).unwrap_or_default().concat()
        )
    };
    let offers = |file: &str| {
        let writer = FactWriter::from_files([("letters.txt", file)]).unwrap();
        let games = (0..20).flat_map(|seed| game_of(&writer, &["letters"], seed, 15));
        let drafts: Vec<_> = games.collect();
        assert!(drafts.len() >= 20);
        drafts
            .iter()
            .filter(|draft| wrong(draft).contains(&"Oo"))
            .count()
    };

    assert_eq!(offers(&table(5)), 0);
    assert!(offers(&table(3)) > 0);
}

#[test]
fn a_true_value_is_never_a_wrong_option() {
    let writer = letters();
    for seed in 0..=u8::MAX {
        let drafts = game_of(&writer, &["letters"], seed, 50);

        if let Some(draft) = find(&drafts, "What goes with alpha?") {
            assert!(!wrong(draft).iter().any(|option| option.starts_with("Aa")));
        }
        if let Some(draft) = find(&drafts, "What goes with gamma?") {
            assert!(!wrong(draft).contains(&"Bb"));
        }
        if let Some(draft) = find(&drafts, "What has bb?") {
            assert!(!wrong(draft).contains(&"Gamma"));
        }
    }
}

#[test]
fn a_subject_without_a_value_is_no_option() {
    let writer = letters();
    for seed in 0..=u8::MAX {
        let drafts = game_of(&writer, &["letters"], seed, 50);

        assert!(
            drafts
                .iter()
                .all(|draft| !wrong(draft).contains(&"Epsilon"))
        );
    }
}

#[test]
fn a_clarification_reveals_no_later_solution() {
    let writer = letters();
    for seed in 0..=u8::MAX {
        let drafts = game_of(&writer, &["letters"], seed, 50);

        let mut rest = drafts.as_slice();
        while let Some((draft, later)) = rest.split_first() {
            rest = later;
            let text = draft.clarification().as_str().to_lowercase();
            let is_revealed = |later: &Draft| {
                let parts = [later.prompt().as_str(), later.solution().as_str()].concat();
                let letters = ["alpha", "beta", "gamma", "delta", "iota"];
                let values = ["aa1", "aa2", "bb", "gg", "dd", "ii"];
                let both = |words: &[&str]| {
                    words
                        .iter()
                        .any(|word| parts.to_lowercase().contains(word) && text.contains(word))
                };
                both(&letters) && both(&values)
            };
            assert!(!later.iter().any(is_revealed), "{text}");
        }
    }
}

/// Two tables with the same fact: who found radium, alone and together with polonium.
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
fn a_fact_is_not_asked_twice_in_other_words() {
    let writer = FactWriter::from_files([("finds.txt", FINDS)]).unwrap();

    for seed in 0..50 {
        let drafts = game_of(&writer, &["finds"], seed, 50);
        let curie = drafts.iter().filter(|d| d.solution().as_str() == "Curie");
        assert_eq!((drafts.len(), curie.count()), (5, 1));
    }
}

/// Two tables, one with the full name "the Battle of Ulm", one with the short name "Ulm".
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
fn a_clarification_reveals_no_later_solution_by_a_short_name() {
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
            let text = drafts[peace].clarification().as_str();
            assert!(battle < peace || !text.contains("Ulm"), "{drafts:?}");
        }
    }
    assert!(both > 0);
}
