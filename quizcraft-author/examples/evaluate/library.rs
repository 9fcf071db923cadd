//! The articles of the gold set as a collection.

use std::collections::BTreeMap;

use async_trait::async_trait;
use quizcraft_author::{Article, ArticleTitle, Research, ResearchError};

use crate::evaluation::Gold;

/// The articles of the gold set, by topic.
pub(crate) struct Library(BTreeMap<String, Article>);

impl Library {
    pub(crate) fn new(gold: &Gold) -> Self {
        let articles = gold.articles().iter();
        let articles = articles.map(|gold| (gold.keyword.clone(), Article::clone(&gold.article)));
        Self(articles.collect())
    }
}

#[async_trait]
impl Research for Library {
    fn collection(&self) -> &'static str {
        "embedded facts"
    }

    async fn titles(&self, keyword: &str) -> Result<Vec<ArticleTitle>, ResearchError> {
        let titles = self.0.keys();
        let found = titles.filter(|title| title.eq_ignore_ascii_case(keyword));
        Ok(found.map(ArticleTitle::new).collect())
    }

    async fn article(&self, title: &ArticleTitle) -> Result<Option<Article>, ResearchError> {
        Ok(self.0.get(title.as_str()).cloned())
    }
}
