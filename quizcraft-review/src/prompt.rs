//! Rules for the prompt, alone and compared with the options.

use super::{Flaw, Item, Rule, Text};

/// The maximum length of a prompt in characters.
const MAX_LENGTH: usize = 300;
/// The characters that end a question: the Latin, the full-width, the Arabic and the Armenian question mark.
///
/// ```
/// assert!("日本の首都はどこか？".ends_with(quizcraft_review::QUESTION_MARKS));
/// ```
pub const QUESTION_MARKS: [char; 4] = ['?', '？', '؟', '՞'];
const NEGATIONS: [&str; 8] = [
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
/// The minimum length of a distinctive word. Shorter words are too common to be a cue.
const MIN_DISTINCTIVE_LENGTH: usize = 3;

/// The minimum length of a word that counts as a part of a longer word.
const MIN_PART_LENGTH: usize = 5;

/// The rules for a prompt alone.
pub(super) const STEM_RULES: &[Rule] = &[
    (Flaw::UnfocusedStem, |item| {
        !item.prompt.as_str().ends_with(QUESTION_MARKS)
    }),
    (Flaw::SeveralProblems, |item| {
        let mut after = item.prompt.as_str().split(QUESTION_MARKS).skip(1);
        after.any(|text| text.starts_with(' '))
    }),
    (Flaw::WordyStem, |item| {
        let prompt = item.prompt.as_str();
        prompt.len() > MAX_LENGTH && prompt.chars().count() > MAX_LENGTH
    }),
    (Flaw::Blank, has_blank),
    (Flaw::NegativeStem, is_negative),
];

/// The rules for a prompt compared with the options.
pub(super) const RULES: &[Rule] = &[
    (Flaw::RepeatedWord, has_repeated_word),
    (Flaw::ImplausibleOption, contains_wrong_option),
    (Flaw::GrammaticalCue, has_mismatched_article),
];

fn has_blank(item: &Item<'_>) -> bool {
    ["__", "...", "…"]
        .iter()
        .any(|gap| item.prompt.as_str().contains(gap))
}

/// Returns whether the prompt contains a negation. Ignores capitalised words, which belong to titles,
/// but not words in capitals, which are emphasised.
fn is_negative(item: &Item<'_>) -> bool {
    let mut words = item
        .prompt
        .as_str()
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’');
    words.any(|word| {
        let is_contraction = word.ends_with("n't") || word.ends_with("n’t");
        let is_emphasised = word.len() > 2 && word.chars().all(char::is_uppercase);
        let is_negation = || NEGATIONS.contains(&word.to_lowercase().as_str());
        is_contraction || NEGATIONS.contains(&word) || is_emphasised && is_negation()
    })
}

fn has_repeated_word(item: &Item<'_>) -> bool {
    let has = |text: &Text, word: &str| {
        let mut own = text.words().iter();
        own.any(|own| own == word || is_part_of(own, word) || is_part_of(word, own))
    };
    item.right.words().iter().any(|word| {
        is_distinctive(word)
            && has(item.prompt, word)
            && !item.wrong.iter().any(|wrong| has(wrong, word))
    })
}

/// Returns whether a word is a part of a longer word: "bridge" and "drawbridge".
fn is_part_of(part: &str, whole: &str) -> bool {
    part.len() <= whole.len() && part.chars().count() >= MIN_PART_LENGTH && whole.contains(part)
}

/// Returns whether a word can identify what a prompt is about: it is neither short nor a question
/// word.
pub(super) fn is_distinctive(word: &str) -> bool {
    word.chars().count() >= MIN_DISTINCTIVE_LENGTH && !is_question_word(word)
}

pub(super) fn is_question_word(word: &str) -> bool {
    QUESTION_WORDS.contains(&word)
}

fn contains_wrong_option(item: &Item<'_>) -> bool {
    let is_long = |text: &Text| text.as_str().chars().count() >= MIN_DISTINCTIVE_LENGTH;
    let mut wrong = item.wrong.iter().filter(|option| is_long(option));
    wrong.any(|option| item.prompt.words().contains_all(option.words()))
}

fn has_mismatched_article(item: &Item<'_>) -> bool {
    let end = item
        .prompt
        .as_str()
        .trim_end_matches(['?', ':', ' ', '.', '…', '_']);
    let starts_with_vowel = |option: &Text| {
        option
            .as_str()
            .to_lowercase()
            .starts_with(['a', 'e', 'i', 'o', 'u'])
    };
    let (before_vowel, before_consonant) = (end.ends_with(" an"), end.ends_with(" a"));
    item.options().any(|option| {
        before_vowel && !starts_with_vowel(option) || before_consonant && starts_with_vowel(option)
    })
}
