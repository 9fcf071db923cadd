//! What to ask about when a keyword has too few facts of its own.

use std::collections::BTreeMap;

use quizcraft_facts::{Fact, Row};

use super::combination::Combination;
use crate::likeness::Profile;
use crate::random::Stream;

/// Up to how many subjects others are compared with.
const COMPARED: usize = 12;

/// Returns the other facts of the topics that these facts belong to: those of the same tables
/// first, and among these those about the likest subjects, in an order of chance among equals.
pub(crate) fn neighbours<'f>(
    found: &[Fact<'f>],
    combination: &Combination,
    stream: &mut Stream,
) -> Vec<Fact<'f>> {
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
    let scatter = stream.scatter();
    let mut others: Vec<(u32, u32, Fact<'f>)> = Vec::new();
    for table in topics.into_values().flat_map(|topic| topic.tables()) {
        let subjects = tables.get(&table.id()).into_iter().flatten();
        let profiles = subjects.map(|subject| Profile::new(&table, subject));
        let profiles: Vec<_> = profiles.collect();
        for row in table.rows() {
            let others_of_row = row.facts().filter(|fact| !combination.names(fact));
            let mut others_of_row = others_of_row.peekable();
            if others_of_row.peek().is_none() {
                continue;
            }
            let apart = profiles.iter().map(|profile| profile.apart(&row).distance);
            let apart = apart.min().unwrap_or(u32::MAX);
            others.extend(others_of_row.map(|fact| (apart, scatter.place(fact.id()), fact)));
        }
    }
    others.sort_unstable_by_key(|(apart, place, _)| (*apart, *place));
    others.into_iter().map(|(_, _, fact)| fact).collect()
}
