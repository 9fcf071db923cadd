use unicode_normalization::UnicodeNormalization;

use crate::value::TextError;
use crate::value::text::bounded_text;

bounded_text! {
    /// A word or a short phrase that a game is about, in one line.
    Keyword, at most 50 characters, One
}

impl Keyword {
    /// Returns the form in which keywords are compared, which makes two of them repeats: the
    /// [comparable](Self::comparable) one in lower case.
    #[must_use]
    pub fn folded(&self) -> String {
        // A capital may have no composed form though its small letter has one.
        self.comparable().to_lowercase().nfc().collect()
    }
}

/// What a game is about: a set of keywords, sorted.
///
/// ```
/// use quizcraft_core::Keywords;
///
/// let keywords = Keywords::new(["  Rome", "rome", "Caesar"])?;
/// let words: Vec<_> = keywords.iter().map(|keyword| keyword.as_str()).collect();
/// assert_eq!(words, ["Caesar", "Rome"]);
/// # Ok::<(), quizcraft_core::KeywordsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keywords(Vec<Keyword>);

/// The list of keywords is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeywordsError {
    /// The list is empty.
    #[error("at least one keyword is needed")]
    None,
    /// There are too many different ones.
    #[error("{actual} different keywords are more than the {max} allowed")]
    TooMany {
        /// How many are allowed.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// One of them is not a valid keyword.
    #[error("keyword {position} {source}")]
    Keyword {
        /// Which one, counted from 1 in the order given.
        position: usize,
        /// What is wrong with it.
        source: TextError,
    },
}

impl Keywords {
    /// The greatest number of different keywords that a new game may have.
    pub const MAX: usize = 10;

    /// Takes keywords for a new game; of those that differ only by letter case or by
    /// [default-ignorable](crate::is_default_ignorable) characters, the first stays.
    ///
    /// # Errors
    ///
    /// A [`KeywordsError`] for the first rule that is broken.
    pub fn new<T: AsRef<str>>(raw: impl IntoIterator<Item = T>) -> Result<Self, KeywordsError> {
        let keywords = distinct(parsed(raw)?);
        match keywords.len() {
            0 => Err(KeywordsError::None),
            actual if actual > Self::MAX => Err(KeywordsError::TooMany {
                max: Self::MAX,
                actual,
            }),
            _ => Ok(Self(sorted(keywords))),
        }
    }

    /// Takes the keywords of a stored game, which looser rules may have let in; sorts them.
    #[must_use]
    pub fn restore(keywords: impl IntoIterator<Item = Keyword>) -> Self {
        let mut keywords = sorted(keywords.into_iter().collect());
        keywords.dedup();
        Self(keywords)
    }

    /// Returns the keywords, sorted.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Keyword> + Clone {
        self.0.iter()
    }

    /// Returns whether these are the same keywords, letter case and invisible characters aside.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self == other || (self.0.len() == other.0.len() && self.folded() == other.folded())
    }

    /// Returns the keywords as a set of their [folded](Keyword::folded) forms, in one order.
    pub(super) fn folded(&self) -> Vec<String> {
        let mut folded: Vec<_> = self.iter().map(Keyword::folded).collect();
        folded.sort_unstable();
        folded
    }
}

fn parsed<T: AsRef<str>>(raw: impl IntoIterator<Item = T>) -> Result<Vec<Keyword>, KeywordsError> {
    let numbered = (1..).zip(raw);
    numbered
        .map(|(position, text)| {
            Keyword::new(text).map_err(|source| KeywordsError::Keyword { position, source })
        })
        .collect()
}

fn distinct(keywords: Vec<Keyword>) -> Vec<Keyword> {
    let mut seen = std::collections::HashSet::new();
    let mut kept = keywords;
    kept.retain(|keyword| seen.insert(keyword.folded()));
    kept
}

fn sorted(mut keywords: Vec<Keyword>) -> Vec<Keyword> {
    keywords.sort_unstable();
    keywords
}

#[cfg(test)]
mod tests {
    use super::{Keyword, Keywords, KeywordsError};
    use crate::value::TextError;

    #[test]
    fn each_broken_rule_has_an_error_of_its_own() {
        assert_eq!(Keywords::new([""; 0]), Err(KeywordsError::None));
        let eleven = (0..11).map(|n| n.to_string());
        assert_eq!(
            Keywords::new(eleven),
            Err(KeywordsError::TooMany {
                max: 10,
                actual: 11
            })
        );
        let blank = KeywordsError::Keyword {
            position: 2,
            source: TextError::Empty,
        };
        assert_eq!(Keywords::new(["a", " "]), Err(blank));
    }

    #[test]
    fn duplicates_do_not_count_towards_the_limit() {
        let many = (0..30).map(|n| if n % 2 == 0 { "Rome" } else { "ROME" });
        assert_eq!(Keywords::new(many), Keywords::new(["Rome"]));
    }

    #[test]
    fn keywords_are_equal_in_either_case_even_if_only_one_case_has_a_composed_form() {
        for (capital, small) in [("J\u{30C}", "\u{1F0}"), ("H\u{331}", "\u{1E96}")] {
            assert_eq!(Keywords::new([capital, small]), Keywords::new([capital]));
        }
    }

    #[test]
    fn stored_keywords_are_restored_unchanged() {
        let long = "x".repeat(80);
        let stored = [Keyword::restore(""), Keyword::restore(long.as_str())];
        let words: Vec<_> = Keywords::restore(stored)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(words, [String::new(), long]);
    }
}
