//! The research of the articles of a game.

use std::sync::Arc;

use quizcraft_core::{Draft, Source};

use crate::calls::{CallError, RetryingResearch, join};
use crate::gate::Topic;
use crate::known::Known;
use crate::plan::interleaved;
use crate::relevance::is_about;
use crate::{Article, ArticleTitle, DenyList, ResearchError};

/// The maximum number of topics that are researched at once.
const AT_ONCE: usize = 3;
/// The maximum number of titles of a topic that are read until enough articles are found.
const MAX_TITLES: usize = 3;
/// The maximum number of articles about a topic.
const MAX_ARTICLES: usize = 2;

/// An article about topics that passed the gate.
pub(crate) struct Researched {
    article: Arc<Article>,
    topics: Vec<Topic>,
}

/// The articles of a game, and an error of the collection, if there was one.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) articles: Vec<Researched>,
    pub(crate) error: Option<CallError<ResearchError>>,
}

/// Searches articles.
pub(crate) struct Finder<'a> {
    pub(crate) research: RetryingResearch<'a>,
    pub(crate) denied: &'a DenyList,
    pub(crate) known: &'a Known<'a>,
    /// How many sentences the articles of a game should have together, besides those that are known.
    pub(crate) sentences: usize,
}

impl Researched {
    pub(crate) const fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Returns the topics for which the article was found.
    pub(crate) fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Returns whether a draft is about the article.
    pub(crate) fn is_source_of(&self, draft: &Draft) -> bool {
        let url = draft.source().and_then(Source::url);
        url == Some(self.article.url())
    }

    /// Returns whether both are the same article.
    fn is_same(&self, other: &Self) -> bool {
        self.article.url() == other.article.url()
    }
}

impl Finder<'_> {
    /// Returns the articles about the topics: the best one about each first. Each article is contained once.
    pub(crate) async fn find(&self, topics: Vec<Topic>) -> Found {
        let sentences = self.sentences.div_ceil(topics.len().max(1));
        let searches: Vec<_> = topics
            .into_iter()
            .map(|topic| self.about(topic, sentences))
            .collect();
        merged(join(searches, AT_ONCE).await)
    }

    /// Returns the first articles about a topic, until they have enough sentences.
    async fn about(&self, topic: Topic, sentences: usize) -> Found {
        let mut found = Found::default();
        if let Err(error) = self.read(&topic, sentences, &mut found.articles).await {
            found.error = Some(error);
        }
        found
    }

    async fn read(
        &self,
        topic: &Topic,
        sentences: usize,
        articles: &mut Vec<Researched>,
    ) -> Result<(), CallError<ResearchError>> {
        let query = topic.query();
        let titles = self
            .research
            .call(|research| research.titles(&query))
            .await?;
        let allowed = titles
            .iter()
            .filter(|title| !self.denied.denies(title.as_str()));
        let allowed: Vec<&ArticleTitle> = allowed.take(MAX_TITLES).collect();
        let mut missing = sentences;
        for title in allowed {
            if missing == 0 || articles.len() >= MAX_ARTICLES {
                break;
            }
            let article = self
                .research
                .call(|research| research.article(title))
                .await?;
            let is_wanted = |article: &Article| {
                let is_denied = self.denied.denies(article.title().as_str());
                !is_denied && is_about(&query, title, article)
            };
            if let Some(article) = article.filter(is_wanted) {
                let sentences = article.sentences().count();
                let new = sentences.saturating_sub(self.known.sentences(&article).len());
                missing = missing.saturating_sub(new);
                articles.push(Researched {
                    article: Arc::new(article),
                    topics: vec![topic.clone()],
                });
            }
        }
        Ok(())
    }
}

/// Merges what was found about each topic: all first articles, then all second ones.
fn merged(each: Vec<Found>) -> Found {
    let mut all = Found::default();
    let mut lists = Vec::new();
    for found in each {
        all.error = all.error.or(found.error);
        lists.push(found.articles);
    }
    for found in interleaved(lists) {
        let mut known = all.articles.iter_mut();
        match known.find(|known| known.is_same(&found)) {
            Some(known) => known.topics.extend(found.topics),
            None => all.articles.push(found),
        }
    }
    all
}
