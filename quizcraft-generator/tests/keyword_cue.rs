//! Of the options, the right one is never the only one with a keyword of the game.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what helps a test may panic and print as the test may"
)]

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::written;
use quizcraft_core::{Choice, Clarification, Draft, Keyword, Keywords, Prompt};
use quizcraft_generator::{FACTS, FactWriter};
use quizcraft_review::{Flaw, flaws};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One of so many subjects is a keyword here: all of them would take minutes.
const SUBJECTS: usize = 12;

/// The words of a text without case, accents and the ending of a plural; "C++" is not "C". This, and
/// [`only_right`], are written anew on purpose: the reviewer's own comparison may be what is wrong.
fn words(text: &str) -> Vec<String> {
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let lower = bare.to_lowercase().replace(['\'', '’'], "");
    let words = lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '+'));
    let words = words.filter(|word| !word.is_empty());
    let one = |word: &str| match word.trim_end_matches('s') {
        "women" => "woman".to_owned(),
        bare if word.len() > 3 => bare
            .strip_suffix("ie")
            .map_or_else(|| bare.to_owned(), |stem| format!("{stem}y")),
        _ => word.to_owned(),
    };
    words.map(one).collect()
}

/// The keywords as a player reads them in an option: each as a whole, and each long word of it.
fn cues(keyword: &str) -> Vec<Vec<String>> {
    let mut whole = words(keyword);
    whole.retain(|word| word != "the");
    let long = whole.iter().filter(|word| word.chars().count() >= 5);
    let mut cues: Vec<_> = long.map(|word| vec![word.clone()]).collect();
    cues.push(whole);
    cues
}

fn holds(option: &Choice, cue: &[String]) -> bool {
    words(option.as_str())
        .windows(cue.len())
        .any(|part| part == cue)
}

/// The cue that only the right option holds.
fn only_right(draft: &Draft, keywords: &[&str]) -> Option<Vec<String>> {
    let mut cues = keywords.iter().flat_map(|keyword| cues(keyword));
    cues.find(|cue| {
        holds(draft.solution(), cue) && !draft.wrong().iter().any(|wrong| holds(wrong, cue))
    })
}

/// What stands after this key at the start of a line, in all built-in files.
fn lines(key: &str) -> BTreeSet<&'static str> {
    let lines = FACTS.iter().flat_map(|(_, text)| text.lines());
    let values = lines.filter_map(|line| line.strip_prefix(key));
    let parts = values.flat_map(|value| value.split(';').map(str::trim));
    parts.collect()
}

/// The names of all rows of the built-in files that are keywords.
fn subjects() -> BTreeSet<&'static str> {
    let lines = FACTS.iter().flat_map(|(_, text)| text.lines());
    let rows = lines.filter(|line| line.contains('|') && !line.starts_with("rows:"));
    let names = rows.filter_map(|row| row.split('|').next());
    let names = names.map(|name| name.trim().trim_start_matches("the "));
    names.filter(|name| Keyword::new(*name).is_ok()).collect()
}

/// A keyword with two letters of its longest word in the wrong order, if that is long.
fn mistyped(keyword: &str) -> Option<String> {
    let longest = keyword.split(' ').max_by_key(|word| word.chars().count())?;
    let mut letters: Vec<char> = longest.chars().collect();
    let different = letters.len() >= 7 && letters[3] != letters[4];
    different.then(|| {
        letters.swap(3, 4);
        keyword.replace(longest, &letters.iter().collect::<String>())
    })
}

/// What is wrong with the games on these keywords, which `meant` says without mistakes; and how
/// many questions they have.
fn found(keywords: &[&str], meant: &[&str], seeds: std::ops::Range<u8>) -> (Vec<String>, usize) {
    let writer = FactWriter::new();
    let games = seeds.filter_map(|seed| written(&writer, keywords, seed, 30).ok());
    let drafts: Vec<Draft> = games
        .flat_map(|game| game.iter().cloned().collect::<Vec<_>>())
        .collect();
    let told = drafts.iter().filter_map(|draft| {
        let cue = only_right(draft, meant)?;
        Some(format!("{keywords:?} {cue:?}: {draft:?}"))
    });
    (told.collect(), drafts.len())
}

/// Plays games on each of these sets of keywords and expects no cue.
fn expect_none<'a>(
    sets: impl IntoIterator<Item = (Vec<&'a str>, Vec<&'a str>)>,
    seeds: &std::ops::Range<u8>,
    least: usize,
) {
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for (keywords, meant) in sets {
        let (told, questions) = found(&keywords, &meant, seeds.clone());
        wrong.extend(told);
        asked += questions;
    }
    println!("{} of {asked}", wrong.len());
    assert!(asked >= least, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}: {wrong:#?}", wrong.len());
}

fn same(keywords: Vec<&str>) -> (Vec<&str>, Vec<&str>) {
    (keywords.clone(), keywords)
}

#[test]
fn a_right_option_is_not_told_by_a_keyword_beside_what_only_belongs_to_it() {
    let sets = [
        vec!["Napoleon", "history"],
        vec!["Napoleon", "kings"],
        vec!["Napoleon", "France"],
        vec!["history", "Bonaparte", "music"],
    ];

    expect_none(sets.map(same), &(0..14), 1_000);
}

#[test]
fn names_of_topics_and_of_kinds_tell_no_right_option() {
    let names = lines("topic:")
        .into_iter()
        .chain(lines("table:"))
        .chain(lines("keywords:"))
        .step_by(4);

    expect_none(names.map(|name| same(vec![name])), &(0..1), 5_000);
}

#[test]
fn names_of_subjects_tell_no_right_option() {
    let subjects = subjects().into_iter().step_by(SUBJECTS);

    expect_none(subjects.map(|name| same(vec![name])), &(0..1), 2_000);
}

#[test]
fn no_keyword_among_several_tells_a_right_option() {
    let subjects: Vec<_> = subjects().into_iter().step_by(SUBJECTS).collect();
    let kinds: Vec<_> = lines("table:").into_iter().collect();
    let pairs = subjects.iter().zip(kinds.iter().cycle());
    let sets = pairs.zip(subjects.iter().rev());

    expect_none(
        sets.map(|((one, kind), other)| same(vec![one, kind, other])),
        &(0..1),
        5_000,
    );
}

#[test]
fn a_mistyped_keyword_tells_no_right_option() {
    let subjects: Vec<_> = subjects().into_iter().step_by(SUBJECTS).collect();
    let typed: Vec<_> = subjects
        .iter()
        .filter_map(|name| Some((mistyped(name)?, *name)))
        .collect();
    let sets = typed
        .iter()
        .map(|(typed, name)| (vec![typed.as_str()], vec![typed.as_str(), name]));

    expect_none(sets, &(0..1), 1_000);
}

/// A question with these options, of which the first is right.
fn draft(options: &str) -> Draft {
    let mut options = options.split(" / ").map(|o| Choice::new(o).unwrap());
    Draft::new(
        Prompt::new("Who was born on an island?").unwrap(),
        options.next().unwrap(),
        options.collect(),
        Clarification::new("So it is.").unwrap(),
    )
    .unwrap()
}

#[test]
fn reviewer_and_count_agree_on_what_a_cue_is() {
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
