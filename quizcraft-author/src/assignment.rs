//! The assignment of one writing call: some sentences of an article, and the number of questions.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::proposal::{Proposal, ReplyError, proposals};
use crate::sentences::in_one_line;
use crate::{Article, ChatReply, ChatRequest, ReplySchema, SentenceNumber};

const INSTRUCTIONS: &str = include_str!("../prompts/write-1.txt");
/// The tokens of a question in a reply, with room for scripts that need many tokens.
const TOKENS_PER_QUESTION: u32 = 240;
/// The tokens of a reply around its questions.
const TOKENS_AROUND: u32 = 100;

/// The assignment of one writing call.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_author::{Article, Assignment};
/// use quizcraft_core::{SourceTitle, SourceUrl};
///
/// let text = "Sirius is the brightest star. It has a small companion. Clark discovered it in 1862.";
/// let url = SourceUrl::new("https://example.org/Sirius")?;
/// let article = Arc::new(Article::new(SourceTitle::new("Sirius")?, url, text)?);
/// let request = Assignment::whole(&article, 2).request();
/// assert!(request.message.contains("[3] Clark discovered it in 1862.\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Assignment {
    article: Arc<Article>,
    /// The sentences to cite.
    range: RangeInclusive<SentenceNumber>,
    /// Those of them that may not be cited, such as those that questions exist about.
    known: BTreeSet<SentenceNumber>,
    questions: usize,
}

impl Assignment {
    /// The maximum number of questions of one call.
    pub const MAX_QUESTIONS: usize = 5;

    /// Creates an assignment that may cite every sentence of the article.
    #[must_use]
    pub fn whole(article: &Arc<Article>, questions: usize) -> Self {
        let last = article.sentences().last().map(|(number, _)| number);
        let range = SentenceNumber::FIRST..=last.unwrap_or(SentenceNumber::FIRST);
        Self::part(article, range, questions)
    }

    /// Creates an assignment that may cite some sentences. The number of questions is reduced to
    /// [`MAX_QUESTIONS`](Self::MAX_QUESTIONS).
    #[must_use]
    pub fn part(
        article: &Arc<Article>,
        sentences: RangeInclusive<SentenceNumber>,
        questions: usize,
    ) -> Self {
        Self {
            article: Arc::clone(article),
            range: sentences,
            known: BTreeSet::new(),
            questions: questions.clamp(1, Self::MAX_QUESTIONS),
        }
    }

    /// Returns the assignment that may not cite these sentences.
    #[must_use]
    pub fn without(self, known: BTreeSet<SentenceNumber>) -> Self {
        Self { known, ..self }
    }

    /// Returns the article.
    #[must_use]
    pub const fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// Returns the request for the model.
    #[must_use]
    pub fn request(&self) -> ChatRequest {
        let noun = if self.questions == 1 {
            "question"
        } else {
            "questions"
        };
        // The first sentence says what the article is about.
        let shown = |number| number == SentenceNumber::FIRST || self.range.contains(&number);
        let message = format!(
            "{}Write {} {noun}. Cite only the sentences {}.",
            excerpt(&self.article, shown),
            self.questions,
            self.cited_in_words(),
        );
        ChatRequest {
            instructions: INSTRUCTIONS.to_owned(),
            message,
            schema: schema(self.cited()),
            max_tokens: max_tokens(self.questions),
        }
    }

    /// Returns the sentences that may be cited.
    fn cited(&self) -> impl Iterator<Item = SentenceNumber> {
        let numbers = self.article.sentences().map(|(number, _)| number);
        numbers.filter(|number| self.range.contains(number) && !self.known.contains(number))
    }

    fn cited_in_words(&self) -> String {
        if self.known.is_empty() {
            return format!("{} to {}", self.range.start(), self.range.end());
        }
        let numbers: Vec<String> = self.cited().map(|number| number.to_string()).collect();
        numbers.join(", ")
    }

    /// Parses the reply of the model. More questions than requested are ignored.
    ///
    /// # Errors
    ///
    /// A [`ReplyError`] if the reply is truncated, refused, or not JSON of the schema.
    pub fn read(&self, reply: &ChatReply) -> Result<Vec<Proposal>, ReplyError> {
        proposals(reply, self.questions)
    }
}

/// The article says what a player asked about, so only the sizes are printed.
impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.range.start(), self.range.end());
        write!(
            f,
            "Assignment({} questions about sentences {first} to {last})",
            self.questions
        )
    }
}

/// Returns the maximum number of tokens of a reply with some questions.
pub(crate) fn max_tokens(questions: usize) -> u32 {
    let questions = u32::try_from(questions).unwrap_or(u32::MAX);
    let each = TOKENS_PER_QUESTION.saturating_mul(questions);
    TOKENS_AROUND.saturating_add(each)
}

/// Returns some sentences of an article as lines between markers. A line of the article cannot be taken for a
/// marker, because each begins with its number or with the word "Title".
pub(crate) fn excerpt(article: &Article, is_shown: impl Fn(SentenceNumber) -> bool) -> String {
    let title = in_one_line(article.title().as_str());
    let mut text = format!("BEGIN ARTICLE\nTitle: {title}\n");
    for (number, sentence) in article.sentences().filter(|(number, _)| is_shown(*number)) {
        push_sentence(&mut text, number, sentence);
    }
    text.push_str("END ARTICLE\n");
    text
}

/// Appends a sentence as one line, to the letter, with its number before it.
pub(crate) fn push_sentence(text: &mut String, number: SentenceNumber, sentence: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "[{number}] {sentence}");
}

/// Returns the schema of a reply with questions that cite one of these sentences.
pub(crate) fn schema(sentences: impl Iterator<Item = SentenceNumber>) -> ReplySchema {
    let sentences: Vec<u16> = sentences.map(SentenceNumber::get).collect();
    let question = object(&json!({
        "prompt": { "type": "string" },
        "solution": { "type": "string" },
        "wrong_options": { "type": "array", "items": { "type": "string" } },
        "clarification": { "type": "string" },
        "sentence": { "type": "integer", "enum": sentences },
    }));
    ReplySchema {
        name: "questions",
        json: object(&json!({ "questions": { "type": "array", "items": question } })),
    }
}

/// Returns the schema of an object with these properties, all of which are required.
pub(crate) fn object(properties: &Value) -> Value {
    let names = properties
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys());
    let required: Vec<&String> = names.collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
