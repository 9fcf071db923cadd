//! Splits plain text into sentences.

mod abbreviations;
mod boundary;

use quizcraft_core::comparable;

use crate::Article;

/// The maximum number of characters of a text that are read. A text has more than the sentences that are kept,
/// because of headings and lists.
const MAX_READ: usize = 60_000;
/// The minimum weight of a sentence: its number of characters, where a character of a script without spaces
/// counts as [`WIDE_WEIGHT`].
const MIN_WEIGHT: usize = 15;
const WIDE_WEIGHT: usize = 3;
/// The maximum number of characters of a sentence. Longer ones are mostly enumerations.
const MAX_SENTENCE_CHARS: usize = 400;
/// The characters that begin list items, headings, tables and remnants of markup.
const REMNANT_STARTS: [char; 16] = [
    '*', '#', '|', '=', '-', '–', '—', '•', '·', '‣', '▪', '◦', '○', '●', '{', '^',
];
/// The maximum number of characters between the brackets of a reference, such as "[12]".
const MAX_REFERENCE_CHARS: usize = 3;

/// Returns the first sentences of a text, at most [`Article::MAX_SENTENCES`] with at most [`Article::MAX_CHARS`]
/// characters.
pub(crate) fn split(text: &str) -> Vec<String> {
    let text: String = text.chars().take(MAX_READ).collect();
    let lines = text.split(is_line_break).map(clean);
    let lines: Vec<String> = lines.filter(|line| !is_remnant(line)).collect();
    let sentences = lines.iter().flat_map(|line| boundary::sentences(line));
    let complete = sentences.filter(|sentence| is_complete(sentence));
    let mut chars: usize = 0;
    let fits = |sentence: &&str| {
        chars = chars.saturating_add(sentence.chars().count());
        chars <= Article::MAX_CHARS
    };
    let kept = complete.take_while(fits).take(Article::MAX_SENTENCES);
    kept.map(str::to_owned).collect()
}

/// Returns the sentences of one line, without a rest that has no end.
pub(crate) fn sentences_of(line: &str) -> impl Iterator<Item = &str> {
    boundary::sentences(line)
}

/// Returns whether a text ends like a sentence, and not in the middle of one.
pub(crate) fn is_finished(text: &str) -> bool {
    boundary::is_finished(text)
}

/// Returns whether a character ends a line.
fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Returns a text in NFC, without control characters and invisible characters, and with single spaces.
pub(crate) fn in_one_line(text: &str) -> String {
    let visible: String = text.chars().map(spaced).collect();
    let text = comparable(&visible);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns a line without references.
fn clean(line: &str) -> String {
    in_one_line(&without_references(&in_one_line(line)))
}

/// Returns a space for a control character or a white space character, otherwise the character.
fn spaced(character: char) -> char {
    if character.is_control() || character.is_whitespace() {
        ' '
    } else {
        character
    }
}

/// Removes the numbers of references: "[12]".
fn without_references(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    for character in line.chars() {
        let start = (character == ']').then(|| reference_start(&kept)).flatten();
        match start {
            Some(start) => kept.truncate(start),
            None => kept.push(character),
        }
    }
    kept
}

/// Returns where the reference begins that the next bracket ends.
fn reference_start(text: &str) -> Option<usize> {
    let near = text.char_indices().rev();
    let mut near = near.take(MAX_REFERENCE_CHARS.saturating_add(1));
    let (start, bracket) = near.find(|(_, c)| !c.is_ascii_digit())?;
    (bracket == '[').then_some(start)
}

/// Returns whether a line is a heading, an item of a list, or what is left of a table or of markup.
fn is_remnant(line: &str) -> bool {
    line.starts_with(REMNANT_STARTS) || has_item_number(line)
}

/// Returns whether a line begins like an item of a numbered list: "1.", "12)" or "a)".
fn has_item_number(line: &str) -> bool {
    let Some((number, _)) = line.split_once(' ') else {
        return false;
    };
    let digits = number.trim_end_matches(['.', ')']);
    let is_number = digits.len() < number.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number || number.ends_with(')') && digits.chars().count() == 1
}

/// Returns whether a sentence is neither too short, nor too long, nor a fragment.
fn is_complete(sentence: &str) -> bool {
    let weight = |c: char| if is_wide(c) { WIDE_WEIGHT } else { 1 };
    let visible = || sentence.chars().filter(|c| !c.is_whitespace());
    let letters = visible().filter(|c| c.is_alphabetic()).count();
    let is_text = letters.saturating_mul(3) >= visible().count();
    let chars = sentence.chars().count();
    let total: usize = sentence.chars().map(weight).sum();
    is_text && total >= MIN_WEIGHT && chars <= MAX_SENTENCE_CHARS && !is_remnant(sentence)
}

/// Returns whether a character belongs to a script that needs few characters for a word, such as Chinese.
fn is_wide(character: char) -> bool {
    character >= '\u{2e80}'
}
