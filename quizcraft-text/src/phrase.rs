//! The form in which texts are compared and searched: words without case, accents and plural.

use std::borrow::Cow;
use std::sync::Arc;

use crate::fold::fold;
use crate::words::{Initials, words};

/// Words without a meaning of their own in a name or a keyword.
const STOP_WORDS: [&str; 10] = ["a", "an", "and", "by", "for", "in", "of", "on", "the", "to"];

/// The stems of the words of a text, without stop words.
///
/// A stem is a word in lower case, without accents, and in the singular. Punctuation is removed,
/// except for symbols that change the meaning of a word, as in "C++".
///
/// ```
/// use quizcraft_text::Phrase;
///
/// assert_eq!(Phrase::new("The Countries of São Tomé").as_str(), "country sao tome");
/// assert!(Phrase::new("Mexico City").contains_all(&Phrase::new("mexico")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase(Arc<str>);

impl Phrase {
    /// Parses a text. Joins initials to one word: "U.S.A." becomes "usa".
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::parse(text, Initials::Joined)
    }

    /// Parses a text. Each initial becomes a word: "J.S. Bach" becomes "j s bach".
    #[must_use]
    pub fn with_separate_initials(text: &str) -> Self {
        Self::parse(text, Initials::Separate)
    }

    /// Creates a phrase from the results of [`folded_words`].
    pub fn from_folded_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::new();
        for word in words {
            push_stem(&mut joined, word);
        }
        Self(joined.into())
    }

    /// Creates a phrase from words of other phrases.
    pub fn from_stems<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::with_capacity(TYPICAL_LENGTH);
        for word in words {
            push_word(&mut joined, word);
        }
        Self(joined.into())
    }

    fn parse(text: &str, initials: Initials) -> Self {
        let mut joined = String::with_capacity(text.len());
        words(&fold(text), initials, |word| push_stem(&mut joined, word));
        Self(joined.into())
    }

    /// Returns a phrase for each word.
    pub fn single_words(&self) -> impl Iterator<Item = Self> {
        self.words().map(|word| Self(word.into()))
    }

    /// Returns the words in order.
    #[must_use]
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        let words = self.0.split(SEPARATOR);
        words.filter(|word| !word.is_empty())
    }

    /// Returns whether the phrase has no words. This is the case for a text of stop words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether the phrase contains every word of the other, which must not be empty.
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        !other.is_empty() && other.words().all(|word| self.contains(word))
    }

    /// Returns the words that none of the others contains.
    #[must_use]
    pub fn without(&self, others: &[Self]) -> Self {
        let is_unique = |word: &&str| !others.iter().any(|other| other.contains(word));
        Self::from_stems(self.words().filter(is_unique))
    }

    /// Returns whether the phrase is a single letter. Searches for parts of names ignore such phrases.
    #[must_use]
    pub fn is_single_letter(&self) -> bool {
        self.0.chars().count() == 1
    }

    /// Returns whether the two are equal, or one contains all words of the other.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self == other || self.contains_all(other) || other.contains_all(self)
    }

    /// Returns whether the two have a word or the root of a word in common, such as "Mexico" and
    /// "Mexico City", "Tunisia" and "Tunis", or "Brazil" and "Brasília".
    ///
    /// ```
    /// use quizcraft_text::Phrase;
    ///
    /// assert!(Phrase::new("Japan").shares_root(&Phrase::new("Japanese")));
    /// assert!(!Phrase::new("Belgium").shares_root(&Phrase::new("Brussels")));
    /// ```
    #[must_use]
    pub fn shares_root(&self, other: &Self) -> bool {
        let is_shared = |word: &str| other.words().any(|their| have_same_root(word, their));
        self.words().any(is_shared)
    }

    /// Returns the words, separated by spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn contains(&self, word: &str) -> bool {
        self.words().any(|own| own == word)
    }
}

/// The number of bytes that suffices for most names.
const TYPICAL_LENGTH: usize = 32;

/// The separator between the words of a phrase. No word contains it.
const SEPARATOR: char = ' ';

/// Appends the stem of a word, unless it is a stop word.
fn push_stem(joined: &mut String, word: &str) {
    if !STOP_WORDS.contains(&word) {
        push_word(joined, &singular(word));
    }
}

/// Appends a word with a separator before it.
fn push_word(joined: &mut String, word: &str) {
    if !joined.is_empty() {
        joined.push(SEPARATOR);
    }
    joined.push_str(word);
}

/// Returns whether two words are equal or start with the same letters, if "s" and "z" are equal.
fn have_same_root(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let common = pairs.take_while(|(a, b)| z_to_s(*a) == z_to_s(*b));
    one == other || common.count() >= ROOT_LENGTH
}

/// The length of the common prefix of words with the same root.
const ROOT_LENGTH: usize = 4;

/// Returns the words of a text in lower case and without accents. Unlike a [`Phrase`], it includes
/// stop words and does not change plurals.
///
/// ```
/// use quizcraft_text::folded_words;
///
/// assert_eq!(folded_words("The Beatles"), ["the", "beatles"]);
/// ```
#[must_use]
pub fn folded_words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    words(&fold(text), Initials::Joined, |word| {
        all.push(word.to_owned());
    });
    all
}

/// Replaces "z" by "s". Languages differ in which of them they use: "Brazil" and "Brasília".
fn z_to_s(c: char) -> char {
    if c == 'z' { 's' } else { c }
}

/// Irregular plurals with their singulars, in alphabetical order for binary search.
const IRREGULAR: [(&str, &str); 35] = [
    ("cacti", "cactus"),
    ("calves", "calf"),
    ("children", "child"),
    ("dwarves", "dwarf"),
    ("elves", "elf"),
    ("feet", "foot"),
    ("fungi", "fungus"),
    ("gases", "gas"),
    ("geese", "goose"),
    ("halves", "half"),
    ("hooves", "hoof"),
    ("knives", "knife"),
    ("larvae", "larva"),
    ("leaves", "leaf"),
    ("lenses", "lens"),
    ("lice", "louse"),
    ("loaves", "loaf"),
    ("men", "man"),
    ("mice", "mouse"),
    ("octopi", "octopus"),
    ("oxen", "ox"),
    ("people", "person"),
    ("phenomena", "phenomenon"),
    ("scarves", "scarf"),
    ("selves", "self"),
    ("sheaves", "sheaf"),
    ("shelves", "shelf"),
    ("stimuli", "stimulus"),
    ("supernovae", "supernova"),
    ("teeth", "tooth"),
    ("thieves", "thief"),
    ("vertebrae", "vertebra"),
    ("wives", "wife"),
    ("wolves", "wolf"),
    ("women", "woman"),
];

/// Returns the singular of a word, or a stem that is the same for singular and plural.
fn singular(word: &str) -> Cow<'_, str> {
    let irregular = IRREGULAR.binary_search_by_key(&word, |(plural, _)| plural);
    let irregular = irregular.ok().and_then(|index| IRREGULAR.get(index));
    let word = irregular.map_or(word, |(_, singular)| singular);
    let is_singular = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    if is_singular || is_number || word.chars().nth(3).is_none() {
        return Cow::Borrowed(word);
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    // "countries" → "country". "movies" and "movie" both become "movy".
    if let Some(stem) = stem.strip_suffix("ie") {
        return Cow::Owned(format!("{stem}y"));
    }
    // "heroes" → "hero", "boxes" → "box". "shoes" and "shoe" both become "sho".
    let short = stem.strip_suffix('e').filter(|short| {
        let ends = ["o", "ch", "sh", "ss", "us", "x", "z"];
        short.chars().count() > 2 && ends.iter().any(|end| short.ends_with(end))
    });
    Cow::Borrowed(short.unwrap_or(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_ignore_case_accents_plurals_and_articles() {
        for (one, other) in [
            ("Capitals", "capital"),
            ("São Tomé", "sao tome"),
            ("The Netherlands", "NETHERLANDS"),
            ("countries", "country"),
            ("movies", "movie"),
            ("heroes", "hero"),
            ("shoes", "shoe"),
            ("matches", "match"),
            ("Porsches", "Porsche"),
            ("Mice", "mouse"),
            ("women", "Woman"),
            ("noble gases", "noble gas"),
            ("viruses", "virus"),
            ("houses", "house"),
            ("Tromsø", "tromso"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Na\u{ad}po\u{ad}le\u{ad}on", "Napoleon"),
            ("U.S.A.", "USA"),
            ("Symphony № 5", "symphony no. 5"),
        ] {
            assert_eq!(Phrase::new(one), Phrase::new(other));
        }
        assert_ne!(Phrase::new("1970s"), Phrase::new("1970"));
    }

    #[test]
    fn irregular_plurals_are_sorted() {
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn related_names_share_a_root() {
        let shares_root =
            |one: &str, other: &str| Phrase::new(one).shares_root(&Phrase::new(other));

        assert!(shares_root("Mexico", "Mexico City"));
        assert!(shares_root("Tunisia", "Tunis"));
        assert!(shares_root("Brazil", "Brasília"));
        assert!(!shares_root("Belgium", "Brussels"));
        assert!(!shares_root("Battle of the Nile", "the Duke of Wellington"));
    }
}
