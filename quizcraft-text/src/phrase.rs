//! Words without what makes the same word look different: the form in which texts are compared
//! and searched.

use std::borrow::Cow;
use std::sync::Arc;

use crate::fold::fold;
use crate::words::{Initials, words};

/// Words that carry no meaning of their own in a name or a keyword.
const STOP_WORDS: [&str; 10] = ["a", "an", "and", "by", "for", "in", "of", "on", "the", "to"];

/// A text as its words: no case, no accents, no plural, no punctuation but for the symbols that
/// make another word of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase(Arc<str>);

impl Phrase {
    /// Reads a text; initials are one word, as in "U.S.A.".
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::reading(text, Initials::Joined)
    }

    /// Reads a text in which each initial is a word of its own, as those of "J.S. Bach" are.
    #[must_use]
    pub fn with_separate_initials(text: &str) -> Self {
        Self::reading(text, Initials::Apart)
    }

    /// Reads words of [`folded_words`].
    pub fn from_folded_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::new();
        for word in words {
            push_stem(&mut joined, word);
        }
        Self(joined.into())
    }

    /// Takes words of another phrase, which are in the form in which they are compared.
    pub fn from_stems<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut joined = String::with_capacity(TYPICAL);
        for word in words {
            push_word(&mut joined, word);
        }
        Self(joined.into())
    }

    fn reading(text: &str, initials: Initials) -> Self {
        let mut joined = String::with_capacity(text.len());
        words(&fold(text), initials, |word| push_stem(&mut joined, word));
        Self(joined.into())
    }

    /// Returns each of the words by itself.
    pub fn single_words(&self) -> impl Iterator<Item = Self> {
        self.words().map(|word| Self(word.into()))
    }

    /// Returns the words in their order.
    #[must_use]
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        let words = self.0.split(SPACE);
        words.filter(|word| !word.is_empty())
    }

    /// Returns whether no word carries a meaning.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether every word of the other is one of these.
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        !other.is_empty() && other.words().all(|word| self.has(word))
    }

    /// Returns the words that none of the others has.
    #[must_use]
    pub fn without(&self, others: &[Self]) -> Self {
        let is_rest = |word: &&str| !others.iter().any(|other| other.has(word));
        Self::from_stems(self.words().filter(is_rest))
    }

    /// Returns whether it is a single letter, which is too little to be a part of a name.
    #[must_use]
    pub fn is_single_letter(&self) -> bool {
        self.0.chars().count() == 1
    }

    /// Returns whether the two are the same, or one is a part of the other.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self == other || self.contains_all(other) || other.contains_all(self)
    }

    /// Returns whether one gives the other away: a word in common, or two of one root, as in
    /// "Mexico" and "Mexico City", "Tunisia" and "Tunis" or "Brazil" and "Brasília".
    #[must_use]
    pub fn shares_root(&self, other: &Self) -> bool {
        let akin = |word: &str| other.words().any(|their| same_root(word, their));
        self.words().any(akin)
    }

    /// Returns the words with a space between each two.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn has(&self, word: &str) -> bool {
        self.words().any(|own| own == word)
    }
}

/// How many bytes most names have at most.
const TYPICAL: usize = 32;

/// What stands between the words of a phrase, and in none of them.
const SPACE: char = ' ';

/// Adds a word as it is compared, if it has a meaning of its own.
fn push_stem(joined: &mut String, word: &str) {
    if !STOP_WORDS.contains(&word) {
        push_word(joined, &singular(word));
    }
}

fn push_word(joined: &mut String, word: &str) {
    if !joined.is_empty() {
        joined.push(SPACE);
    }
    joined.push_str(word);
}

fn same_root(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let common = pairs.take_while(|(a, b)| hissing(*a) == hissing(*b));
    one == other || common.count() >= ROOT
}

/// How many letters the words of one root have in common.
const ROOT: usize = 4;

/// Returns the words of a text in lower case and without accents, with their endings and with those
/// that carry no meaning.
#[must_use]
pub fn folded_words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    words(&fold(text), Initials::Joined, |word| {
        all.push(word.to_owned());
    });
    all
}

/// Languages spell one name with either letter, as in "Brazil" and "Brasília".
fn hissing(c: char) -> char {
    if c == 'z' { 's' } else { c }
}

/// The plurals that no ending tells, in alphabetical order.
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

/// Returns the singular, or a stem that singular and plural have in common.
fn singular(word: &str) -> Cow<'_, str> {
    let irregular = IRREGULAR.binary_search_by_key(&word, |(plural, _)| plural);
    let irregular = irregular.ok().and_then(|place| IRREGULAR.get(place));
    let word = irregular.map_or(word, |(_, singular)| singular);
    let kept = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    if kept || is_number || word.chars().nth(3).is_none() {
        return Cow::Borrowed(word);
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    // "Countries" is of "country" and "movies" of "movie": both ends count as one.
    if let Some(stem) = stem.strip_suffix("ie") {
        return Cow::Owned(format!("{stem}y"));
    }
    // "Heroes" is of "hero" and "shoes" of "shoe", "boxes" of "box" and "axes" of "axe".
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
    fn case_accents_plurals_and_articles_do_not_count() {
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
    fn irregular_plurals_are_in_order() {
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn tells_when_one_name_gives_another_away() {
        let shares_root =
            |one: &str, other: &str| Phrase::new(one).shares_root(&Phrase::new(other));

        assert!(shares_root("Mexico", "Mexico City"));
        assert!(shares_root("Tunisia", "Tunis"));
        assert!(shares_root("Brazil", "Brasília"));
        assert!(!shares_root("Belgium", "Brussels"));
        assert!(!shares_root("Battle of the Nile", "the Duke of Wellington"));
    }
}
