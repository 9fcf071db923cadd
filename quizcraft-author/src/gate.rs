//! The gate: which keywords are researched.

use std::fmt;

use quizcraft_core::{Keyword, Keywords};
use quizcraft_text::Phrase;

use crate::sentences::in_one_line;

/// Words and phrases about which no questions are written, by default none. Case, accents and plurals are ignored.
///
/// ```
/// use quizcraft_author::DenyList;
///
/// let list = DenyList::new(["secret projects", ""]);
/// assert!(list.denies("The Secret Project of 1940"));
/// assert!(!list.denies("The project was secret"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DenyList(Vec<Phrase>);

impl DenyList {
    /// Creates a list. Entries without a word of their own, such as "the", are ignored.
    pub fn new<T: AsRef<str>>(phrases: impl IntoIterator<Item = T>) -> Self {
        let phrases = phrases.into_iter();
        let phrases = phrases.map(|phrase| Phrase::new(phrase.as_ref()));
        Self(phrases.filter(|phrase| !phrase.is_empty()).collect())
    }

    /// Parses entries, one a line. Blank lines, and lines that begin with `#`, are ignored.
    ///
    /// ```
    /// use quizcraft_author::DenyList;
    ///
    /// let list = DenyList::parse("# Our own products\nsecret projects\n\nC#\n")?;
    /// assert!(list.denies("Secret project") && list.denies("C#"));
    /// let error = DenyList::parse("secret projects\nthe\n").unwrap_err();
    /// assert_eq!(error.line(), 2);
    /// # Ok::<(), quizcraft_author::InvalidDenyList>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidDenyList`] if an entry has no word of its own, and therefore denies nothing.
    pub fn parse(text: &str) -> Result<Self, InvalidDenyList> {
        let numbered = (1_usize..).zip(text.trim_start_matches('\u{feff}').lines());
        let lines = numbered.map(|(line, entry)| (line, entry.trim()));
        let entries = lines.filter(|(_, entry)| !entry.is_empty() && !entry.starts_with('#'));
        let phrases = entries.map(|(line, entry)| match Phrase::new(entry) {
            phrase if phrase.is_empty() => Err(InvalidDenyList(line)),
            phrase => Ok(phrase),
        });
        phrases.collect::<Result<_, _>>().map(Self)
    }

    /// Returns whether a text contains an entry, as whole words in this order.
    #[must_use]
    pub fn denies(&self, text: &str) -> bool {
        let text = format!(" {} ", Phrase::new(text).as_str());
        let mut entries = self.0.iter();
        entries.any(|entry| text.contains(&format!(" {} ", entry.as_str())))
    }
}

/// An entry denies nothing. The entry may be private, so it is not part of the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the entry in line {0} denies nothing: expected a word other than “the”, “of” and the like"
)]
pub struct InvalidDenyList(usize);

impl InvalidDenyList {
    /// Returns the number of the line, from 1.
    #[must_use]
    pub const fn line(self) -> usize {
        self.0
    }
}

/// The entries may be private, so only their number is printed.
impl fmt::Debug for DenyList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DenyList({} entries)", self.0.len())
    }
}

/// A keyword that passed the gate.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Topic(Keyword);

impl Topic {
    /// The maximum number of topics of a game. Later keywords are not researched.
    const MAX: usize = 5;

    /// Returns the keywords that can be researched: those with a letter or a digit that are not denied.
    pub(crate) fn of(keywords: &Keywords, denied: &DenyList) -> Vec<Self> {
        let can_be_found = |keyword: &&Keyword| {
            let text = keyword.as_str();
            text.contains(char::is_alphanumeric) && !denied.denies(text)
        };
        let passing = keywords.iter().filter(can_be_found);
        passing.cloned().map(Self).take(Self::MAX).collect()
    }

    /// Returns the keyword.
    pub(crate) const fn keyword(&self) -> &Keyword {
        &self.0
    }

    /// Returns the keyword as one line of visible characters. A stored one may be longer than a new one.
    pub(crate) fn query(&self) -> String {
        let line = in_one_line(self.0.as_str());
        line.chars().take(Keyword::MAX_CHARS).collect()
    }
}
