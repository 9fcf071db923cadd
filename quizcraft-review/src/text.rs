//! A text as the words in it.

use std::ops::Range;

use quizcraft_text::Phrase;

use super::words;

/// Words of which this many letters or fewer are the same words only if their case is the same:
/// the symbol of arsenic is not the word "as".
const SHORT: usize = 2;
/// How many letters the words of one root have in common at least.
const ROOT: usize = 4;

/// A text with its words as they are spelled and as they are compared.
#[derive(Debug, Clone)]
pub struct Text {
    raw: String,
    words: WordList,
    /// Whether no word of it is longer than symbols are.
    is_short: bool,
}

/// Words as they are compared, with what tells at once that most others are none of them.
#[derive(Debug, Clone)]
pub struct WordList {
    phrase: Phrase,
    words: Vec<Word>,
    roots: Roots,
}

/// Where a word lies in its phrase.
#[derive(Debug, Clone)]
struct Word {
    place: Range<usize>,
    root: u32,
}

/// A bit for each root of some words; different roots may have the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roots(u64);

impl Roots {
    fn add(&mut self, root: u32) {
        // The upper bits of a product with this odd number depend on all bits of the root.
        let bit = root.wrapping_mul(0x9E37_79B1) >> (u32::BITS - 6);
        self.0 |= 1 << bit;
    }

    /// Returns the roots of the words of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether each word of the other may have a word of its root here: never if the answer
    /// is no.
    pub(super) fn may_have(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

impl Text {
    /// Splits a text into words.
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let words = Phrase::new(&raw);
        Self::with_phrase(raw, words)
    }

    /// Takes a text of which the words are known.
    pub fn with_phrase(raw: impl Into<String>, words: Phrase) -> Self {
        let words = WordList::new(words);
        let is_short = !words.iter().any(|word| word.chars().nth(SHORT).is_some());
        Self {
            raw: raw.into(),
            words,
            is_short,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// Returns the words of the text.
    #[must_use]
    pub fn words(&self) -> &WordList {
        &self.words
    }

    /// Returns the words as they are spelled.
    pub(super) fn spelled(&self) -> impl Iterator<Item = &str> + Clone {
        words(&self.raw)
    }

    /// Returns whether the words of the other stand in this text one after the other.
    pub(super) fn says(&self, other: &Self) -> bool {
        if other.is_short {
            let part = other.spelled();
            // Most texts do not even have the letters of the first word.
            let mut first = part.clone().take(1);
            let may_follow = first.any(|first| self.raw.contains(first));
            return may_follow && follow(self.spelled(), &part);
        }
        self.words.says(&other.words)
    }

    /// Returns the roots that a text has which says this one.
    pub(super) fn needed_roots(&self) -> Roots {
        if self.is_short {
            return Roots::default();
        }
        self.words.roots
    }
}

/// Returns whether some words stand in a text one after the other.
fn follow<'a>(
    mut text: impl Iterator<Item = &'a str> + Clone,
    part: &(impl Iterator<Item = &'a str> + Clone),
) -> bool {
    if part.clone().next().is_none() {
        return false;
    }
    loop {
        let mut rest = text.clone();
        if part.clone().all(|word| rest.next() == Some(word)) {
            return true;
        }
        if text.next().is_none() {
            return false;
        }
    }
}

impl WordList {
    /// Lists the words of a phrase.
    #[must_use]
    pub fn new(phrase: Phrase) -> Self {
        let mut roots = Roots::default();
        let mut end = 0_usize;
        let words = phrase.words().map(|word| {
            let start = if end == 0 { 0 } else { end.saturating_add(1) };
            end = start.saturating_add(word.len());
            let root = root(word);
            roots.add(root);
            Word {
                place: start..end,
                root,
            }
        });
        let words = words.collect();
        Self {
            phrase,
            words,
            roots,
        }
    }

    /// Returns the words as a phrase.
    #[must_use]
    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub(super) fn roots(&self) -> Roots {
        self.roots
    }

    /// Returns whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the words in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.words.iter().map(|word| self.spelled(word))
    }

    fn spelled(&self, word: &Word) -> &str {
        let joined = self.phrase.as_str();
        joined.get(word.place.clone()).unwrap_or_default()
    }

    /// Returns whether one of the words is this one.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        let root = root(word);
        let mut same = self.words.iter().filter(|own| own.root == root);
        same.any(|own| self.spelled(own) == word)
    }

    /// Returns whether every word of the other is one of these.
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        !other.is_empty() && self.roots.may_have(other.roots) && {
            let mut words = other.words.iter();
            words.all(|word| self.has(other, word, |one, other| one == other))
        }
    }

    /// Returns whether every word of the other is one of these, or has the root of one, in the words
    /// of any of the lists.
    pub(super) fn are_held_by<'a>(&self, lists: &(impl Iterator<Item = &'a Self> + Clone)) -> bool {
        !self.is_empty()
            && self.words.iter().all(|word| {
                let mut lists = lists.clone();
                lists.any(|list| list.has(self, word, are_akin))
            })
    }

    /// Returns whether one of the words is this one, or has its root.
    pub(super) fn has_akin(&self, word: &str) -> bool {
        let root = root(word);
        let mut same = self.words.iter().filter(|own| own.root == root);
        same.any(|own| are_akin(self.spelled(own), word))
    }

    fn has(&self, list: &Self, word: &Word, is_same: fn(&str, &str) -> bool) -> bool {
        let mut same = self.words.iter().filter(|own| own.root == word.root);
        same.any(|own| is_same(self.spelled(own), list.spelled(word)))
    }

    fn says(&self, other: &Self) -> bool {
        let is_same = |(own, their): (&Word, &Word)| {
            own.root == their.root && self.spelled(own) == other.spelled(their)
        };
        !other.is_empty()
            && self.roots.may_have(other.roots)
            && self
                .words
                .windows(other.words.len())
                .any(|words| words.iter().zip(&other.words).all(is_same))
    }
}

/// Returns the first letters of a word as a number: the same for words that are the same or akin.
fn root(word: &str) -> u32 {
    if let Some((letters, _)) = word.as_bytes().split_first_chunk::<ROOT>()
        && letters.is_ascii()
    {
        return u32::from_le_bytes(*letters);
    }
    let letters = word.chars().take(ROOT);
    letters.fold(0, |root, letter| {
        root.rotate_left(8) ^ u32::from(letter).wrapping_mul(0x0100_0193)
    })
}

/// Returns whether two words are the same or have one root, as "Slovenia" and "Slovene" have.
fn are_akin(one: &str, other: &str) -> bool {
    // Most words begin otherwise, and cost nothing more.
    if one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let common = one.chars().zip(other.chars());
    let common = common.take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    one == other || common >= ROOT && common.saturating_add(1) >= shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_akin_have_one_root() {
        for (one, other) in [
            ("slovenia", "slovene"),
            ("a", "a"),
            ("éclair", "éclairs"),
            ("ñandú", "ñandúes"),
            ("oslo", "oslofjord"),
        ] {
            assert_eq!(
                are_akin(one, other),
                root(one) == root(other),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_short_text_is_said_in_its_own_letters_only() {
        let says = |text: &str, part: &str| Text::new(text).says(&Text::new(part));

        assert!(says("The symbol As stands for it.", "As"));
        assert!(!says("As it happens, as often.", "AS"));
        assert!(says("He saw the River Thames.", "the rivers thames"));
        assert!(!says("He saw the Thames, a river.", "river Thames"));
        assert!(!says("Anything", ""));
    }
}
