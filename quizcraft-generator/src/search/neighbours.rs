//! What to ask about when a keyword has too few facts of its own.

use std::collections::BTreeMap;

use quizcraft_facts::{Fact, Row};

use crate::likeness::distance;
use crate::random::Stream;

/// Up to how many subjects others are compared with.
const COMPARED: usize = 12;

/// The other facts of the topics that these facts belong to: those of the same tables first, and
/// among these those about the likest subjects, in an order of chance among equals.
pub(crate) fn neighbours<'f>(found: &[Fact<'f>], stream: &mut Stream) -> Vec<Fact<'f>> {
    let mut tables: BTreeMap<u32, Vec<Row<'f>>> = BTreeMap::new();
    let mut topics = BTreeMap::new();
    for fact in found {
        let table = fact.table();
        topics.insert(table.topic().id(), table.topic());
        let subjects = tables.entry(table.id()).or_default();
        if subjects.len() < COMPARED && !subjects.contains(&fact.row()) {
            subjects.push(fact.row());
        }
    }
    let others = topics.into_values().flat_map(|topic| topic.facts());
    let others = others.filter(|fact| !found.contains(fact));
    let mut others = stream.shuffled(others);
    others.sort_by_cached_key(|fact| {
        let subjects = tables.get(&fact.table().id());
        let (table, distances) = (fact.table(), subjects.into_iter().flatten());
        distances
            .map(|subject| distance(&table, &fact.row(), subject))
            .min()
            .unwrap_or(u32::MAX)
    });
    others
}
