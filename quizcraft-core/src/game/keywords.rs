use crate::value::digest::{digest, hex_id};
use crate::value::{Keyword, TextError};

/// The keywords of a game: a sorted set.
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
///
/// ```
/// use quizcraft_core::{Keywords, KeywordsError};
///
/// assert_eq!(Keywords::new([""; 0]), Err(KeywordsError::None));
/// let eleven = Keywords::new((1..=11).map(|n| n.to_string()));
/// assert_eq!(eleven, Err(KeywordsError::TooMany { max: 10, actual: 11 }));
/// let blank = Keywords::new(["Rome", " "]).unwrap_err();
/// assert_eq!(blank.to_string(), "keyword 2 is empty");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeywordsError {
    /// The list is empty.
    #[error("at least one keyword is needed")]
    None,
    /// There are too many different keywords.
    #[error("{actual} different keywords are more than the {max} allowed")]
    TooMany {
        /// The maximum number.
        max: usize,
        /// The actual number.
        actual: usize,
    },
    /// A keyword is invalid.
    #[error("keyword {position} {source}")]
    Keyword {
        /// The position of the keyword, counted from 1.
        position: usize,
        /// The error of the keyword.
        source: TextError,
    },
}

impl Keywords {
    /// The maximum number of different keywords of a new game.
    pub const MAX: usize = 10;

    /// Creates the keywords of a new game. Of keywords that differ only in letter case or in
    /// [default-ignorable](crate::is_default_ignorable) characters, the first is kept.
    ///
    /// # Errors
    ///
    /// A [`KeywordsError`] for the first rule that the keywords break.
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

    /// Restores and sorts the keywords of a stored game, which may have been written under looser rules.
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

    /// Returns whether both are the same set of keywords in their [folded](Keyword::folded) form.
    ///
    /// ```
    /// use quizcraft_core::Keywords;
    ///
    /// let (first, second) = (Keywords::new(["Rome", "Caesar"])?, Keywords::new(["CAESAR", "rome"])?);
    /// assert_ne!(first, second);
    /// assert!(first.same_as(&second));
    /// assert!(!first.same_as(&Keywords::new(["Rome"])?));
    /// # Ok::<(), quizcraft_core::KeywordsError>(())
    /// ```
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self == other || (self.0.len() == other.0.len() && self.folded() == other.folded())
    }

    /// Returns a hash of the [folded](Keyword::folded) keywords, which is equal for
    /// [the same](Self::same_as) keywords. Stores keep it, so its input must never change.
    ///
    /// ```
    /// use quizcraft_core::Keywords;
    ///
    /// let (first, second) = (Keywords::new(["Rome", "Caesar"])?, Keywords::new(["CAESAR", "rome"])?);
    /// assert_eq!(first.fingerprint(), second.fingerprint());
    /// # Ok::<(), quizcraft_core::KeywordsError>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> KeywordsFingerprint {
        let folded = self.folded();
        let parts: Vec<&[u8]> = folded.iter().map(String::as_bytes).collect();
        KeywordsFingerprint::from_bytes(digest("quizcraft keywords, 1", &parts))
    }

    /// Returns the sorted set of the [folded](Keyword::folded) keywords.
    pub(super) fn folded(&self) -> Vec<String> {
        let mut folded: Vec<_> = self.iter().map(Keyword::folded).collect();
        folded.sort_unstable();
        folded
    }
}

hex_id! {
    /// A hash of a set of keywords, whatever their letter case.
    KeywordsFingerprint
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
