//! Articles, as sentences.

use quizcraft_core::{License, SourceTitle, SourceUrl};

/// An article as numbered sentences, with its source.
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
}
