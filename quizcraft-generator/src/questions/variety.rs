//! The order in which facts are asked, so that no game is all of one kind.

use std::collections::{BTreeMap, VecDeque};

use quizcraft_facts::{Column, Fact, Facts, Words};

use crate::random::Stream;
use crate::search::FactSet;

/// The facts of a strand by their relations.
pub(super) struct Strand<'f> {
    relations: Vec<Relation<'f>>,
}

struct Relation<'f> {
    column: Column<'f>,
    facts: Vec<Fact<'f>>,
    /// In which of the rounds it takes part: in every one if each subject has a value of its own, in
    /// every fifth if a value is shared by twenty-five.
    pace: usize,
}

impl<'f> Strand<'f> {
    pub(super) fn new(facts: &'f Facts, set: &FactSet) -> Self {
        let mut by_column: Vec<Vec<Fact<'f>>> = vec![Vec::new(); facts.columns().len()];
        for fact in set.of(facts) {
            let place = usize::try_from(fact.column().id()).ok();
            if let Some(of_column) = place.and_then(|place| by_column.get_mut(place)) {
                of_column.push(fact);
            }
        }
        let relations = facts.columns().zip(by_column);
        let relations = relations.filter(|(_, facts)| !facts.is_empty());
        let relations = relations.map(|(column, facts)| Relation {
            column,
            pace: pace(&facts),
            facts,
        });
        Self {
            relations: relations.collect(),
        }
    }

    /// Returns the relations of the facts, each with how many of them there are.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&Column<'f>, usize)> {
        let relations = self.relations.iter();
        relations.map(|relation| (&relation.column, relation.facts.len()))
    }

    /// Returns the facts in an order of chance that goes from one relation to the next, and within
    /// a relation from one value to the next. A relation that knows few values for many subjects,
    /// such as the continents of countries, sits some rounds out.
    fn dealt(&self, stream: &mut Stream) -> Deal<'f> {
        let turns = self.relations.iter().map(|relation| Turns {
            facts: relation.facts.clone(),
            place: 0,
            later: Vec::new(),
            time: 1,
            times: BTreeMap::new(),
            pace: relation.pace,
            first: if relation.pace > 1 {
                stream.below(relation.pace)
            } else {
                0
            },
        });
        let turns: Vec<_> = turns.collect();
        Deal {
            turns: stream.shuffled(turns),
            round: 0,
            next: 0,
        }
    }
}

fn pace(facts: &[Fact<'_>]) -> usize {
    let values = facts.iter().map(|fact| fact.value().label().words().id());
    let mut values: Vec<u32> = values.collect();
    values.sort_unstable();
    values.dedup();
    let sharing = facts.len().checked_div(values.len()).unwrap_or(1);
    sharing.isqrt().max(1)
}

/// The facts of several strands, one of each in turn.
pub(super) struct Pile<'f> {
    deals: VecDeque<Deal<'f>>,
}

impl<'f> Pile<'f> {
    pub(super) fn new(strands: &[Strand<'f>], stream: &mut Stream) -> Self {
        Self {
            deals: strands.iter().map(|strand| strand.dealt(stream)).collect(),
        }
    }

    /// Returns the next fact. None comes twice unless it is in two strands.
    pub(super) fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        while let Some(mut deal) = self.deals.pop_front() {
            if let Some(fact) = deal.next(stream) {
                self.deals.push_back(deal);
                return Some(fact);
            }
        }
        None
    }
}

/// An iterator over the facts of a group. It shuffles lazily, only as far as facts are taken.
struct Deal<'f> {
    turns: Vec<Turns<'f>>,
    round: usize,
    /// The place of the relation that comes next in the round.
    next: usize,
}

impl<'f> Deal<'f> {
    fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        while !self.turns.is_empty() {
            while let Some(turns) = self.turns.get_mut(self.next) {
                self.next = self.next.saturating_add(1);
                if turns.takes_part_in(self.round)
                    && let Some(fact) = turns.next(stream)
                {
                    return Some(fact);
                }
            }
            self.turns.retain(|turns| !turns.is_empty());
            self.round = self.round.saturating_add(1);
            self.next = 0;
        }
        None
    }
}

/// The facts of a relation in an order in which every value comes once before any comes again.
struct Turns<'f> {
    /// Those that are looked at this time. The first time they are shuffled as far as they are.
    facts: Vec<Fact<'f>>,
    place: usize,
    /// Those whose value has come this time.
    later: Vec<Fact<'f>>,
    time: usize,
    /// How often each value has come.
    times: BTreeMap<Words<'f>, usize>,
    pace: usize,
    /// The first round in which it takes part.
    first: usize,
}

impl<'f> Turns<'f> {
    fn takes_part_in(&self, round: usize) -> bool {
        let rounds = round.checked_sub(self.first);
        rounds.is_some_and(|rounds| rounds.checked_rem(self.pace) == Some(0))
    }

    fn is_empty(&self) -> bool {
        self.place >= self.facts.len() && self.later.is_empty()
    }

    fn next(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        loop {
            let Some(fact) = self.look(stream) else {
                if self.later.is_empty() {
                    return None;
                }
                self.facts = std::mem::take(&mut self.later);
                self.place = 0;
                self.time = self.time.saturating_add(1);
                continue;
            };
            let words = fact.value().label().words();
            let times = self.times.entry(words).or_default();
            if *times < self.time {
                *times = times.saturating_add(1);
                return Some(fact);
            }
            self.later.push(fact);
        }
    }

    fn look(&mut self, stream: &mut Stream) -> Option<Fact<'f>> {
        let (_, rest) = self.facts.split_at_mut_checked(self.place)?;
        if self.time == 1 && rest.len() > 1 {
            rest.swap(0, stream.below(rest.len()));
        }
        self.place = self.place.saturating_add(1);
        rest.first().copied()
    }
}

/// Returns one from each queue, and again, until all are empty.
pub(crate) fn in_turn<T>(mut queues: Vec<VecDeque<T>>) -> VecDeque<T> {
    let mut turns = VecDeque::new();
    while !queues.is_empty() {
        turns.extend(queues.iter_mut().filter_map(VecDeque::pop_front));
        queues.retain(|queue| !queue.is_empty());
    }
    turns
}
