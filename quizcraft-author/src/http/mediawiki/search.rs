use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;

use super::api::Api;
use crate::ArticleTitle;
use crate::http::HttpError;
use crate::http::research::{MAX_LIST_BYTES, distinct, words};

/// The maximum number of titles that are requested.
const LIMIT: &str = "10";

/// The search for titles.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Whether a response showed that the wiki has no search by REST.
    lacks_rest: AtomicBool,
}

#[derive(Deserialize)]
struct Pages {
    pages: Vec<Hit>,
}

#[derive(Deserialize)]
struct Queried {
    query: Hits,
}

#[derive(Deserialize)]
struct Hits {
    search: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    title: String,
}

impl Search {
    /// Returns titles by REST, which searches the full text of articles. If it finds none, or if the wiki does not
    /// have it, returns those of the action, which searches titles only on some wikis.
    pub(super) async fn titles(
        &self,
        api: &Api,
        keyword: &str,
    ) -> Result<Vec<ArticleTitle>, HttpError> {
        let words = words(keyword);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let by_rest = self.by_rest(api, &words).await?;
        if by_rest.is_empty() {
            by_action(api, &words).await
        } else {
            Ok(by_rest)
        }
    }

    async fn by_rest(&self, api: &Api, words: &str) -> Result<Vec<ArticleTitle>, HttpError> {
        if self.lacks_rest.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let parameters = [("q", words), ("limit", LIMIT)];
        let found = api
            .rest(&["search", "page"], &parameters, MAX_LIST_BYTES)
            .await;
        match found {
            Ok(Pages { pages }) => Ok(titles(pages)),
            Err(HttpError::Status { status: 404, .. }) => {
                self.lacks_rest.store(true, Ordering::Relaxed);
                Ok(Vec::new())
            }
            // Some servers reply to unknown paths with a page.
            Err(HttpError::Malformed { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

async fn by_action(api: &Api, words: &str) -> Result<Vec<ArticleTitle>, HttpError> {
    let parameters = [
        ("action", "query"),
        ("list", "search"),
        ("srsearch", words),
        ("srlimit", LIMIT),
        ("srprop", ""),
    ];
    let found: Option<Queried> = api.action(&parameters, MAX_LIST_BYTES).await?;
    Ok(found.map_or_else(Vec::new, |found| titles(found.query.search)))
}

fn titles(hits: Vec<Hit>) -> Vec<ArticleTitle> {
    distinct(hits.into_iter().map(|hit| hit.title))
}
