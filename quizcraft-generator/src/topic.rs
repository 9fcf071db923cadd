//! The topics of a writer.

use quizcraft_facts as facts;

use crate::questions::question;
use crate::random::Stream;

/// A topic of a [`FactWriter`](crate::FactWriter).
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

    /// Returns its name, which is also a keyword.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns further keywords that find the topic, its kinds of subjects or its relations. The names
    /// and values of its subjects are keywords too, but are not listed.
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keywords.iter().map(String::as_str)
    }

    /// Returns the number of facts that questions can be composed from.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// Returns an example of a prompt.
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
