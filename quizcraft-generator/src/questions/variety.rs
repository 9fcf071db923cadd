//! The order in which a game takes facts, so that it mixes relations and values.

use std::collections::{BTreeMap, VecDeque};

use quizcraft_facts::{Column, Fact, Facts, Words};

use crate::random::Stream;
use crate::search::FactSet;

/// The facts of a keyword group by relation.
pub(super) struct KeywordGroup<'f> {
    relations: Vec<Relation<'f>>,
}

struct Relation<'f> {
    column: Column<'f>,
    facts: Vec<Fact<'f>>,
    /// The relation takes part in one of this many rounds. It is 1 if each subject has a value of
    /// its own, and 5 if 25 subjects share a value.
    interval: usize,
}

impl<'f> KeywordGroup<'f> {
    pub(super) fn new(facts: &'f Facts, set: &FactSet) -> Self {
        let mut by_column: Vec<Vec<Fact<'f>>> = vec![Vec::new(); facts.columns().len()];
        for fact in set.of(facts) {
            let index = usize::try_from(fact.column().id()).ok();
            if let Some(of_column) = index.and_then(|index| by_column.get_mut(index)) {
                of_column.push(fact);
            }
        }
        let relations = facts.columns().zip(by_column);
        let relations = relations.filter(|(_, facts)| !facts.is_empty());
        let relations = relations.map(|(column, facts)| Relation {
            column,
            interval: interval(&facts),
            facts,
        });
        Self {
            relations: relations.collect(),
        }
    }

    /// Returns the relations, each with the number of its facts.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&Column<'f>, usize)> {
        let relations = self.relations.iter();
        relations.map(|relation| (&relation.column, relation.facts.len()))
    }

    /// Returns the facts in a random order that alternates between relations, and within a relation
    /// between values. Relations with few values for many subjects, such as the continents of
    /// countries, skip some rounds.
    fn shuffled(&self, stream: &mut Stream) -> GroupFacts<'f> {
        let relations = self.relations.iter().map(|relation| RelationFacts {
            facts: relation.facts.clone(),
            position: 0,
            postponed: Vec::new(),
            pass: 1,
            taken: BTreeMap::new(),
            interval: relation.interval,
            first_round: if relation.interval > 1 {
                stream.below(relation.interval)
            } else {
                0
            },
        });
        let relations: Vec<_> = relations.collect();
        GroupFacts {
            relations: stream.shuffled(relations),
            round: 0,
            next: 0,
        }
    }
}

fn interval(facts: &[Fact<'_>]) -> usize {
    let values = facts.iter().map(|fact| fact.value().label().words().id());
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.dedup();
    let per_value = facts.len().checked_div(values.len()).unwrap_or(1);
    per_value.isqrt().max(1)
}

/// An iterator over the facts of several groups, one from each in turn.
pub(super) struct InterleavedGroups<'f> {
    groups: VecDeque<GroupFacts<'f>>,
}

impl<'f> InterleavedGroups<'f> {
    pub(super) fn new(groups: &[KeywordGroup<'f>], stream: &mut Stream) -> Self {
        Self {
            groups: groups.iter().map(|group| group.shuffled(stream)).collect(),
        }
    }

    /// Returns the next fact. A fact is returned once for each group that contains it.
    pub(super) fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        while let Some(mut group) = self.groups.pop_front() {
            if let Some(fact) = group.next(stream) {
                self.groups.push_back(group);
                return Some(fact);
            }
        }
        None
    }
}

/// An iterator over the facts of a group. It shuffles lazily, only as far as facts are taken.
struct GroupFacts<'f> {
    relations: Vec<RelationFacts<'f>>,
    round: usize,
    /// The index of the next relation in the round.
    next: usize,
}

impl<'f> GroupFacts<'f> {
    fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        while !self.relations.is_empty() {
            while let Some(relation) = self.relations.get_mut(self.next) {
                self.next = self.next.saturating_add(1);
                if relation.takes_part_in(self.round)
                    && let Some(fact) = relation.next(stream)
                {
                    return Some(fact);
                }
            }
            self.relations.retain(|relation| !relation.is_empty());
            self.round = self.round.saturating_add(1);
            self.next = 0;
        }
        None
    }
}

/// An iterator over the facts of a relation. It returns every value once before it repeats one.
struct RelationFacts<'f> {
    /// The facts of the current pass. The first pass shuffles them lazily.
    facts: Vec<Fact<'f>>,
    position: usize,
    /// The facts whose value was taken in this pass. They are the facts of the next pass.
    postponed: Vec<Fact<'f>>,
    pass: usize,
    /// How often each value was taken.
    taken: BTreeMap<Words<'f>, usize>,
    interval: usize,
    first_round: usize,
}

impl<'f> RelationFacts<'f> {
    fn takes_part_in(&self, round: usize) -> bool {
        let rounds = round.checked_sub(self.first_round);
        rounds.is_some_and(|rounds| rounds.checked_rem(self.interval) == Some(0))
    }

    fn is_empty(&self) -> bool {
        self.position >= self.facts.len() && self.postponed.is_empty()
    }

    fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        loop {
            let Some(fact) = self.next_in_pass(stream) else {
                if self.postponed.is_empty() {
                    return None;
                }
                self.facts = std::mem::take(&mut self.postponed);
                self.position = 0;
                self.pass = self.pass.saturating_add(1);
                continue;
            };
            let words = fact.value().label().words();
            let taken = self.taken.entry(words).or_default();
            if *taken < self.pass {
                *taken = taken.saturating_add(1);
                return Some(fact);
            }
            self.postponed.push(fact);
        }
    }

    fn next_in_pass(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        let (_, rest) = self.facts.split_at_mut_checked(self.position)?;
        if self.pass == 1 && rest.len() > 1 {
            rest.swap(0, stream.below(rest.len()));
        }
        self.position = self.position.saturating_add(1);
        rest.first().copied()
    }
}

/// Merges queues: takes one item from each in turn until all are empty.
pub(crate) fn interleaved<T>(mut queues: Vec<VecDeque<T>>) -> VecDeque<T> {
    let mut merged = VecDeque::new();
    while !queues.is_empty() {
        merged.extend(queues.iter_mut().filter_map(VecDeque::pop_front));
        queues.retain(|queue| !queue.is_empty());
    }
    merged
}
