//! Names that are spelled nearly as they were typed.

use std::ops::Range;

use super::{Facts, Words};
use crate::image::{Section, first};
use quizcraft_text::Phrase;
use quizcraft_text::{Progress, Typed};

impl Facts {
    /// The phrases that may be what was typed with a few mistakes, as ids.
    pub(super) fn spelled_like(&self, typed: &Phrase) -> Vec<u32> {
        let mut found = Vec::new();
        for spelling in Typed::spellings(typed.joined()) {
            let mut walk = Walk::new(&spelling);
            for word in self.words_like(&spelling) {
                let text = self.image.text(Section::WordStarts, word);
                if let Some(progress) = walk.to(text) {
                    let phrases = self.phrases_from(word..word.saturating_add(1));
                    let is_like = |phrase: &u32| self.ends_like(&spelling, progress, *phrase);
                    found.extend(phrases.filter(is_like));
                }
            }
        }
        found
    }

    /// Whether a phrase matches to its end if its first word matches as far as that.
    fn ends_like(&self, spelling: &Typed, first_word: &Progress, phrase: u32) -> bool {
        let mut progress = first_word.clone();
        for word in Words::new(self, phrase).iter().skip(1) {
            for letter in std::iter::once(b' ').chain(word.bytes()) {
                let Some(next) = spelling.advance(&progress, letter) else {
                    return false;
                };
                progress = next;
            }
        }
        spelling.is_done(&progress)
    }

    /// The words that start with the same byte: the first letter is right, as it mostly is.
    fn words_like(&self, spelling: &Typed) -> Range<u32> {
        let words = 0..self.image.count(Section::WordStarts).saturating_sub(1);
        let initial = spelling.initial();
        let first_byte = |word| self.image.bytes(Section::WordStarts, word).first().copied();
        let start = first(words.clone(), |word| first_byte(word) >= initial);
        let end = first(words, |word| first_byte(word) > initial);
        start..end
    }
}

/// A way through words in ascending order, on which what two have in common is gone once.
struct Walk<'t, 'w> {
    typed: &'t Typed,
    /// The word that was gone to last.
    word: &'w str,
    /// How far each of its beginnings matches, up to the first that cannot.
    steps: Vec<Progress>,
}

impl<'t, 'w> Walk<'t, 'w> {
    fn new(typed: &'t Typed) -> Self {
        Self {
            typed,
            word: "",
            steps: vec![typed.begin()],
        }
    }

    /// Goes to a word: how far it matches, if what it begins is near what was typed.
    fn to(&mut self, word: &'w str) -> Option<&Progress> {
        let pairs = self.word.bytes().zip(word.bytes());
        let common = pairs.take_while(|(one, other)| one == other).count();
        self.word = word;
        self.steps.truncate(common.saturating_add(1));
        if self.steps.len() <= common {
            // It begins like a word that did not match.
            return None;
        }
        for letter in word.bytes().skip(common) {
            let next = self.typed.advance(self.steps.last()?, letter)?;
            self.steps.push(next);
        }
        self.steps.last()
    }
}
