//! What the clients of encyclopedias have in common.

use quizcraft_core::{License, SourceTitle, SourceUrl};
use url::Url;

use crate::{Article, ArticleTitle};

/// The maximum size of a list of titles, in bytes.
pub(super) const MAX_LIST_BYTES: usize = 1024 * 1024;

/// The maximum size of an article, in bytes.
pub(super) const MAX_ARTICLE_BYTES: usize = 4 * 1024 * 1024;

/// The maximum number of titles of a keyword.
pub(super) const MAX_TITLES: usize = 10;

/// The maximum number of characters of a keyword that are sent.
const MAX_KEYWORD_CHARS: usize = 200;

/// Returns a keyword as plain words, because searches give a meaning to some characters: quotes, wildcards,
/// negations, and fields with a colon, some of which are expensive to search.
pub(super) fn words(keyword: &str) -> String {
    let plain = |c: char| {
        if c.is_control() || "\"*?~:\\".contains(c) {
            ' '
        } else {
            c
        }
    };
    let plain: String = keyword.chars().take(MAX_KEYWORD_CHARS).map(plain).collect();
    let words = plain.split_whitespace();
    let words: Vec<_> = words
        .map(|word| word.trim_start_matches(['-', '!', '+']))
        .collect();
    words.join(" ").trim().to_owned()
}

/// Returns the first titles, each once. A title that is too long for a source is dropped.
pub(super) fn distinct(titles: impl IntoIterator<Item = String>) -> Vec<ArticleTitle> {
    let mut distinct = Vec::new();
    for title in titles {
        if SourceTitle::new(title.as_str()).is_err() {
            continue;
        }
        let title = ArticleTitle::new(title);
        if distinct.len() < MAX_TITLES && !distinct.contains(&title) {
            distinct.push(title);
        }
    }
    distinct
}

/// What is known of an article.
pub(super) struct Found {
    pub(super) title: String,
    pub(super) url: Url,
    pub(super) text: String,
    pub(super) revision: Option<String>,
    pub(super) license: Option<License>,
}

impl Found {
    /// Returns the article, or `None` if it has too few sentences, or no title or URL that players can be shown.
    pub(super) fn into_article(self) -> Option<Article> {
        let title = SourceTitle::new(self.title.as_str()).ok()?;
        let url = SourceUrl::new(self.url).ok()?;
        let article = Article::new(title, url, &self.text).ok()?;
        let article = match self.revision {
            Some(revision) => article.with_revision(revision),
            None => article,
        };
        Some(match self.license {
            Some(license) => article.with_license(license),
            None => article,
        })
    }
}
