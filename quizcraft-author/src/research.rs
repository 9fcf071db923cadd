//! The research of articles.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::BoxError;

use crate::Article;

/// Finds articles: an encyclopedia, or any other collection of texts.
#[async_trait]
pub trait Research: Send + Sync {
    /// Returns the name of the collection, which differs from that of any other collection, also in another language.
    /// It MUST stay the same as long as the texts do: the key of a pool contains it.
    fn collection(&self) -> &str;

    /// Returns the titles of articles about a keyword, best first. An unknown keyword has none.
    ///
    /// # Errors
    ///
    /// A [`ResearchError`] if the collection cannot be searched.
    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError>;

    /// Returns an article, or `None` if there is no such article, or if it is no text about one subject, such as
    /// a disambiguation page or a list.
    ///
    /// # Errors
    ///
    /// A [`ResearchError`] if the article cannot be read.
    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError>;
}

/// The title under which a [`Research`] finds an article.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleTitle(String);

impl ArticleTitle {
    /// Creates a title, as the collection spells it.
    pub fn new(title: impl Into<String>) -> Self {
        Self(title.into())
    }

    /// Returns the title.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A title says what a player asked about, so it is not printed.
impl fmt::Debug for ArticleTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleTitle({} bytes)", self.0.len())
    }
}

/// The collection cannot be searched or read. The source MUST NOT contain keywords, titles or texts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResearchError {
    /// A transient error: a retry may succeed.
    #[error("the articles cannot be read now")]
    Temporary {
        /// The cause.
        #[source]
        source: BoxError,
        /// How long to wait before a retry, if the collection says so.
        retry_after: Option<Duration>,
    },
    /// A permanent error, such as a rejected request.
    #[error("the articles cannot be read")]
    Permanent {
        /// The cause.
        #[source]
        source: BoxError,
    },
}
