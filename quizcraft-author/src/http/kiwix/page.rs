use quizcraft_core::SourceUrl;
use reqwest::StatusCode;
use url::Url;

use super::book::Book;
use super::search;
use crate::http::research::{Found, MAX_ARTICLE_BYTES};
use crate::http::response::Media;
use crate::http::{HttpError, html};
use crate::{Article, ArticleTitle};

/// The maximum number of redirects from one page of a book to another.
const MAX_REDIRECTS: usize = 3;

/// What only disambiguation pages of Wikipedia contain. A book does not state which pages they are.
const DISAMBIGUATION: [&str; 3] = [
    "mw:PageProp/disambiguation",
    "id=\"disambigbox\"",
    "dmbox-disambig",
];

/// Returns the article with this title, following redirects.
pub(super) async fn read(book: &Book, title: &ArticleTitle) -> Result<Option<Article>, HttpError> {
    let Some(path) = find(book, title.as_str()).await? else {
        return Ok(None);
    };
    let Some((path, page)) = fetch(book, path).await? else {
        return Ok(None);
    };
    if DISAMBIGUATION.iter().any(|mark| page.contains(mark)) {
        return Ok(None);
    }
    let edition = book.edition().await?;
    let found = Found {
        title: title.as_str().to_owned(),
        url: original(&page).unwrap_or_else(|| book.page_url(&path)),
        text: html::paragraphs(&page),
        revision: edition.date.clone(),
        license: edition.license.clone(),
    };
    Ok(found.into_article())
}

/// Returns the URL of the page that this one is a copy of.
fn original(page: &str) -> Option<Url> {
    let url = Url::parse(&html::link(page, "canonical")?).ok()?;
    // Players get the URL, so it must be one that they can be shown.
    SourceUrl::new(url.as_str()).is_ok().then_some(url)
}

/// Returns the path of a title.
async fn find(book: &Book, title: &str) -> Result<Option<String>, HttpError> {
    if let Some(path) = book.path(title) {
        return Ok(Some(path));
    }
    let suggested = search::suggest(book, title).await?;
    let found = suggested.into_iter().find(|hit| hit.title == title);
    Ok(found.map(|hit| hit.path))
}

/// Returns the page at a path, and its path after redirects within the book. The server redirects to pages with a
/// toolbar, so the redirect is translated.
async fn fetch(book: &Book, path: String) -> Result<Option<(String, String)>, HttpError> {
    let mut path = path;
    for _ in 0..=MAX_REDIRECTS {
        let response = book.get(book.page_url(&path)).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if let Some(location) = response.location() {
            let Some(target) = book.path_of_link(location) else {
                return Ok(None);
            };
            path = target;
            continue;
        }
        let page = response
            .success()?
            .text(Media::Html, MAX_ARTICLE_BYTES)
            .await?;
        return Ok(Some((path, page)));
    }
    Ok(None)
}
