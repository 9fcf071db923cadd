//! The search for names with typing errors.

use std::ops::Range;

use super::{Facts, Words};
use crate::image::{Section, binary_search};
use quizcraft_text::Phrase;
use quizcraft_text::{TypoAutomaton, TypoState};

impl Facts {
    /// Returns the ids of the phrases within a small edit distance of the typed one.
    pub(super) fn spelled_like(&self, typed: &Phrase) -> Vec<u32> {
        let mut found = Vec::new();
        for spelling in TypoAutomaton::spellings(typed.as_str()) {
            let mut walk = Walk::new(&spelling);
            for word in self.words_like(&spelling) {
                let text = self.image.text(Section::WordStarts, word);
                if let Some(state) = walk.to(text) {
                    let phrases = self.phrases_from(word..word.saturating_add(1));
                    let is_like = |phrase: &u32| self.ends_like(&spelling, state, *phrase);
                    found.extend(phrases.filter(is_like));
                }
            }
        }
        found
    }

    /// Returns whether a whole phrase matches, given the state after its first word.
    fn ends_like(&self, spelling: &TypoAutomaton, first_word: &TypoState, phrase: u32) -> bool {
        let mut state = first_word.clone();
        for word in Words::new(self, phrase).iter().skip(1) {
            for letter in std::iter::once(b' ').chain(word.bytes()) {
                let Some(next) = spelling.advance(&state, letter) else {
                    return false;
                };
                state = next;
            }
        }
        spelling.is_match(&state)
    }

    /// Returns the ids of the words with the same first byte. Typing errors in the first letter are
    /// rare and not corrected.
    fn words_like(&self, spelling: &TypoAutomaton) -> Range<u32> {
        let words = 0..self.image.count(Section::WordStarts).saturating_sub(1);
        let initial = spelling.first_byte();
        let first_byte = |word| self.image.bytes(Section::WordStarts, word).first().copied();
        let start = binary_search(words.clone(), |word| first_byte(word) >= initial);
        let end = binary_search(words, |word| first_byte(word) > initial);
        start..end
    }
}

/// Matches sorted words one after the other, and reuses the states of the prefix that a word
/// shares with the previous one.
struct Walk<'t, 'w> {
    typed: &'t TypoAutomaton,
    /// The previous word.
    word: &'w str,
    /// The states after each of its prefixes, up to the first that cannot match.
    steps: Vec<TypoState>,
}

impl<'t, 'w> Walk<'t, 'w> {
    fn new(typed: &'t TypoAutomaton) -> Self {
        Self {
            typed,
            word: "",
            steps: vec![typed.start()],
        }
    }

    /// Moves to a word and returns its state; `None` if no phrase that starts with it can match.
    fn to(&mut self, word: &'w str) -> Option<&TypoState> {
        let pairs = self.word.bytes().zip(word.bytes());
        let common = pairs.take_while(|(one, other)| one == other).count();
        self.word = word;
        self.steps.truncate(common.saturating_add(1));
        if self.steps.len() <= common {
            // It has a prefix that cannot match.
            return None;
        }
        for letter in word.bytes().skip(common) {
            let next = self.typed.advance(self.steps.last()?, letter)?;
            self.steps.push(next);
        }
        self.steps.last()
    }
}
