//! Games are varied, and no text repeats another text of the same question.

#![expect(
    clippy::indexing_slicing,
    clippy::integer_division_remainder_used,
    clippy::unwrap_used,
    reason = "test helpers may panic"
)]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::{composed, game, game_of};
use quizcraft_core::Draft;
use quizcraft_generator::{FactWriter, Written};

#[test]
fn a_game_has_few_questions_about_years_and_varied_prompts() {
    let (mut games, mut of_many_years, mut monotonous) = (0_usize, Vec::new(), Vec::new());
    for topic in FactWriter::new().topics() {
        for drafts in (0..3).map(|seed| game(&[topic.name()], seed, 15)) {
            games += 1;
            let of_years = drafts.iter().filter(|draft| is_of_years(draft));
            let prompts: Vec<_> = of_years.map(|draft| draft.prompt().to_string()).collect();
            of_many_years.extend((prompts.len() > 3).then_some(prompts));
            let starts: BTreeSet<_> = drafts.iter().map(start).collect();
            let is_monotonous = starts.len() < 5;
            monotonous.extend(is_monotonous.then(|| format!("{}: {starts:?}", topic.name())));
        }
    }
    assert!(games >= 130, "{games}");
    assert!(of_many_years.is_empty(), "{of_many_years:#?}");
    assert!(monotonous.is_empty(), "{monotonous:#?}");
}

/// Returns whether a year is the solution or the subject of a question. A year in the name of a World
/// Cup does not count.
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

/// Returns the first words of a prompt.
fn start(draft: &Draft) -> Vec<&str> {
    draft.prompt().as_str().split(' ').take(4).collect()
}

#[test]
fn widely_known_subjects_come_first() {
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

/// Returns a writer with 40 subjects and two columns with questions: one with unique values, one with
/// four values.
fn stones() -> FactWriter {
    let rows: Vec<_> = (0..40)
        .map(|n| {
            let colour = ["red", "blue", "green", "white"][n % 4];
            format!("s{n}x | v{n}x | {colour} | w{n}x | Note {n}.")
        })
        .collect();
    let file = format!(
        "topic: Stones\ntable: stone\ncolumn: place\n  ask: Where is {{name}}?\n  \
         tell: {{Name}} is at {{value}}.\ncolumn: colour\n  ask: Which colour has {{name}}?\n  \
         tell: {{Name}} is {{value}}.\ncolumn: weight\n  tell: {{Name}} weighs {{value}}.\n\
         rows: name | place | colour | weight | note\n{}\n",
        rows.join("\n")
    );
    FactWriter::from_files([("stones.txt", file.as_str())]).unwrap()
}

#[test]
fn a_relation_with_few_values_is_asked_less_often_but_not_left_out() {
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
fn the_caps_are_lifted_if_a_game_would_be_short() {
    // There are forty facts on places and forty on colours. The cap for colours is seven in fifty.
    for seed in 0..10 {
        assert_eq!(game_of(&stones(), &["stones"], seed, 50).len(), 50);
    }
}

/// Returns a writer with these rows of people and questions for each column.
fn people(columns: &[&str], rows: &[String]) -> FactWriter {
    let asked: Vec<_> = columns
        .iter()
        .map(|column| {
            format!(
                "column: {column}\n  ask: What is the {column} of {{name}}?\n  \
                 tell: The {column} of {{name}} is {{value}}.\n"
            )
        })
        .collect();
    let file = format!(
        "topic: People\ntable: person; people\n{}rows: name | keywords | {} | note\n{}\n",
        asked.concat(),
        columns.join(" | "),
        rows.join("\n")
    );
    FactWriter::from_files([("people.txt", file.as_str())]).unwrap()
}

#[test]
fn no_solution_occurs_a_third_time_while_there_are_others() {
    let columns = ["cradle", "school", "grave", "job", "hobby"];
    let rows: Vec<_> = (0..12)
        .map(|n| {
            let (band, town) = if n < 4 {
                ("band", "Brem".to_owned())
            } else {
                ("", format!("t{n}x"))
            };
            format!("s{n}x | {band} | {town} | {town} | {town} | j{n}x | h{n}x | Note {n}.")
        })
        .collect();
    let writer = people(&columns, &rows);
    for seed in 0..20 {
        let drafts = game_of(&writer, &["band"], seed, 8);
        let town = |draft: &&Draft| draft.solution().as_str() == "Brem";
        assert_eq!(drafts.len(), 8, "{drafts:#?}");
        assert!(drafts.iter().filter(town).count() <= 2, "{drafts:#?}");
    }
}

#[test]
fn no_clarification_states_an_asked_fact_while_there_are_others() {
    let rows: Vec<_> = (0..12)
        .map(|n| format!("s{n}x | | j{n}x | h{n}x |"))
        .collect();
    let writer = people(&["job", "hobby"], &rows);
    for seed in 0..20 {
        let drafts = game_of(&writer, &["people"], seed, 6);
        assert_eq!(drafts.len(), 6);
        for (place, draft) in drafts.iter().enumerate() {
            let text = draft.clarification().as_str();
            let repeats = |earlier: &Draft| {
                let asked = earlier.prompt().as_str().trim_start_matches("What is t");
                let (asked, said) = (asked.trim_end_matches('?'), earlier.solution().as_str());
                text.contains(asked) && text.to_lowercase().contains(&said.to_lowercase())
            };
            assert!(!drafts[..place].iter().any(repeats), "{drafts:#?}");
        }
    }
}

#[test]
fn solutions_that_contain_one_another_do_not_occur_together() {
    let file = "topic: Science
table: find
column: finder
  back: What did {value} find?
  tell: {Value} found {name}.
rows: name | finder | note
polonium and radium | Marie and Pierre Curie | Note one.
krypton and xenon | William Ramsay | Note two.
ammonia and oxygen | Joseph Priestley | Note three.
iodine and bromine | Bernard Courtois | Note four.

table: laureate
column: reason
  ask: What earned {name} a prize?
  tell: {Name} won a prize for {value}.
rows: name | reason | note
Marie Curie | the discovery of polonium and radium | Note five.
Hans Bethe | the theory of the energy of stars | Note six.
Max Planck | the discovery of the smallest steps | Note seven.
Emil Fischer | the analysis of sugars and dyes | Note eight.
";
    let writer = FactWriter::from_files([("science.txt", file)]).unwrap();
    let mut met = BTreeSet::new();
    for drafts in (0..40).map(|seed| game_of(&writer, &["science"], seed, 8)) {
        let about = |solution: &str| {
            let mut solutions = drafts.iter().map(|draft| draft.solution().as_str());
            solutions.any(|own| own == solution)
        };
        let (part, whole) = (
            about("Polonium and radium"),
            about("Discovery of polonium and radium"),
        );
        assert!(!(part && whole), "{drafts:#?}");
        met.extend([part.then_some("part"), whole.then_some("whole")]);
    }
    assert!(
        met.contains(&Some("part")) && met.contains(&Some("whole")),
        "{met:?}"
    );
}

#[test]
fn every_value_occurs_once_before_one_is_repeated() {
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

/// Returns the capitalised words of a text.
fn names(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.len() > 3 && word.starts_with(char::is_uppercase))
        .collect()
}

/// Returns whether one of the sentences is a tautology: "The capital of Singapore is Singapore."
fn has_tautology(text: &str) -> bool {
    text.split_inclusive(". ").map(str::trim).any(is_tautology)
}

fn is_tautology(text: &str) -> bool {
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
fn no_clarification_is_a_tautology() {
    assert!(is_tautology("The capital of Singapore is Singapore."));
    assert!(is_tautology("The capital of Mexico is Mexico City."));
    assert!(!is_tautology("The capital of France is Paris."));
    let (mut count, mut tautologies) = (0, Vec::new());
    for topic in FactWriter::new().topics() {
        for draft in (0..4).flat_map(|seed| game(&[topic.name()], seed, 50)) {
            tautologies
                .extend(has_tautology(draft.clarification().as_str()).then(|| draft.clone()));
            count += 1;
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
            tautologies
                .extend(has_tautology(draft.clarification().as_str()).then(|| draft.clone()));
            count += 1;
        }
    }
    assert!(tautologies.is_empty(), "{tautologies:#?}");
    assert!(count >= 10_000, "{count}");
}

#[test]
fn trivial_facts_are_not_asked() {
    for draft in (0..15).flat_map(|seed| game(&["geometry"], seed, 50)) {
        let prompt = draft.prompt().as_str();
        assert!(!prompt.contains("triangle have"), "{draft:?}");
        assert!(draft.solution().as_str() != "A triangle", "{draft:?}");
    }
}

#[test]
fn subjects_and_relations_alternate_among_the_first_questions() {
    let writer = FactWriter::new();
    for seed in 0..12 {
        let drafts = game(&["Chemical elements"], seed, 50);
        let latin = drafts
            .iter()
            .take(4)
            .filter(|draft| draft.prompt().as_str().contains("Latin"));
        assert!(latin.count() <= 2, "{seed}: {drafts:#?}");
        let pets = composed(&writer, &["Dogs, cats and horses"], seed, 50).unwrap();
        let subjects: BTreeSet<_> = pets.iter().take(4).map(Written::subject).collect();
        assert!(subjects.len() >= 3, "{seed}: {subjects:?}");
    }
}
