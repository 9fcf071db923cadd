//! All the facts, ready to be searched and asked.

mod fact;
mod likeness;

use std::sync::Arc;

use crate::data::{self, FactsError, Topic};
use crate::search::Index;
use crate::text::Phrase;

pub(crate) use fact::Fact;
pub(crate) use likeness::{ABROAD, FAR, distance, distance_to_any, kinship, origins_apart};

/// What is known, and where to find it.
#[derive(Debug)]
pub(crate) struct Library {
    pub(crate) topics: Vec<Arc<Topic>>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) index: Index,
}

impl Library {
    /// Reads files, each a name and a text.
    pub(crate) fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FactsError> {
        let topics = data::topics(files)?;
        let facts = fact::all(&topics);
        let index = Index::new(&facts);
        Ok(Self {
            topics,
            facts,
            index,
        })
    }

    /// The names of the subjects that have this among their keywords, as a whole or, if it means
    /// nothing as a whole, word by word.
    pub(crate) fn meant(&self, keyword: &Phrase) -> Vec<Phrase> {
        let terms = self.index.terms(keyword);
        if terms.is_empty() && keyword.words().len() > 1 {
            return keyword.each().flat_map(|word| self.meant(&word)).collect();
        }
        terms.iter().flat_map(|term| self.having(term)).collect()
    }

    fn having(&self, term: &Phrase) -> Vec<Phrase> {
        let called = self.index.called(term);
        let facts = called.into_iter().filter_map(|id| self.facts.get(id));
        let mut names = Vec::new();
        for row in facts.map(|fact| &fact.row) {
            let has = || row.keywords.contains(term);
            if !names.contains(row.name.phrase()) && has() {
                names.push(row.name.phrase().clone());
            }
        }
        names
    }

    pub(crate) fn facts_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Fact> {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.topic.name == topic.name)
    }
}
