//! Articles of the gold set.

use std::sync::Arc;

use quizcraft_author::{Article, Proposal};
use quizcraft_core::{SourceTitle, SourceUrl};

/// A sentence that proves an answer to a question.
#[derive(Clone)]
pub(crate) struct Truth {
    pub(crate) answer: String,
    pub(crate) sentence: String,
}

/// A good question with everything that is true about it.
pub(crate) struct Item {
    pub(crate) proposal: Proposal,
    /// The answers that are right, that of the question first.
    pub(crate) truths: Vec<Truth>,
    /// Other prompts that ask for the same.
    pub(crate) rewordings: Vec<String>,
    /// Other spellings of the solution.
    pub(crate) spellings: Vec<String>,
}

/// An article with questions about it.
pub(crate) struct GoldArticle {
    pub(crate) keyword: String,
    pub(crate) sentences: Vec<String>,
    pub(crate) article: Arc<Article>,
    pub(crate) items: Vec<Item>,
}

impl Item {
    /// Returns the sentence that proves the solution.
    pub(crate) fn own(&self) -> &str {
        let first = self.truths.first();
        first.map_or("", |truth| truth.sentence.as_str())
    }

    /// Returns the other right answers.
    pub(crate) fn others(&self) -> &[Truth] {
        self.truths.get(1..).unwrap_or_default()
    }
}

/// Creates an article from sentences.
pub(crate) fn article(keyword: &str, sentences: &[String]) -> Option<Arc<Article>> {
    let title = SourceTitle::new(keyword).ok()?;
    let url = SourceUrl::new("https://example.org/article").ok()?;
    let article = Article::new(title, url, &sentences.join("\n")).ok()?;
    Some(Arc::new(article))
}

/// Returns the number of a sentence in an article, or `None` if it was dropped or split.
pub(crate) fn number_of(article: &Article, sentence: &str) -> Option<u16> {
    let mut sentences = article.sentences();
    let found = sentences.find(|(_, text)| *text == sentence);
    found.map(|(number, _)| number.get())
}
