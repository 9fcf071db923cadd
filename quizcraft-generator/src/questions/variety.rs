//! The order in which facts are asked, so that no game is all of one kind.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use quizcraft_facts::Fact;

use crate::random::Stream;

/// Facts in an order of chance that goes from one relation to the next, and within a relation from
/// one value to the next. A relation that knows few values for many subjects, such as the
/// continents of countries, sits some rounds out.
pub(super) fn dealt<'a>(facts: &[Fact<'a>], stream: &mut Stream) -> VecDeque<Fact<'a>> {
    let mut by_relation: BTreeMap<u32, Vec<Fact<'a>>> = BTreeMap::new();
    for fact in stream.shuffled(facts.iter().copied()) {
        let relation = by_relation.entry(fact.column().id()).or_default();
        relation.push(fact);
    }
    let mut turns = Vec::new();
    for relation in stream.shuffled(by_relation.into_values()) {
        let pace = pace(&relation);
        let first = stream.below(pace);
        turns.extend((first..).step_by(pace).zip(value_by_value(relation)));
    }
    turns.sort_by_key(|(round, _)| *round);
    turns.into_iter().map(|(_, fact)| fact).collect()
}

/// The same facts in an order in which every value comes once before any comes again.
fn value_by_value(mut facts: Vec<Fact<'_>>) -> Vec<Fact<'_>> {
    let mut times: BTreeMap<_, usize> = BTreeMap::new();
    facts.sort_by_cached_key(|fact| {
        let time = times.entry(fact.value().label().words()).or_default();
        *time = time.saturating_add(1);
        *time
    });
    facts
}

/// In which of the rounds a relation takes part: in every one if each subject has a value of its
/// own, in every fifth if a value is shared by twenty-five.
fn pace(facts: &[Fact<'_>]) -> usize {
    let values: BTreeSet<_> = facts
        .iter()
        .map(|fact| fact.value().label().words())
        .collect();
    let sharing = facts.len().checked_div(values.len()).unwrap_or(1);
    sharing.isqrt().max(1)
}

/// One from each queue, and again, until all are empty.
pub(crate) fn in_turn<T>(mut queues: Vec<VecDeque<T>>) -> VecDeque<T> {
    let mut turns = VecDeque::new();
    while !queues.is_empty() {
        turns.extend(queues.iter_mut().filter_map(VecDeque::pop_front));
        queues.retain(|queue| !queue.is_empty());
    }
    turns
}
