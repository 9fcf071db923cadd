//! The rewriting of questions that broke a rule or failed the review.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use crate::assignment::{excerpt, max_tokens, schema};
use crate::proposal::{ReplyError, proposals};
use crate::{Article, Assignment, ChatReply, ChatRequest, Proposal, Rejection, SentenceNumber};

const INSTRUCTIONS: &str = include_str!("../prompts/rewrite-1.txt");

/// A proposal about an article, with the reason for which it was dropped.
pub(crate) struct Rejected {
    pub(crate) article: Arc<Article>,
    pub(crate) proposal: Proposal,
    pub(crate) reason: Rejection,
}

/// Some rejected questions about one article that the model writes again.
pub(crate) struct Rewrite {
    article: Arc<Article>,
    questions: Vec<Rejected>,
}

impl Rewrite {
    /// Selects the questions about the article with the most correctable ones. Returns `None` if there are none.
    pub(crate) fn of(rejected: Vec<Rejected>) -> Option<Self> {
        let correctable = rejected.into_iter().filter(|question| {
            let cited = SentenceNumber::new(question.proposal.sentence);
            let is_cited = cited.is_some_and(|cited| question.article.sentence(cited).is_some());
            is_cited && question.reason.is_correctable()
        });
        let correctable: Vec<Rejected> = correctable.collect();
        let count = |article: &Arc<Article>| {
            let same = correctable
                .iter()
                .filter(|other| other.article.url() == article.url());
            same.count()
        };
        let articles = correctable.iter().map(|question| &question.article);
        let article = Arc::clone(articles.max_by_key(|article| count(article))?);
        let about = |question: &Rejected| question.article.url() == article.url();
        let questions = correctable.into_iter().filter(about);
        let questions = questions.take(Assignment::MAX_QUESTIONS).collect();
        Some(Self { article, questions })
    }

    /// Returns the article.
    pub(crate) const fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Returns the request for the model.
    pub(crate) fn request(&self) -> ChatRequest {
        let cited = self.questions.iter();
        let cited = cited.filter_map(|question| SentenceNumber::new(question.proposal.sentence));
        let cited: BTreeSet<SentenceNumber> = cited.collect();
        let is_near = |number: SentenceNumber| {
            let mut cited = cited.iter();
            cited.any(|cited| cited.get().abs_diff(number.get()) <= 1)
        };
        let numbers: Vec<String> = cited.iter().map(ToString::to_string).collect();
        let message = format!(
            "{}{}Cite only the sentences {}.",
            excerpt(&self.article, is_near),
            self.lines(),
            numbers.join(", "),
        );
        ChatRequest {
            instructions: INSTRUCTIONS.to_owned(),
            message,
            schema: schema(cited.iter().copied()),
            max_tokens: max_tokens(self.questions.len()),
        }
    }

    /// Parses the reply of the model.
    pub(crate) fn read(&self, reply: &ChatReply) -> Result<Vec<Proposal>, ReplyError> {
        proposals(reply, self.questions.len())
    }

    /// Returns the questions as lines of JSON.
    fn lines(&self) -> String {
        let mut lines = "BEGIN QUESTIONS\n".to_owned();
        for question in &self.questions {
            let line = json!({ "faults": [question.reason.name()], "question": question.proposal });
            let line = without_line_breaks(&line.to_string());
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{line}");
        }
        lines.push_str("END QUESTIONS\n");
        lines
    }
}

/// Escapes the line breaks that JSON may contain: all but those of ASCII, which it escapes itself. They can only be in its
/// strings.
fn without_line_breaks(json: &str) -> String {
    json.replace('\u{85}', "\\u0085")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::without_line_breaks;

    /// The rules reject such texts before, so no public interface shows this.
    #[test]
    fn json_in_one_line_means_the_same() {
        let text = "a\u{85}b\u{2028}c\u{2029}d\ne\u{b}f\u{c}g\rh";
        let line = without_line_breaks(&serde_json::json!(text).to_string());
        let breaks = [
            '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
        ];
        assert!(!line.contains(breaks), "{line:?}");
        let parsed: Result<String, _> = serde_json::from_str(&line);
        assert_eq!(parsed.ok().as_deref(), Some(text));
    }
}
