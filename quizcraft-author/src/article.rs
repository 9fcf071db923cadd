//! Articles, as sentences.

use std::fmt;

use quizcraft_core::{DraftFingerprint, License, Source, SourceTitle, SourceUrl};

use crate::sentences;

/// An article as numbered sentences, with its source.
///
/// ```
/// use quizcraft_author::Article;
/// use quizcraft_core::{SourceTitle, SourceUrl};
///
/// let text = "History\nRome was founded in 753 BC. It lies on the Tiber, c. 25 km from the sea. \
///     It is the capital of Italy.";
/// let title = SourceTitle::new("Rome")?;
/// let article = Article::new(title, SourceUrl::new("https://example.org/Rome")?, text)?;
/// let sentences: Vec<_> = article.sentences().map(|(number, text)| (number.get(), text)).collect();
/// assert_eq!(sentences.len(), 3);
/// assert_eq!(sentences[1], (2, "It lies on the Tiber, c. 25 km from the sea."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Article {
    title: SourceTitle,
    url: SourceUrl,
    license: Option<License>,
    revision: Option<String>,
    sentences: Vec<String>,
}

/// The number of a sentence in its article, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceNumber(u16);

impl SentenceNumber {
    /// The number of the first sentence.
    pub const FIRST: Self = Self(1);

    /// Creates a number, or returns `None` for 0.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number == 0 {
            None
        } else {
            Some(Self(number))
        }
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Returns the index of the sentence, counted from 0.
    fn index(self) -> usize {
        usize::from(self.0.saturating_sub(1))
    }
}

impl fmt::Display for SentenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The text is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArticleError {
    /// The text has too few sentences.
    #[error("an article has at least {min} sentences, not {actual}", min = Article::MIN_SENTENCES)]
    TooFewSentences {
        /// The actual number.
        actual: usize,
    },
}

impl Article {
    /// The minimum number of sentences.
    pub const MIN_SENTENCES: usize = 3;
    /// The maximum number of sentences. Later ones are dropped.
    pub const MAX_SENTENCES: usize = 120;
    /// The maximum number of characters of all sentences together. Later sentences are dropped.
    pub const MAX_CHARS: usize = 8_000;

    /// Creates an article from plain text. Only the first sentences are kept, up to both limits, so that the
    /// size of the text has no effect on the cost of its questions. Headings, list items, fragments, control
    /// characters and invisible characters are dropped.
    ///
    /// # Errors
    ///
    /// [`ArticleError::TooFewSentences`] if less than [`MIN_SENTENCES`](Self::MIN_SENTENCES) remain.
    pub fn new(title: SourceTitle, url: SourceUrl, text: &str) -> Result<Self, ArticleError> {
        let sentences = sentences::split(text);
        let actual = sentences.len();
        if actual < Self::MIN_SENTENCES {
            return Err(ArticleError::TooFewSentences { actual });
        }
        Ok(Self {
            title,
            url,
            license: None,
            revision: None,
            sentences,
        })
    }

    /// Returns the article with the identifier of the revision that was read.
    #[must_use]
    pub fn with_revision(self, revision: impl Into<String>) -> Self {
        Self {
            revision: Some(revision.into()),
            ..self
        }
    }

    /// Returns the article with its license.
    #[must_use]
    pub fn with_license(self, license: License) -> Self {
        Self {
            license: Some(license),
            ..self
        }
    }

    /// Returns the title.
    #[must_use]
    pub const fn title(&self) -> &SourceTitle {
        &self.title
    }

    /// Returns the URL.
    #[must_use]
    pub const fn url(&self) -> &SourceUrl {
        &self.url
    }

    /// Returns the license, if it is known.
    #[must_use]
    pub const fn license(&self) -> Option<&License> {
        self.license.as_ref()
    }

    /// Returns the identifier of the revision, if it is known.
    #[must_use]
    pub fn revision(&self) -> Option<&str> {
        self.revision.as_deref()
    }

    /// Returns the source of questions about the article.
    #[must_use]
    pub fn source(&self) -> Source {
        Source::new(self.title.clone())
            .with_url(self.url.clone())
            .with_license(self.license.clone())
    }

    /// Returns the fingerprint of questions about the article with this folded solution.
    pub(crate) fn fingerprint_of(&self, solution: &str) -> DraftFingerprint {
        DraftFingerprint::of(&["article", self.url.as_str(), solution])
    }

    /// Returns the sentences with their numbers. No sentence contains a line break.
    pub fn sentences(&self) -> impl Iterator<Item = (SentenceNumber, &str)> + Clone {
        let texts = self.sentences.iter().map(String::as_str);
        (1..=u16::MAX).map(SentenceNumber).zip(texts)
    }

    /// Returns a sentence, or `None` if the article has fewer.
    #[must_use]
    pub fn sentence(&self, number: SentenceNumber) -> Option<&str> {
        self.sentences.get(number.index()).map(String::as_str)
    }
}

/// The title and the sentences say what a player asked about, so only the number of sentences is printed.
impl fmt::Debug for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Article({} sentences)", self.sentences.len())
    }
}
