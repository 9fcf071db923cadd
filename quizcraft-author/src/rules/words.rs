//! Texts as folded words.

use std::fmt;
use std::ops::Range;

use quizcraft_text::folded_words;

/// The maximum number of words of a phrase, or of letters in a script without spaces.
const MAX_PHRASE: usize = 12;

/// The words of a text without case, accents and punctuation, each after a space.
///
/// An apostrophe separates words, so that "Napoleon" stands in "Napoleon's army", and "Italie" in "l'Italie".
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FoldedText(String);

impl FoldedText {
    pub(crate) fn new(text: &str) -> Self {
        let words = folded_words(&text.replace(['\'', '’', 'ʼ'], " "));
        Self(words.join(" "))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|word| !word.is_empty())
    }

    /// Returns whether the words of the other text stand in this one, in their order and side by side. In a script
    /// without spaces, letters are compared instead of words.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        if other.is_empty() {
            return false;
        }
        if other.0.contains(has_no_spaces) {
            return self.without_spaces().contains(&other.without_spaces());
        }
        self.has_phrase(&other.0)
    }

    /// Returns whether the folded words of a phrase stand in this text side by side.
    pub(super) fn has_phrase(&self, phrase: &str) -> bool {
        format!(" {} ", self.0).contains(&format!(" {phrase} "))
    }

    /// Returns the phrases of the text: words side by side, or letters side by side in a script without spaces.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &str> {
        let units = self.units();
        let ranges = (1..=MAX_PHRASE).flat_map(move |length| {
            let phrases = units.windows(length);
            let ranges = phrases.filter_map(|units| Some(units.first()?.start..units.last()?.end));
            ranges.collect::<Vec<_>>()
        });
        ranges.filter_map(|range| self.0.get(range))
    }

    /// Returns where the words are, and the letters of scripts without spaces.
    fn units(&self) -> Vec<Range<usize>> {
        let mut units = Vec::<Range<usize>>::new();
        let mut before = ' ';
        for (start, letter) in self.0.char_indices() {
            let end = start.saturating_add(letter.len_utf8());
            let is_alone = before == ' ' || has_no_spaces(before) || has_no_spaces(letter);
            match units.last_mut() {
                Some(word) if letter != ' ' && !is_alone => word.end = end,
                _ if letter != ' ' => units.push(start..end),
                _ => {}
            }
            before = letter;
        }
        units
    }

    fn without_spaces(&self) -> String {
        self.0.replace(' ', "")
    }
}

impl fmt::Debug for FoldedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FoldedText({} bytes)", self.0.len())
    }
}

/// Returns whether a letter belongs to a script that puts no spaces between words: Thai, Lao, Burmese, Khmer,
/// Chinese and Japanese.
pub(super) fn has_no_spaces(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
