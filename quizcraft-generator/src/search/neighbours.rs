//! What to ask about when a keyword has too few facts of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::data::Row;
use crate::library::{Fact, Library, distance_to_any};
use crate::random::Stream;

/// The other facts of the topics that these facts belong to, those about the likest subjects
/// first, and in an order of chance among equals.
pub(crate) fn neighbours<'a>(
    library: &'a Library,
    found: &[&'a Fact],
    stream: &mut Stream,
) -> Vec<&'a Fact> {
    let own: BTreeSet<usize> = found.iter().map(|fact| fact.id).collect();
    let subjects = subjects(found);
    let near = |fact: &&Fact| !own.contains(&fact.id) && subjects.contains_key(&*fact.topic.name);
    let mut others = stream.shuffled(library.facts.iter().filter(near));
    others.sort_by_cached_key(|fact| nearest(fact, subjects.get(&*fact.topic.name)));
    others
}

/// The subjects found in each topic, each once.
fn subjects<'a>(found: &[&'a Fact]) -> BTreeMap<&'a str, Vec<&'a Arc<Row>>> {
    let mut subjects: BTreeMap<&str, Vec<&Arc<Row>>> = BTreeMap::new();
    for fact in found {
        let known = subjects.entry(&fact.topic.name).or_default();
        if !known.iter().any(|row| Arc::ptr_eq(row, &fact.row)) {
            known.push(&fact.row);
        }
    }
    subjects
}

fn nearest(fact: &Fact, subjects: Option<&Vec<&Arc<Row>>>) -> u32 {
    let subjects = subjects.into_iter().flatten();
    let distances = subjects.map(|subject| distance_to_any(&fact.table, &fact.row, subject));
    distances.min().unwrap_or(u32::MAX)
}
