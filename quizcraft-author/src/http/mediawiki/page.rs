use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use super::api::Api;
use crate::http::license::license;
use crate::http::research::{Found, MAX_ARTICLE_BYTES};
use crate::http::{HttpError, html};
use crate::{Article, ArticleTitle};

#[derive(Deserialize)]
struct Queried {
    query: Option<Query>,
}

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    pages: Vec<Page>,
    rightsinfo: Option<Rights>,
}

#[derive(Deserialize)]
struct Page {
    title: String,
    missing: Option<IgnoredAny>,
    invalid: Option<IgnoredAny>,
    canonicalurl: Option<String>,
    fullurl: Option<String>,
    /// Present if the wiki has the extension `TextExtracts`.
    extract: Option<String>,
    #[serde(default)]
    revisions: Vec<Revision>,
    pageprops: Option<Properties>,
}

#[derive(Deserialize)]
struct Revision {
    revid: u64,
}

#[derive(Deserialize)]
struct Properties {
    disambiguation: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Rights {
    #[serde(default)]
    url: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Parsed {
    parse: Parse,
}

#[derive(Deserialize)]
struct Parse {
    text: String,
}

/// Returns the article with this title, following redirects.
pub(super) async fn read(api: &Api, title: &ArticleTitle) -> Result<Option<Article>, HttpError> {
    let Some((page, rights)) = query(api, title).await? else {
        return Ok(None);
    };
    let revision = page
        .revisions
        .first()
        .map(|revision| revision.revid.to_string());
    let extract = page.extract.filter(|extract| !extract.trim().is_empty());
    let text = match (extract, &revision) {
        (Some(extract), _) => Some(extract),
        (None, Some(revision)) => parse(api, revision).await?,
        (None, None) => None,
    };
    let url = page.canonicalurl.or(page.fullurl);
    let url = url.and_then(|url| Url::parse(&url).ok());
    let (Some(text), Some(url)) = (text, url) else {
        return Ok(None);
    };
    let found = Found {
        title: page.title,
        url,
        text,
        revision,
        license: rights.and_then(|rights| license(&rights.url, &rights.text)),
    };
    Ok(found.into_article())
}

/// Returns the page, if it exists and is no disambiguation page, and the license of the wiki.
async fn query(
    api: &Api,
    title: &ArticleTitle,
) -> Result<Option<(Page, Option<Rights>)>, HttpError> {
    // The first character separates titles, instead of `|`. So there is one title, whatever it contains.
    let titles = format!("\u{1f}{}", title.as_str());
    let parameters = [
        ("action", "query"),
        ("titles", &titles),
        ("redirects", "1"),
        ("prop", "extracts|info|revisions|pageprops"),
        ("explaintext", "1"),
        ("inprop", "url"),
        ("rvprop", "ids"),
        ("ppprop", "disambiguation"),
        ("meta", "siteinfo"),
        ("siprop", "rightsinfo"),
    ];
    let queried: Option<Queried> = api.action(&parameters, MAX_ARTICLE_BYTES).await?;
    let Some(query) = queried.and_then(|queried| queried.query) else {
        return Ok(None);
    };
    let page = query.pages.into_iter().next().filter(Page::is_article);
    Ok(page.map(|page| (page, query.rightsinfo)))
}

/// Returns the text of a revision, for wikis that have no extracts.
async fn parse(api: &Api, revision: &str) -> Result<Option<String>, HttpError> {
    let parameters = [
        ("action", "parse"),
        ("oldid", revision),
        ("prop", "text"),
        ("disabletoc", "1"),
        ("disableeditsection", "1"),
        ("disablelimitreport", "1"),
    ];
    let parsed: Option<Parsed> = api.action(&parameters, MAX_ARTICLE_BYTES).await?;
    Ok(parsed.map(|parsed| html::paragraphs(&parsed.parse.text)))
}

impl Page {
    fn is_article(&self) -> bool {
        let properties = self.pageprops.as_ref();
        let is_ambiguous = properties.is_some_and(|page| page.disambiguation.is_some());
        self.missing.is_none() && self.invalid.is_none() && !is_ambiguous
    }
}
