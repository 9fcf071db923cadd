//! All the facts, ready to be searched and asked.

mod fact;
mod likeness;

use std::sync::Arc;

use crate::data::{self, FactsError, Topic};
use crate::search::Index;

pub(crate) use fact::Fact;
pub(crate) use likeness::{FAR, distance};

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

    pub(crate) fn facts_of<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Fact> {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.topic.name == topic.name)
    }
}
