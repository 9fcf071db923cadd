//! The order in which facts are asked, so that no game is all of one kind.

use std::collections::{BTreeMap, VecDeque};

use crate::library::Fact;
use crate::random::Stream;

/// Facts in an order of chance that goes from one relation to the next.
pub(super) fn dealt<'a>(facts: &[&'a Fact], stream: &mut Stream) -> VecDeque<&'a Fact> {
    let mut by_relation: BTreeMap<_, VecDeque<&Fact>> = BTreeMap::new();
    for fact in stream.shuffled(facts.iter().copied()) {
        by_relation
            .entry(fact.relation())
            .or_default()
            .push_back(fact);
    }
    in_turn(stream.shuffled(by_relation.into_values()))
}

/// One from each queue, and again, until all are empty.
pub(super) fn in_turn<T>(mut queues: Vec<VecDeque<T>>) -> VecDeque<T> {
    let mut turns = VecDeque::new();
    while !queues.is_empty() {
        turns.extend(queues.iter_mut().filter_map(VecDeque::pop_front));
        queues.retain(|queue| !queue.is_empty());
    }
    turns
}
