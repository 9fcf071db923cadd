//! Words without what makes the same word look different.

mod fold;
mod words;

use std::sync::Arc;

use fold::fold;
use words::{Initials, words};

/// Words that carry no meaning of their own in a name or a keyword.
const STOP_WORDS: [&str; 10] = ["a", "an", "and", "by", "for", "in", "of", "on", "the", "to"];

/// A text as its words: no case, no accents, no plural, no punctuation but for the symbols that
/// make another word of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Phrase(Arc<[String]>);

impl Phrase {
    /// Reads a text; initials are one word, as in "U.S.A.".
    pub(crate) fn new(text: &str) -> Self {
        Self::reading(text, Initials::Joined)
    }

    /// Reads a text in which each initial is a word of its own, as those of "J.S. Bach" are.
    pub(crate) fn with_initials_apart(text: &str) -> Self {
        Self::reading(text, Initials::Apart)
    }

    fn reading(text: &str, initials: Initials) -> Self {
        let words = words(&fold(text), initials);
        let telling = words
            .iter()
            .filter(|word| !STOP_WORDS.contains(&word.as_str()));
        Self(telling.map(|word| singular(word)).collect())
    }

    /// Each of the words by itself.
    pub(crate) fn each(&self) -> impl Iterator<Item = Self> {
        let words = self.0.iter();
        words.map(|word| Self([word.clone()].into()))
    }

    pub(crate) fn words(&self) -> &[String] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word of the other is one of these.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        !other.is_empty() && other.0.iter().all(|word| self.0.contains(word))
    }

    /// The words that none of the others has.
    pub(crate) fn without(&self, others: &[Self]) -> Self {
        let has = |word: &String| others.iter().any(|other| other.0.contains(word));
        Self(self.0.iter().filter(|word| !has(word)).cloned().collect())
    }

    /// Whether it is a single letter, which is too little to be a part of a name.
    pub(crate) fn is_letter(&self) -> bool {
        matches!(&*self.0, [word] if word.chars().count() == 1)
    }

    /// Whether the two are the same, or one is a part of the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self == other || self.holds(other) || other.holds(self)
    }

    /// Whether one gives the other away: a word in common, or two of one root, as in "Mexico"
    /// and "Mexico City", "Tunisia" and "Tunis" or "Brazil" and "Brasília".
    pub(crate) fn echoes(&self, other: &Self) -> bool {
        let akin = |word: &String| other.0.iter().any(|their| same_root(word, their));
        self.0.iter().any(akin)
    }

    pub(crate) fn joined(&self) -> String {
        self.0.join(" ")
    }
}

fn same_root(one: &str, other: &str) -> bool {
    const ROOT: usize = 4;
    let pairs = one.chars().zip(other.chars());
    let common = pairs.take_while(|(a, b)| hissing(*a) == hissing(*b));
    one == other || common.count() >= ROOT
}

/// Languages spell one name with either letter, as in "Brazil" and "Brasília".
fn hissing(c: char) -> char {
    if c == 'z' { 's' } else { c }
}

/// The singular, or something that singular and plural have in common.
fn singular(word: &str) -> String {
    let kept = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if word.chars().count() < 4 || kept {
        return word.to_owned();
    }
    // "Countries" is of "country" and "movies" of "movie": both ends count as one.
    let stem = word.strip_suffix("ies").or_else(|| word.strip_suffix("ie"));
    if let Some(stem) = stem {
        return format!("{stem}y");
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
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
            ("Tromsø", "tromso"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Na\u{ad}po\u{ad}le\u{ad}on", "Napoleon"),
            ("U.S.A.", "USA"),
            ("Symphony № 5", "symphony no. 5"),
        ] {
            assert_eq!(Phrase::new(one), Phrase::new(other));
        }
    }

    #[test]
    fn tells_when_one_name_gives_another_away() {
        let echoes = |one: &str, other: &str| Phrase::new(one).echoes(&Phrase::new(other));

        assert!(echoes("Mexico", "Mexico City"));
        assert!(echoes("Tunisia", "Tunis"));
        assert!(echoes("Brazil", "Brasília"));
        assert!(!echoes("Belgium", "Brussels"));
        assert!(!echoes("Battle of the Nile", "the Duke of Wellington"));
    }
}
