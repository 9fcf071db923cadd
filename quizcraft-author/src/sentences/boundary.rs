//! The boundaries of sentences.

use super::abbreviations::{STARTERS, is_abbreviation, may_abbreviate};

/// The characters that end a sentence before a space.
const STOPS: [char; 5] = ['.', '!', '?', '…', '։'];
/// The characters that end a sentence wherever they stand: full stops of scripts that put no space after them,
/// or that have no other use for them.
const FULL_STOPS: [char; 12] = [
    '。', '｡', '．', '！', '？', '।', '॥', '؟', '۔', '።', '။', '។',
];
/// The characters after a full stop that belong to its sentence.
const CLOSERS: [char; 14] = [
    '"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）', '】', '〉', '》',
];
/// The characters before a word that do not belong to it.
const OPENERS: [char; 14] = [
    '"', '\'', '“', '‘', '„', '‚', '«', '‹', '(', '[', '「', '『', '（', '¿',
];

/// Returns the sentences of a line. A rest without a full stop is no sentence.
pub(super) fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let (sentence, next) = rest.split_at_checked(first_end(rest)?)?;
        rest = next;
        Some(sentence.trim())
    })
}

/// Returns whether a text ends like a sentence.
pub(super) fn is_finished(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(CLOSERS).trim_end();
    text.ends_with(is_stop) || text.ends_with(is_without_stops)
}

/// Returns whether a letter belongs to a script whose sentences end with a space: Thai and Lao.
fn is_without_stops(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}')
}

/// Returns where the first sentence of the text ends.
fn first_end(text: &str) -> Option<usize> {
    let mut is_inside = false;
    for (start, character) in text.char_indices() {
        // In "?!" and "...", the last one decides.
        let is_first = is_stop(character) && !is_inside;
        is_inside = is_stop(character);
        if is_first {
            let (before, stop) = text.split_at_checked(start)?;
            let after = stop.trim_start_matches(is_stop);
            let (stops, _) = stop.split_at_checked(stop.len().checked_sub(after.len())?)?;
            // French texts have a space before the quotation mark.
            let after = after.strip_prefix(" »").unwrap_or(after);
            let after = after.trim_start_matches(CLOSERS);
            if is_end(before, stops, after) {
                return text.len().checked_sub(after.len());
            }
        }
    }
    None
}

fn is_stop(character: char) -> bool {
    STOPS.contains(&character) || FULL_STOPS.contains(&character)
}

/// Returns whether a sentence ends with these full stops, between these texts.
fn is_end(before: &str, stops: &str, after: &str) -> bool {
    if after.is_empty() || stops.contains(FULL_STOPS) {
        return true;
    }
    let next = after.trim_start().trim_start_matches(OPENERS);
    if !after.starts_with(char::is_whitespace) || next.starts_with(char::is_lowercase) {
        return false;
    }
    stops != "." || !is_abbreviated(before, next)
}

/// Returns whether the full stop after a text belongs to an abbreviation, and ends no sentence.
fn is_abbreviated(before: &str, next: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let word = word.trim_start_matches(OPENERS);
    let starts_sentence = || {
        let first = next.split(|c: char| !c.is_alphabetic()).next();
        first.is_some_and(|first| STARTERS.contains(&first))
    };
    is_abbreviation(word, next) || may_abbreviate(word) && !starts_sentence()
}
