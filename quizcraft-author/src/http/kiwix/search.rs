use reqwest::StatusCode;
use serde::Deserialize;

use super::book::Book;
use super::rss;
use crate::ArticleTitle;
use crate::http::HttpError;
use crate::http::html::decoded;
use crate::http::research::{MAX_LIST_BYTES, distinct, words};
use crate::http::response::Media;

/// The maximum number of titles that are requested.
const LIMIT: &str = "10";

/// A title, and the path of its page.
pub(super) struct Hit {
    pub(super) title: String,
    pub(super) path: String,
}

/// A suggestion. Its texts are encoded as HTML.
#[derive(Deserialize)]
struct Suggestion {
    value: String,
    /// Absent in the suggestion to search the full text.
    path: Option<String>,
}

/// Returns the titles that equal the keyword, then those of a search of the full text, then those that begin like the
/// keyword. If there are none, returns the keyword if a page has it as its path: servers find no words in scripts
/// without spaces, such as Japanese, not even in titles.
pub(super) async fn titles(book: &Book, keyword: &str) -> Result<Vec<ArticleTitle>, HttpError> {
    let words = words(keyword);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let suggested = suggest(book, &words).await?;
    let found = search(book, &words).await?;
    let folded = words.to_lowercase();
    let is_equal = |hit: &Hit| hit.title.to_lowercase() == folded;
    let (equal, others): (Vec<_>, Vec<_>) = suggested.into_iter().partition(is_equal);
    let mut hits: Vec<Hit> = equal.into_iter().chain(found).chain(others).collect();
    if hits.is_empty() {
        hits.extend(at_path(book, &words).await?);
    }
    // Of several pages with one title, the best one is kept last, so that it replaces the others.
    for hit in hits.iter().rev() {
        book.keep_path(&hit.title, &hit.path);
    }
    Ok(distinct(hits.into_iter().map(|hit| hit.title)))
}

/// Returns the pages whose titles begin like a text.
pub(super) async fn suggest(book: &Book, text: &str) -> Result<Vec<Hit>, HttpError> {
    let parameters = [("term", text), ("count", LIMIT)];
    let response = book.list("suggest", &parameters).await?.success()?;
    let suggestions: Vec<Suggestion> = response.json(MAX_LIST_BYTES).await?;
    let hit = |suggestion: Suggestion| {
        let path = decoded(&suggestion.path?);
        let title = decoded(&suggestion.value);
        Some(Hit { title, path })
    };
    Ok(suggestions.into_iter().filter_map(hit).collect())
}

/// Returns the page at the path that books of wikis give to a title.
async fn at_path(book: &Book, title: &str) -> Result<Option<Hit>, HttpError> {
    let path = title.replace(' ', "_");
    let status = book.get(book.page_url(&path)).await?.status();
    let exists = status.is_success() || status.is_redirection();
    let title = title.to_owned();
    Ok(exists.then_some(Hit { title, path }))
}

/// Returns the pages whose text contains the words. A book without an index of its full text has none.
async fn search(book: &Book, words: &str) -> Result<Vec<Hit>, HttpError> {
    let parameters = [("pattern", words), ("format", "xml"), ("pageLength", LIMIT)];
    let response = book.list("search", &parameters).await?;
    if matches!(
        response.status(),
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND
    ) {
        return Ok(Vec::new());
    }
    let xml = response.success()?.text(Media::Xml, MAX_LIST_BYTES).await?;
    let hit = |item: rss::Item| {
        let path = book.path_of_link(item.link.trim())?;
        let title = item.title.trim().to_owned();
        Some(Hit { title, path })
    };
    Ok(rss::items(&xml)?.into_iter().filter_map(hit).collect())
}
