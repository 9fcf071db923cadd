use std::fmt;
use std::time::Duration;

use quick_cache::sync::Cache;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::HttpError;
use crate::{Article, ArticleTitle};

/// The rules of clients of an encyclopedia: few requests at once, and none for what was read lately.
pub(super) struct Etiquette {
    permits: Semaphore,
    time_to_live: Duration,
    titles: Cache<String, Entry<Vec<ArticleTitle>>>,
    articles: Cache<String, Entry<Option<Article>>>,
}

#[derive(Clone)]
struct Entry<T> {
    value: T,
    read_at: Instant,
}

impl Etiquette {
    /// The maximum number of requests at once.
    pub(super) const MAX_REQUESTS: usize = 3;

    /// The default time for which results are cached.
    pub(super) const TIME_TO_LIVE: Duration = Duration::from_hours(1);

    /// The maximum number of keywords whose titles are cached.
    const MAX_KEYWORDS: usize = 1_000;

    /// The maximum number of cached articles. An article has at most [`Article::MAX_CHARS`] characters.
    const MAX_ARTICLES: usize = 200;

    pub(super) fn new(time_to_live: Duration) -> Self {
        Self {
            permits: Semaphore::new(Self::MAX_REQUESTS),
            time_to_live,
            titles: Cache::new(Self::MAX_KEYWORDS),
            articles: Cache::new(Self::MAX_ARTICLES),
        }
    }

    /// Returns the titles of a keyword from the cache, or else from `read`.
    pub(super) async fn titles(
        &self,
        keyword: &str,
        read: impl Future<Output = Result<Vec<ArticleTitle>, HttpError>>,
    ) -> Result<Vec<ArticleTitle>, HttpError> {
        self.cached(&self.titles, keyword, read).await
    }

    /// Returns an article from the cache, or else from `read`. That there is none is cached, too.
    pub(super) async fn article(
        &self,
        title: &ArticleTitle,
        read: impl Future<Output = Result<Option<Article>, HttpError>>,
    ) -> Result<Option<Article>, HttpError> {
        self.cached(&self.articles, title.as_str(), read).await
    }

    async fn cached<T: Clone>(
        &self,
        cache: &Cache<String, Entry<T>>,
        key: &str,
        read: impl Future<Output = Result<T, HttpError>>,
    ) -> Result<T, HttpError> {
        if let Some(value) = self.find(cache, key) {
            return Ok(value);
        }
        // The semaphore is never closed, so there is always a permit.
        let permit = self.permits.acquire().await;
        // Another caller may have read the value in the meantime.
        if let Some(value) = self.find(cache, key) {
            return Ok(value);
        }
        let value = read.await?;
        drop(permit);
        let read_at = Instant::now();
        let entry = Entry {
            value: value.clone(),
            read_at,
        };
        cache.insert(key.to_owned(), entry);
        Ok(value)
    }

    fn find<T: Clone>(&self, cache: &Cache<String, Entry<T>>, key: &str) -> Option<T> {
        let entry = cache.get(key)?;
        (entry.read_at.elapsed() < self.time_to_live).then_some(entry.value)
    }
}

impl fmt::Debug for Etiquette {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Etiquette")
            .field("time_to_live", &self.time_to_live)
            .finish_non_exhaustive()
    }
}
