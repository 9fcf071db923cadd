//! Rules for the prompt, and for what it has in common with the options.

use super::{Flaw, Item, Rule, Text};

/// The most characters that a prompt needs.
const LONGEST: usize = 300;
const NEGATIVE: [&str; 8] = [
    "not",
    "except",
    "never",
    "least",
    "incorrect",
    "false",
    "untrue",
    "cannot",
];
/// Question words. They are no cue if they occur in prompt and option.
const QUESTION_WORDS: [&str; 12] = [
    "which", "what", "who", "where", "when", "how", "these", "this", "was", "did", "does", "with",
];
/// Words shorter than this are too common to be a clue.
const TELLING: usize = 3;

/// The minimum length of a word that counts as a part of a longer word.
const PART: usize = 5;

pub(super) const RULES: &[Rule] = &[
    (Flaw::UnfocusedStem, |item| {
        !item.stem.as_str().ends_with('?')
    }),
    (Flaw::SeveralProblems, |item| {
        item.stem.as_str().contains("? ")
    }),
    (Flaw::WordyStem, |item| {
        let stem = item.stem.as_str();
        stem.len() > LONGEST && stem.chars().count() > LONGEST
    }),
    (Flaw::Blank, has_blank),
    (Flaw::NegativeStem, is_negative),
    (Flaw::RepeatedWord, clangs),
    (Flaw::ImplausibleOption, names_a_wrong_option),
    (Flaw::GrammaticalCue, has_unfit_article),
];

fn has_blank(item: &Item<'_>) -> bool {
    ["__", "...", "…"]
        .iter()
        .any(|gap| item.stem.as_str().contains(gap))
}

/// Titles have capital letters, and do not count.
fn is_negative(item: &Item<'_>) -> bool {
    let mut words = item
        .stem
        .as_str()
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’');
    words.any(|word| {
        let short = word.ends_with("n't") || word.ends_with("n’t");
        let loud = word.len() > 2 && word.chars().all(char::is_uppercase);
        let named = || NEGATIVE.contains(&word.to_lowercase().as_str());
        short || NEGATIVE.contains(&word) || loud && named()
    })
}

fn clangs(item: &Item<'_>) -> bool {
    let has = |text: &Text, word: &str| {
        let mut own = text.words().iter();
        own.any(|own| own == word || is_within(own, word) || is_within(word, own))
    };
    item.right.words().iter().any(|word| {
        is_telling(word) && has(item.stem, word) && !item.wrong.iter().any(|wrong| has(wrong, word))
    })
}

/// Returns whether a word is a part of another, as "bridge" is of "drawbridge".
fn is_within(part: &str, whole: &str) -> bool {
    part.len() <= whole.len() && part.chars().count() >= PART && whole.contains(part)
}

/// Returns whether a word of a prompt tells something: it is neither short nor a word of any
/// question.
pub(super) fn is_telling(word: &str) -> bool {
    word.chars().count() >= TELLING && !is_question_word(word)
}

pub(super) fn is_question_word(word: &str) -> bool {
    QUESTION_WORDS.contains(&word)
}

fn names_a_wrong_option(item: &Item<'_>) -> bool {
    let long = |text: &Text| text.as_str().chars().count() >= TELLING;
    let mut wrong = item.wrong.iter().filter(|option| long(option));
    wrong.any(|option| item.stem.words().contains_all(option.words()))
}

fn has_unfit_article(item: &Item<'_>) -> bool {
    let last = item
        .stem
        .as_str()
        .trim_end_matches(['?', ':', ' ', '.', '…', '_']);
    let vowel = |option: &Text| {
        option
            .as_str()
            .to_lowercase()
            .starts_with(['a', 'e', 'i', 'o', 'u'])
    };
    let (before_vowel, before_other) = (last.ends_with(" an"), last.ends_with(" a"));
    item.options()
        .any(|option| before_vowel && !vowel(option) || before_other && vowel(option))
}
