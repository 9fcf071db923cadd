//! A collection of articles in memory.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_author::{Article, ArticleTitle, Research, ResearchError};
use quizcraft_core::{License, SourceTitle, SourceUrl};

/// The name of a library.
pub(crate) const NAME: &str = "library";

pub(crate) struct Library {
    name: &'static str,
    titles: HashMap<String, Vec<String>>,
    texts: HashMap<String, String>,
    errors: Mutex<VecDeque<ResearchError>>,
    requests: AtomicUsize,
    delay: Duration,
}

impl Default for Library {
    fn default() -> Self {
        Self {
            name: NAME,
            titles: HashMap::new(),
            texts: HashMap::new(),
            errors: Mutex::default(),
            requests: AtomicUsize::new(0),
            delay: Duration::ZERO,
        }
    }
}

impl Library {
    /// Returns the library with another name.
    pub(crate) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// Creates a library with one article.
    pub(crate) fn about(keyword: &str, text: &str) -> Self {
        Self::default().with(keyword, keyword, text)
    }

    /// Returns the library with a further article, which is found by a keyword.
    pub(crate) fn with(mut self, keyword: &str, title: &str, text: &str) -> Self {
        let titles = self.titles.entry(keyword.to_owned()).or_default();
        titles.push(title.to_owned());
        self.texts.insert(title.to_owned(), text.to_owned());
        self
    }

    /// Returns the library whose first requests fail.
    pub(crate) fn failing(self, errors: impl IntoIterator<Item = ResearchError>) -> Self {
        self.errors.lock().unwrap().extend(errors);
        self
    }

    /// Returns the library that takes its time for each request.
    pub(crate) fn slow(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn count(&self) -> Result<(), ResearchError> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.errors.lock().unwrap().pop_front().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Research for Library {
    fn collection(&self) -> &str {
        self.name
    }

    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
        tokio::time::sleep(self.delay).await;
        self.count()?;
        let titles = self.titles.get(keyword).into_iter().flatten();
        Ok(titles.map(ArticleTitle::new).collect())
    }

    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
        tokio::time::sleep(self.delay).await;
        self.count()?;
        let Some(text) = self.texts.get(title.as_str()) else {
            return Ok(None);
        };
        let url = SourceUrl::new(format!(
            "https://example.org/wiki/{}",
            title.as_str().replace(' ', "_")
        ));
        let article = Article::new(
            SourceTitle::new(title.as_str()).unwrap(),
            url.unwrap(),
            text,
        );
        let license = License::new("CC BY-SA 4.0").unwrap();
        Ok(article.ok().map(|article| article.with_license(license)))
    }
}
