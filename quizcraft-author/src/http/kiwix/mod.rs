mod book;
mod book_name;
mod page;
mod rss;
mod search;

use std::time::Duration;

use async_trait::async_trait;

use super::etiquette::Etiquette;
use super::{BaseUrl, HttpClient};
use crate::{Article, ArticleTitle, Research, ResearchError};
use book::Book;

pub use book_name::{BookName, InvalidBookName};

/// A book of `kiwix-serve` (3.3 or newer), which serves encyclopedias without internet.
///
/// At most three requests are sent at once, and results are cached for an hour. The URL of an article is that of its
/// original, if the page names it, or else that on the server. The license is the one that the book states.
///
/// ```
/// use quizcraft_author::{BaseUrl, BookName, HttpClient, Kiwix, Timeouts};
///
/// let client = HttpClient::new(Timeouts::default());
/// let server = BaseUrl::parse("http://127.0.0.1:8080/")?;
/// let research = Kiwix::new(client, server, BookName::new("wikipedia_en_all_nopic")?);
/// # drop(research);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Kiwix {
    book: Book,
    etiquette: Etiquette,
}

impl Kiwix {
    /// Creates a client of one book of a server.
    #[must_use]
    pub fn new(client: HttpClient, server: BaseUrl, book: BookName) -> Self {
        Self {
            book: Book::new(client, server, book),
            etiquette: Etiquette::new(Etiquette::TIME_TO_LIVE),
        }
    }

    /// Returns the client with an empty cache, whose results are used for this time.
    #[must_use]
    pub fn with_time_to_live(self, time_to_live: Duration) -> Self {
        Self {
            etiquette: Etiquette::new(time_to_live),
            ..self
        }
    }
}

#[async_trait]
impl Research for Kiwix {
    /// Returns the name of the book, which any server may have.
    fn collection(&self) -> &str {
        self.book.name()
    }

    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
        let read = search::titles(&self.book, keyword);
        Ok(self.etiquette.titles(keyword, read).await?)
    }

    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
        let read = page::read(&self.book, title);
        Ok(self.etiquette.article(title, read).await?)
    }
}
