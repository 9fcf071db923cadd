//! Prepared texts: split into words once, compared many times.

use std::ops::Range;

use quizcraft_text::Phrase;

use super::words;

/// The maximum length of a symbol. Words up to this length are compared with case: the symbol of
/// arsenic is not the word "as".
const MAX_SYMBOL_LENGTH: usize = 2;
/// The length of the common prefix of words with the same root.
const ROOT_LENGTH: usize = 4;

/// A text together with its words in the form of a [`Phrase`].
///
/// ```
/// use quizcraft_review::Text;
///
/// let text = Text::new("The Beatles");
/// assert_eq!(text.as_str(), "The Beatles");
/// assert!(text.words().contains("beatle"));
/// ```
#[derive(Debug, Clone)]
pub struct Text {
    raw: String,
    words: WordList,
    /// Whether every word is as short as a symbol.
    is_short: bool,
}

/// The words of a [`Phrase`], with an index of their roots that makes most comparisons fail fast.
#[derive(Debug, Clone)]
pub struct WordList {
    phrase: Phrase,
    words: Vec<Word>,
    roots: RootFilter,
}

/// A word of a phrase.
#[derive(Debug, Clone)]
struct Word {
    /// The byte range of the word in its phrase.
    range: Range<usize>,
    root: u32,
}

/// A Bloom filter of the roots of words, with one hash function and 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RootFilter(u64);

impl RootFilter {
    fn insert(&mut self, root: u32) {
        // The upper bits of a product with this odd number depend on all bits of the root.
        let bit = root.wrapping_mul(0x9E37_79B1) >> (u32::BITS - 6);
        self.0 |= 1 << bit;
    }

    /// Returns the filter of the roots of both.
    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns `false` if a root of the other is certainly missing here.
    pub(super) fn may_contain(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

impl Text {
    /// Splits a text into words.
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = raw.into();
        let phrase = Phrase::new(&raw);
        Self::with_phrase(raw, phrase)
    }

    /// Combines a text with its phrase, which the caller already has.
    pub fn with_phrase(raw: impl Into<String>, phrase: Phrase) -> Self {
        let words = WordList::new(phrase);
        let is_long = |word: &str| word.chars().nth(MAX_SYMBOL_LENGTH).is_some();
        let is_short = !words.iter().any(is_long);
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

    /// Returns the words in their original spelling.
    pub(super) fn original_words(&self) -> impl Iterator<Item = &str> + Clone {
        words(&self.raw)
    }

    /// Returns whether this text contains the words of the other one as a contiguous sequence.
    /// Compares the original spelling if the other is as short as a symbol.
    pub(super) fn contains_sequence(&self, other: &Self) -> bool {
        if other.is_short {
            let part = other.original_words();
            // Fast path: most texts do not contain the first word.
            let mut first = part.clone().take(1);
            let may_contain = first.any(|first| self.raw.contains(first));
            return may_contain && contains_sequence(self.original_words(), &part);
        }
        self.words.contains_sequence(&other.words)
    }

    /// Returns the roots of every text that contains this one.
    pub(super) fn required_roots(&self) -> RootFilter {
        if self.is_short {
            return RootFilter::default();
        }
        self.words.roots
    }
}

/// Returns whether a text contains the words of `part` as a contiguous sequence.
fn contains_sequence<'a>(
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
    /// Splits a phrase into its words.
    #[must_use]
    pub fn new(phrase: Phrase) -> Self {
        let mut roots = RootFilter::default();
        let mut end = 0_usize;
        let words = phrase.words().map(|word| {
            let start = if end == 0 { 0 } else { end.saturating_add(1) };
            end = start.saturating_add(word.len());
            let root = root(word);
            roots.insert(root);
            Word {
                range: start..end,
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

    pub(super) fn roots(&self) -> RootFilter {
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
        self.words.iter().map(|word| self.str(word))
    }

    fn str(&self, word: &Word) -> &str {
        let phrase = self.phrase.as_str();
        phrase.get(word.range.clone()).unwrap_or_default()
    }

    /// Returns whether the list contains a word, which must be in the form of a [`Phrase`].
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        let root = root(word);
        let mut same = self.words.iter().filter(|own| own.root == root);
        same.any(|own| self.str(own) == word)
    }

    /// Returns whether the list contains every word of the other, which must not be empty.
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        !other.is_empty() && self.roots.may_contain(other.roots) && {
            let mut words = other.words.iter();
            words.all(|word| self.has(other, word, |one, other| one == other))
        }
    }

    /// Returns whether `lists` together contain every word of this list, which must not be empty, or
    /// a word with the same root.
    pub(super) fn is_contained_in<'a>(
        &self,
        lists: &(impl Iterator<Item = &'a Self> + Clone),
    ) -> bool {
        !self.is_empty()
            && self.words.iter().all(|word| {
                let mut lists = lists.clone();
                lists.any(|list| list.has(self, word, have_same_root))
            })
    }

    /// Returns whether the list contains the word or one with the same root.
    pub(super) fn contains_root_of(&self, word: &str) -> bool {
        let root = root(word);
        let mut same = self.words.iter().filter(|own| own.root == root);
        same.any(|own| have_same_root(self.str(own), word))
    }

    fn has(&self, list: &Self, word: &Word, is_same: fn(&str, &str) -> bool) -> bool {
        let mut same = self.words.iter().filter(|own| own.root == word.root);
        same.any(|own| is_same(self.str(own), list.str(word)))
    }

    fn contains_sequence(&self, other: &Self) -> bool {
        let is_same = |(own, their): (&Word, &Word)| {
            own.root == their.root && self.str(own) == other.str(their)
        };
        !other.is_empty()
            && self.roots.may_contain(other.roots)
            && self
                .words
                .windows(other.words.len())
                .any(|words| words.iter().zip(&other.words).all(is_same))
    }
}

/// Returns a hash of the first letters of a word. It is equal for words with the same root.
fn root(word: &str) -> u32 {
    if let Some((letters, _)) = word.as_bytes().split_first_chunk::<ROOT_LENGTH>()
        && letters.is_ascii()
    {
        return u32::from_le_bytes(*letters);
    }
    let letters = word.chars().take(ROOT_LENGTH);
    letters.fold(0, |root, letter| {
        root.rotate_left(8) ^ u32::from(letter).wrapping_mul(0x0100_0193)
    })
}

/// Returns whether two words are equal or have the same root, such as "Slovenia" and "Slovene".
fn have_same_root(one: &str, other: &str) -> bool {
    // Fast path: most words start with different letters.
    if one.as_bytes().first() != other.as_bytes().first() {
        return false;
    }
    let common = one.chars().zip(other.chars());
    let common = common.take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    one == other || common >= ROOT_LENGTH && common.saturating_add(1) >= shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_the_same_root_have_the_same_hash() {
        for (one, other) in [
            ("slovenia", "slovene"),
            ("a", "a"),
            ("éclair", "éclairs"),
            ("ñandú", "ñandúes"),
            ("oslo", "oslofjord"),
        ] {
            assert_eq!(
                have_same_root(one, other),
                root(one) == root(other),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn short_texts_are_compared_in_their_original_spelling() {
        let contains = |text: &str, part: &str| Text::new(text).contains_sequence(&Text::new(part));

        assert!(contains("The symbol As stands for it.", "As"));
        assert!(!contains("As it happens, as often.", "AS"));
        assert!(contains("He saw the River Thames.", "the rivers thames"));
        assert!(!contains("He saw the Thames, a river.", "river Thames"));
        assert!(!contains("Anything", ""));
    }
}
