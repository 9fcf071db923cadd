//! A text as the words in it.

use crate::review::words;
use quizcraft_facts::Phrase;

/// Words of which this many letters or fewer are the same words only if their case is the same:
/// the symbol of arsenic is not the word "as".
const SHORT: usize = 2;
/// How many letters the words of one root have in common at least.
const ROOT: usize = 4;

/// A text with its words as they are spelled and as they are compared.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    spelled: Vec<String>,
    phrase: Phrase,
}

impl Text {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            spelled: words(text).map(str::to_owned).collect(),
            phrase: Phrase::new(text),
        }
    }

    pub(super) fn spelled(&self) -> &[String] {
        &self.spelled
    }

    pub(super) fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub(super) fn words(&self) -> &[String] {
        self.phrase.words()
    }

    /// Whether the words of the other stand in this text one after the other.
    pub(super) fn says(&self, other: &Self) -> bool {
        let long = |word: &String| word.chars().count() > SHORT;
        if other.words().iter().any(long) {
            return follows(self.words(), other.words());
        }
        follows(&self.spelled, &other.spelled)
    }
}

fn follows(text: &[String], part: &[String]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|words| words == part)
}

/// Whether two words are the same or have one root, as "Slovenia" and "Slovene" have.
pub(super) fn are_akin(one: &str, other: &str) -> bool {
    // Most words begin otherwise, and cost nothing more.
    if one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let common = one.chars().zip(other.chars());
    let common = common.take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    one == other || common >= ROOT && common.saturating_add(1) >= shorter
}
