//! What a player may ask for.

use crate::data;
use crate::library::Library;
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
    pub(crate) fn of(library: &Library, topic: &data::Topic) -> Self {
        Self {
            name: topic.name.clone(),
            keywords: keywords(topic),
            facts: library.facts_of(topic).count(),
            example: example(library, topic),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The words that it answers to besides its name; the names of its subjects and what is
    /// known of them do as well.
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keywords.iter().map(String::as_str)
    }

    /// How many facts there are to ask.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// One of its questions.
    #[must_use]
    pub fn example(&self) -> &str {
        &self.example
    }
}

fn keywords(topic: &data::Topic) -> Vec<String> {
    let tables = topic.tables.iter();
    let columns = topic.tables.iter().flat_map(|table| &table.columns);
    let of_tables = tables.flat_map(|table| &table.keywords);
    let of_columns = columns.flat_map(|column| &column.keywords);
    let mut keywords = Vec::new();
    for keyword in topic.keywords.iter().chain(of_tables).chain(of_columns) {
        if !keywords.contains(keyword) {
            keywords.push(keyword.clone());
        }
    }
    keywords
}

fn example(library: &Library, topic: &data::Topic) -> String {
    let stream = &mut Stream::new(&[0; 32]);
    let mut facts = library.facts_of(topic);
    let question = facts.find_map(|fact| question(fact, stream, |_| true));
    question.map_or_else(String::new, |question| question.prompt)
}
