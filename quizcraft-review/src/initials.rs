//! A rule for symbols and abbreviations: [`Flaw::InitialCue`].

use super::{Flaw, Item, Rule, Text, words};

/// The maximum length of a symbol, of which only the first letter must be a capital: "Fe".
const MAX_SYMBOL_LENGTH: usize = 2;
/// The maximum length of an abbreviation, which is all capitals: "DNA".
const MAX_ABBREVIATION_LENGTH: usize = 4;
/// The minimum length of a word that can be the meaning of a symbol: "zinc".
const MIN_NAME_LENGTH: usize = 4;

pub(super) const RULES: &[Rule] = &[(Flaw::InitialCue, |item| {
    has_symbol_in_prompt(item) || has_meaning_of_symbol(item) || has_meaning_of_abbreviation(item)
})];

/// Returns whether only the right option starts with the first letter of a symbol in the prompt.
fn has_symbol_in_prompt(item: &Item<'_>) -> bool {
    let symbols = symbols(item.prompt.as_str());
    let mut initials = symbols.into_iter().filter_map(initial);
    initials.any(|letter| item.only_right(|option| initial(option.as_str()) == Some(letter)))
}

/// Returns whether the options are symbols, and only the right one starts with the first letter of
/// a word of the prompt that it can be a symbol of.
fn has_meaning_of_symbol(item: &Item<'_>) -> bool {
    let starts = |option: &Text, word: &str| initial(option.as_str()) == initial(word);
    // The first word is a question word, and shorter words occur in every prompt.
    let mut words = words(item.prompt.as_str())
        .skip(1)
        .filter(|word| word.chars().count() >= MIN_NAME_LENGTH);
    item.options().all(|option| is_symbol(option.as_str()))
        && words.any(|word| {
            abbreviates(item.right.as_str(), word) && item.only_right(|option| starts(option, word))
        })
}

/// Returns whether the options are abbreviations, and only the right one starts with the first
/// letter of its meaning in the prompt ("Hypertext Transfer Protocol").
fn has_meaning_of_abbreviation(item: &Item<'_>) -> bool {
    let right = item.right.as_str();
    let letter = initial(right);
    // The cheapest check comes first: options are rarely abbreviations.
    item.options()
        .all(|option| is_abbreviation(option.as_str()))
        && item.only_right(|option| initial(option.as_str()) == letter)
        && is_written_out(right, item.prompt.as_str())
}

/// Returns whether the last words of a prompt can be the meaning of an abbreviation: they start with
/// its first letter and contain its letters in order.
fn is_written_out(abbreviation: &str, prompt: &str) -> bool {
    let words: Vec<&str> = words(prompt).collect();
    let letter = initial(abbreviation);
    (1..words.len()).any(|start| {
        let meaning = words.get(start..).unwrap_or_default().concat();
        initial(&meaning) == letter && abbreviates(abbreviation, &meaning)
    })
}

/// Returns the symbols and abbreviations in a prompt: short capitalised words between words that are
/// not capitalised. Next to a capitalised word they are part of a name or a title ("Henry VIII",
/// "The Old Man").
fn symbols(prompt: &str) -> Vec<&str> {
    let words: Vec<&str> = words(prompt).collect();
    let inner = words.windows(3).filter_map(|three| match three {
        [before, word, after] => (!is_capitalised(after)).then_some((*before, *word)),
        _ => None,
    });
    let last = words.windows(2).last().and_then(|two| match two {
        [before, word] => Some((*before, *word)),
        _ => None,
    });
    // The first word of a prompt is always capitalised.
    let first = words.first().copied();
    let is_separate = |before: &str| Some(before) == first || !is_capitalised(before);
    let found = inner
        .chain(last)
        .filter(|(before, word)| is_separate(before) && is_symbol(word));
    found.map(|(_, word)| word).collect()
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_symbol(word: &str) -> bool {
    let letters = word.chars().count();
    let is_abbreviation =
        letters <= MAX_ABBREVIATION_LENGTH && word.chars().all(char::is_uppercase);
    is_capitalised(word)
        && word.chars().all(char::is_alphabetic)
        && (letters <= MAX_SYMBOL_LENGTH || is_abbreviation)
}

/// Returns whether a text is one word of at least two capital letters and digits.
fn is_abbreviation(text: &str) -> bool {
    let is_allowed = |c: char| c.is_uppercase() || c.is_ascii_digit();
    text.chars().nth(1).is_some() && is_capitalised(text) && text.chars().all(is_allowed)
}

/// Returns the first letter of a text in lower case.
///
/// ```
/// assert_eq!(quizcraft_review::initial("Krypton"), Some('k'));
/// ```
#[must_use]
pub fn initial(text: &str) -> Option<char> {
    text.chars().flat_map(char::to_lowercase).next()
}

/// Returns whether a word contains the letters of a symbol in the same order, in any case.
///
/// ```
/// use quizcraft_review::abbreviates;
///
/// assert!(abbreviates("Zn", "zinc"));
/// assert!(!abbreviates("Au", "gold"));
/// ```
#[must_use]
pub fn abbreviates(symbol: &str, word: &str) -> bool {
    let (symbol, word) = (symbol.to_lowercase(), word.to_lowercase());
    let mut letters = word.chars();
    let mut wanted = symbol.chars();
    wanted.all(|wanted| letters.any(|letter| letter == wanted))
}
