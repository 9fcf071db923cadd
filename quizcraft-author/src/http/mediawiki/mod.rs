mod api;
mod page;
mod search;

use std::time::Duration;

use async_trait::async_trait;

use super::etiquette::Etiquette;
use super::{BaseUrl, Contact, HttpClient};
use crate::{Article, ArticleTitle, Research, ResearchError};
use api::Api;
use search::Search;

/// A wiki that runs MediaWiki, such as Wikipedia.
///
/// It follows the [etiquette of MediaWiki's API](https://www.mediawiki.org/wiki/API:Etiquette): the header
/// `User-Agent` names a contact, at most three requests are sent at once, the server may reject them while its
/// database lags, and results are cached for an hour.
///
/// An article is the plain text of the current revision. Redirects are followed; a disambiguation page is no article.
/// The license is the one that the wiki states for all its texts.
///
/// ```
/// use quizcraft_author::{BaseUrl, Contact, HttpClient, MediaWiki, Timeouts};
///
/// let client = HttpClient::new(Timeouts::default());
/// let wiki = BaseUrl::parse("https://en.wikipedia.org/w/")?;
/// let research = MediaWiki::new(client, wiki, Contact::new("host@example.org")?);
/// # drop(research);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MediaWiki {
    api: Api,
    search: Search,
    etiquette: Etiquette,
}

impl MediaWiki {
    /// The URL of the English Wikipedia.
    pub const WIKIPEDIA: &str = "https://en.wikipedia.org/w/";

    /// Creates a client of the wiki whose `api.php` and `rest.php` are below a URL. Each language has a wiki of its
    /// own.
    #[must_use]
    pub fn new(client: HttpClient, wiki: BaseUrl, contact: Contact) -> Self {
        Self {
            api: Api::new(client, wiki, contact),
            search: Search::default(),
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
impl Research for MediaWiki {
    /// Returns the URL of the wiki.
    fn collection(&self) -> &str {
        self.api.url()
    }

    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
        let read = self.search.titles(&self.api, keyword);
        Ok(self.etiquette.titles(keyword, read).await?)
    }

    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
        let read = page::read(&self.api, title);
        Ok(self.etiquette.article(title, read).await?)
    }
}
