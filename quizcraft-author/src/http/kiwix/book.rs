use std::fmt;

use percent_encoding::percent_decode_str;
use quick_cache::sync::Cache;
use quizcraft_core::License;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::sync::OnceCell;
use url::Url;

use super::BookName;
use crate::http::license::license;
use crate::http::response::{Media, Response};
use crate::http::{BaseUrl, HttpClient, HttpError};

/// A book of a server, and what is known of it.
pub(super) struct Book {
    client: HttpClient,
    server: BaseUrl,
    name: BookName,
    /// The paths of titles that were found lately.
    paths: Cache<String, String>,
    edition: OnceCell<Edition>,
}

/// What a book states about itself.
pub(super) struct Edition {
    pub(super) license: Option<License>,
    /// The date of the book, which is the revision of its articles.
    pub(super) date: Option<String>,
}

impl Book {
    /// The maximum number of titles whose paths are kept.
    const MAX_PATHS: usize = 10_000;

    /// The maximum size of a statement of a book about itself, in bytes.
    const MAX_STATEMENT_BYTES: usize = 4 * 1024;

    pub(super) fn new(client: HttpClient, server: BaseUrl, name: BookName) -> Self {
        Self {
            client,
            server,
            name,
            paths: Cache::new(Self::MAX_PATHS),
            edition: OnceCell::new(),
        }
    }

    /// Returns the name of the book.
    pub(super) fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Returns the path of a title, if it was found lately.
    pub(super) fn path(&self, title: &str) -> Option<String> {
        self.paths.get(title)
    }

    pub(super) fn keep_path(&self, title: &str, path: &str) {
        self.paths.insert(title.to_owned(), path.to_owned());
    }

    /// Requests a list of titles of this book: `search` or `suggest`.
    pub(super) async fn list(
        &self,
        list: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Response, HttpError> {
        let mut url = self.server.join([list]);
        url.query_pairs_mut()
            .append_pair("content", self.name.as_str())
            .extend_pairs(parameters);
        self.get(url).await
    }

    /// Returns the URL of the page at a path, without the server's toolbar.
    pub(super) fn page_url(&self, path: &str) -> Url {
        let book = ["raw", self.name.as_str(), "content"];
        self.server.join(book.into_iter().chain(path.split('/')))
    }

    pub(super) async fn get(&self, url: Url) -> Result<Response, HttpError> {
        self.client.get(url, HeaderMap::new()).await
    }

    /// Returns the path of a page from a link to it. Servers link to `/BOOK/PATH` (3.3) or `/content/BOOK/PATH`
    /// (newer). Both encode a question mark in some places only, so links have no query.
    pub(super) fn path_of_link(&self, link: &str) -> Option<String> {
        let link = link.strip_prefix(self.server.path())?;
        let link = link.strip_prefix("/content").unwrap_or(link);
        let path = link.strip_prefix('/')?.strip_prefix(self.name.as_str())?;
        let path = percent_decode_str(path.strip_prefix('/')?);
        let path = path.decode_utf8().ok()?;
        (!path.is_empty()).then(|| path.into_owned())
    }

    /// Returns what the book states about itself. It is requested once.
    pub(super) async fn edition(&self) -> Result<&Edition, HttpError> {
        let read = async || {
            let stated = self.statement("License").await?.unwrap_or_default();
            let date = self.statement("Date").await?;
            let license = license(&stated, &stated);
            Ok(Edition { license, date })
        };
        self.edition.get_or_try_init(read).await
    }

    async fn statement(&self, name: &str) -> Result<Option<String>, HttpError> {
        let url = self.server.join(["raw", self.name.as_str(), "meta", name]);
        let response = self.get(url).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let response = response.success()?;
        match response.text(Media::Plain, Self::MAX_STATEMENT_BYTES).await {
            Ok(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            Err(HttpError::Malformed { .. } | HttpError::TooLarge { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book")
            .field("client", &self.client)
            .field("server", &self.server)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
