//! Words without what makes the same word look different.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that carry no meaning of their own in a name or a keyword.
const STOP_WORDS: [&str; 10] = ["a", "an", "and", "by", "for", "in", "of", "on", "the", "to"];

/// A text as its words: no case, no accents, no plural, no punctuation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Phrase(Arc<[String]>);

impl Phrase {
    pub(crate) fn new(text: &str) -> Self {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let telling = words.filter(|word| !word.is_empty() && !STOP_WORDS.contains(word));
        Self(telling.map(singular).collect())
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

fn fold(text: &str) -> String {
    // Most texts are plain already, and looking all their letters up would take long.
    if text.is_ascii() {
        let mut folded = text.to_ascii_lowercase();
        folded.retain(|c| !is_apostrophe(c));
        return folded;
    }
    fold_letters(text)
}

fn fold_letters(text: &str) -> String {
    let bare = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c));
    bare.flat_map(char::to_lowercase).flat_map(plain).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ')
}

/// Letters that no decomposition turns into the ones that people type instead.
fn plain(c: char) -> impl Iterator<Item = char> {
    let typed = match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => "",
    };
    typed.chars().chain(typed.is_empty().then_some(c))
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_texts_are_folded_as_all_others(text in "[ -~\\n\\t]*") {
            prop_assert_eq!(fold(&text), fold_letters(&text));
        }
    }

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
