//! The solution is never the only option with a keyword of the game.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "test helpers may panic and print"
)]

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::written;
use quizcraft_core::{Choice, Clarification, Draft, Keyword, Keywords, Prompt};
use quizcraft_generator::{FACTS, FactWriter};
use quizcraft_review::{Flaw, flaws};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Every nth subject is tested, because all of them would take minutes.
const SUBJECT_STEP: usize = 12;

/// Returns the words of a text without case, accents and plural endings. "C++" is not "C".
///
/// This and [`only_right`] do not use the reviewer's comparison on purpose, because they test it.
fn words(text: &str) -> Vec<String> {
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let lower = bare.to_lowercase().replace(['\'', '’'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '+'));
    let words = words.filter(|word| !word.is_empty());
    let singular = |word: &str| match word.trim_end_matches('s') {
        "women" => "woman".to_owned(),
        bare if word.len() > 3 => bare
            .strip_suffix("ie")
            .map_or_else(|| bare.to_owned(), |stem| format!("{stem}y")),
        _ => word.to_owned(),
    };
    words.map(singular).collect()
}

/// Returns the cues of a keyword: the whole keyword and each long word of it.
fn cues(keyword: &str) -> Vec<Vec<String>> {
    let mut whole = words(keyword);
    whole.retain(|word| word != "the");
    let long = whole.iter().filter(|word| word.chars().count() >= 5);
    let mut cues: Vec<_> = long.map(|word| vec![word.clone()]).collect();
    cues.push(whole);
    cues
}

fn contains(option: &Choice, cue: &[String]) -> bool {
    words(option.as_str())
        .windows(cue.len())
        .any(|part| part == cue)
}

/// Returns a cue that only the solution contains.
fn only_right(draft: &Draft, keywords: &[&str]) -> Option<Vec<String>> {
    let mut cues = keywords.iter().flat_map(|keyword| cues(keyword));
    cues.find(|cue| {
        contains(draft.solution(), cue) && !draft.wrong().iter().any(|wrong| contains(wrong, cue))
    })
}

/// Returns the values of the lines with this key in all built-in files.
fn lines(key: &str) -> BTreeSet<&'static str> {
    let lines = FACTS.iter().flat_map(|(_, text)| text.lines());
    let values = lines.filter_map(|line| line.strip_prefix(key));
    let parts = values.flat_map(|value| value.split(';').map(str::trim));
    parts.collect()
}

/// Returns the names of all rows of the built-in files that are valid keywords.
fn subjects() -> BTreeSet<&'static str> {
    let lines = FACTS.iter().flat_map(|(_, text)| text.lines());
    let rows = lines.filter(|line| line.contains('|') && !line.starts_with("rows:"));
    let names = rows.filter_map(|row| row.split('|').next());
    let names = names.map(|name| name.trim().trim_start_matches("the "));
    names.filter(|name| Keyword::new(*name).is_ok()).collect()
}

/// Swaps two letters in the longest word of a keyword. Returns `None` if the word is short.
fn mistyped(keyword: &str) -> Option<String> {
    let longest = keyword.split(' ').max_by_key(|word| word.chars().count())?;
    let mut letters: Vec<char> = longest.chars().collect();
    let different = letters.len() >= 7 && letters[3] != letters[4];
    different.then(|| {
        letters.swap(3, 4);
        keyword.replace(longest, &letters.iter().collect::<String>())
    })
}

/// Writes games on keywords. Returns the questions with a cue and the number of all questions.
/// `meant` are the keywords without typing errors.
fn questions_with_cue(
    keywords: &[&str],
    meant: &[&str],
    seeds: std::ops::Range<u8>,
) -> (Vec<String>, usize) {
    let writer = FactWriter::new();
    let games = seeds.filter_map(|seed| written(&writer, keywords, seed, 30).ok());
    let drafts: Vec<Draft> = games
        .flat_map(|game| game.iter().cloned().collect::<Vec<_>>())
        .collect();
    let found = drafts.iter().filter_map(|draft| {
        let cue = only_right(draft, meant)?;
        Some(format!("{keywords:?} {cue:?}: {draft:?}"))
    });
    (found.collect(), drafts.len())
}

/// Asserts that games on these sets of keywords have no cue and at least `least` questions.
fn assert_no_cue<'a>(
    sets: impl IntoIterator<Item = (Vec<&'a str>, Vec<&'a str>)>,
    seeds: &std::ops::Range<u8>,
    least: usize,
) {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (keywords, meant) in sets {
        let (found, questions) = questions_with_cue(&keywords, &meant, seeds.clone());
        wrong.extend(found);
        count += questions;
    }
    println!("{} of {count}", wrong.len());
    assert!(count >= least, "{count}");
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
}

fn same(keywords: Vec<&str>) -> (Vec<&str>, Vec<&str>) {
    (keywords.clone(), keywords)
}

#[test]
fn relatives_of_a_keyword_do_not_make_it_a_cue() {
    let sets = [
        vec!["Napoleon", "history"],
        vec!["Napoleon", "kings"],
        vec!["Napoleon", "France"],
        vec!["history", "Bonaparte", "music"],
    ];

    assert_no_cue(sets.map(same), &(0..14), 1_000);
}

#[test]
fn names_of_topics_and_kinds_are_no_cues() {
    let names = lines("topic:")
        .into_iter()
        .chain(lines("table:"))
        .chain(lines("keywords:"))
        .step_by(4);

    assert_no_cue(names.map(|name| same(vec![name])), &(0..1), 5_000);
}

#[test]
fn names_of_subjects_are_no_cues() {
    let subjects = subjects().into_iter().step_by(SUBJECT_STEP);

    assert_no_cue(subjects.map(|name| same(vec![name])), &(0..1), 2_000);
}

#[test]
fn no_keyword_among_several_is_a_cue() {
    let subjects: Vec<_> = subjects().into_iter().step_by(SUBJECT_STEP).collect();
    let kinds: Vec<_> = lines("table:").into_iter().collect();
    let pairs = subjects.iter().zip(kinds.iter().cycle());
    let sets = pairs.zip(subjects.iter().rev());

    assert_no_cue(
        sets.map(|((one, kind), other)| same(vec![one, kind, other])),
        &(0..1),
        5_000,
    );
}

#[test]
fn mistyped_keywords_are_no_cues() {
    let subjects: Vec<_> = subjects().into_iter().step_by(SUBJECT_STEP).collect();
    let typed: Vec<_> = subjects
        .iter()
        .filter_map(|name| Some((mistyped(name)?, *name)))
        .collect();
    let sets = typed
        .iter()
        .map(|(typed, name)| (vec![typed.as_str()], vec![typed.as_str(), name]));

    assert_no_cue(sets, &(0..1), 1_000);
}

/// Returns a question with these options, the solution first.
fn draft(options: &str) -> Draft {
    let mut options = options.split(" / ").map(|o| Choice::new(o).unwrap());
    Draft::single(
        Prompt::new("Who was born on an island?").unwrap(),
        options.next().unwrap(),
        options.collect(),
        Clarification::new("So it is.").unwrap(),
    )
    .unwrap()
}

#[test]
fn the_reviewer_and_this_test_agree_on_cues() {
    for (keywords, options, is_cue) in [
        (
            ["Napoleon", "history"],
            "Napoleon / Joseph Bonaparte / Bolívar",
            true,
        ),
        (
            ["Napoleon", "history"],
            "Napoleon / Napoleon III / Bolívar",
            false,
        ),
        (
            ["Napoleon", "history"],
            "Bolívar / Napoleon / Nelson",
            false,
        ),
        (["Napoleon", "history"], "Nelson / Bolívar / Ney", false),
        (
            ["Congress of Vienna", "any"],
            "Vienna / Congress Hall / Bonn",
            true,
        ),
        (
            ["Côte d'Ivoire", "any"],
            "Cote d’Ivoire / Ghana / Benin",
            true,
        ),
        (["Ireland", "any"], "Ireland / Iceland / Malta", true),
    ] {
        let draft = draft(options);
        let found = flaws(&draft, &Keywords::new(keywords).unwrap());
        assert_eq!(found.contains(&Flaw::KeywordCue), is_cue, "{options}");
        assert_eq!(only_right(&draft, &keywords).is_some(), is_cue, "{options}");
    }
}
