//! Rules for what the first letters of prompt and options have in common.

use super::{Flaw, Item, Rule, Text, words};

/// The most letters of a symbol ("Fe"), which need not all be capitals.
const SYMBOL: usize = 2;
/// The fewest letters of a name that a symbol stands for ("zinc").
const NAME: usize = 4;
/// The most letters of an abbreviation, all of them capitals ("DNA").
const ABBREVIATION: usize = 4;

pub(super) const RULES: &[Rule] = &[(Flaw::InitialCue, |item| {
    symbol_tells(item) || name_tells(item) || meaning_tells(item)
})];

/// Returns whether only the right option starts with the letter of a symbol in the prompt.
fn symbol_tells(item: &Item<'_>) -> bool {
    let symbols = symbols(item.stem.as_str());
    let mut initials = symbols.into_iter().filter_map(initial);
    initials.any(|letter| item.is_only_right(|option| initial(option.as_str()) == Some(letter)))
}

/// Returns whether the options are symbols, and only the right one could stand for a word of the
/// prompt and starts with its letter.
fn name_tells(item: &Item<'_>) -> bool {
    let starts = |option: &Text, word: &str| initial(option.as_str()) == initial(word);
    // The first word is one that asks, and shorter ones stand in every prompt.
    let mut words = words(item.stem.as_str())
        .skip(1)
        .filter(|word| word.chars().count() >= NAME);
    item.options().all(|option| is_symbol(option.as_str()))
        && words.any(|word| {
            abbreviates(item.right.as_str(), word)
                && item.is_only_right(|option| starts(option, word))
        })
}

/// Returns whether the options are abbreviations, and only the right one starts with the letter of
/// what stands in the prompt and is spelled by it ("Hypertext Transfer Protocol").
fn meaning_tells(item: &Item<'_>) -> bool {
    let right = item.right.as_str();
    let letter = initial(right);
    // Few options are abbreviations, and that takes least to tell.
    item.options()
        .all(|option| is_abbreviation(option.as_str()))
        && item.is_only_right(|option| initial(option.as_str()) == letter)
        && is_spelled(right, item.stem.as_str())
}

/// Returns whether words at the end of a prompt begin with the letter of an abbreviation and have
/// its letters in their order.
fn is_spelled(abbreviation: &str, prompt: &str) -> bool {
    let words: Vec<&str> = words(prompt).collect();
    let letter = initial(abbreviation);
    (1..words.len()).any(|start| {
        let meaning = words.get(start..).unwrap_or_default().concat();
        initial(&meaning) == letter && abbreviates(abbreviation, &meaning)
    })
}

/// Symbols and abbreviations in a prompt: short words with a capital letter between words without
/// one. Beside a capital letter they belong to a name or a title ("Henry VIII", "The Old Man").
fn symbols(prompt: &str) -> Vec<&str> {
    let words: Vec<&str> = words(prompt).collect();
    let inner = words.windows(3).filter_map(|three| match three {
        [before, word, after] => (!is_capital(after)).then_some((*before, *word)),
        _ => None,
    });
    let last = words.windows(2).last().and_then(|two| match two {
        [before, word] => Some((*before, *word)),
        _ => None,
    });
    // The first word of all has a capital letter whatever it is.
    let opening = words.first().copied();
    let alone = |before: &str| Some(before) == opening || !is_capital(before);
    let found = inner
        .chain(last)
        .filter(|(before, word)| alone(before) && is_symbol(word));
    found.map(|(_, word)| word).collect()
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_symbol(word: &str) -> bool {
    let letters = word.chars().count();
    let loud = letters <= ABBREVIATION && word.chars().all(char::is_uppercase);
    is_capital(word) && word.chars().all(char::is_alphabetic) && (letters <= SYMBOL || loud)
}

/// Returns whether a text is one word of capital letters and digits, as abbreviations are.
fn is_abbreviation(text: &str) -> bool {
    let loud = |c: char| c.is_uppercase() || c.is_ascii_digit();
    text.chars().count() >= SYMBOL && is_capital(text) && text.chars().all(loud)
}

/// Returns the letter that a text starts with, whatever its case.
pub fn initial(word: &str) -> Option<char> {
    word.chars().flat_map(char::to_lowercase).next()
}

/// Returns whether the letters of a symbol stand in a word, in the same order.
#[must_use]
pub fn abbreviates(symbol: &str, word: &str) -> bool {
    let (symbol, word) = (symbol.to_lowercase(), word.to_lowercase());
    let mut letters = word.chars();
    let mut wanted = symbol.chars();
    wanted.all(|wanted| letters.any(|letter| letter == wanted))
}
