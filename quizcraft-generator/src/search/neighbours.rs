//! Facts about subjects that are similar to those of a keyword with few facts.

use std::collections::BTreeMap;

use quizcraft_facts::{Fact, Row};

use super::combination::Combination;
use crate::likeness::Profile;
use crate::random::Stream;

/// The maximum number of subjects per table with which others are compared.
const MAX_COMPARED_SUBJECTS: usize = 12;

/// Returns the facts of the same topics that `combination` does not select, nearest subjects first.
/// Facts of the tables of `found` come before those of other tables. Facts at the same distance are
/// shuffled.
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
        if subjects.len() < MAX_COMPARED_SUBJECTS && !subjects.contains(&fact.row()) {
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
            let others_of_row = row.facts().filter(|fact| !combination.selects(fact));
            let mut others_of_row = others_of_row.peekable();
            if others_of_row.peek().is_none() {
                continue;
            }
            let distance = profiles
                .iter()
                .map(|profile| profile.distance_to(&row).total);
            let distance = distance.min().unwrap_or(u32::MAX);
            others.extend(others_of_row.map(|fact| (distance, scatter.place(fact.id()), fact)));
        }
    }
    others.sort_unstable_by_key(|(distance, place, _)| (*distance, *place));
    others.into_iter().map(|(_, _, fact)| fact).collect()
}
