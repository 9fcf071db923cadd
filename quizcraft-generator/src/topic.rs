//! What a player may ask for.

use quizcraft_facts as facts;

use crate::questions::question;
use crate::random::Stream;

/// One of the topics that a [`FactWriter`](crate::FactWriter) knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    name: String,
    keywords: Vec<String>,
    facts: usize,
    example: String,
}

impl Topic {
    pub(crate) fn of(topic: &facts::Topic<'_>) -> Self {
        Self {
            name: topic.name().to_owned(),
            keywords: keywords(topic),
            facts: topic.facts().len(),
            example: example(topic),
        }
    }

    /// Returns what it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the words that it answers to besides its name; the names of its subjects and what is
    /// known of them do as well.
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keywords.iter().map(String::as_str)
    }

    /// Returns how many facts there are to ask.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// Returns one of its questions.
    #[must_use]
    pub fn example(&self) -> &str {
        &self.example
    }
}

fn keywords(topic: &facts::Topic<'_>) -> Vec<String> {
    let of_tables = topic.tables().flat_map(|table| table.kinds());
    let columns = topic.tables().flat_map(|table| table.columns());
    let of_columns = columns
        .filter(facts::Column::is_asked)
        .flat_map(|column| column.keywords());
    let mut keywords: Vec<String> = Vec::new();
    for keyword in topic.keywords().chain(of_tables).chain(of_columns) {
        if !keywords.iter().any(|known| known == keyword) {
            keywords.push(keyword.to_owned());
        }
    }
    keywords
}

fn example(topic: &facts::Topic<'_>) -> String {
    let stream = &mut Stream::new(&[0; 32]);
    let question = topic
        .facts()
        .find_map(|fact| question(fact, stream, |_| 0, |_| true, |_| true));
    question.map_or_else(String::new, |question| question.prompt().to_owned())
}
