//! Sets of facts.

use std::ops::Range;

use quizcraft_facts::{Fact, Facts};

/// A set of fact ids, stored as disjoint runs in ascending order.
///
/// The facts of a topic, a table or a row have consecutive ids, so that a set needs far less memory
/// and time than a list of its ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FactSet {
    runs: Vec<Range<u32>>,
    len: usize,
}

impl FactSet {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn contains(&self, fact: &Fact<'_>) -> bool {
        let id = fact.id();
        let place = self.runs.partition_point(|run| run.end <= id);
        self.runs.get(place).is_some_and(|run| run.contains(&id))
    }

    /// Returns whether the set contains any of these ids.
    pub(crate) fn overlaps(&self, ids: &Range<u32>) -> bool {
        let place = self.runs.partition_point(|run| run.end <= ids.start);
        let run = self.runs.get(place);
        run.is_some_and(|run| run.start < ids.end && !ids.is_empty())
    }

    /// Returns the intersection of two sets.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let mut both = Self::default();
        let (mut ours, mut theirs) = (self.runs.iter(), other.runs.iter());
        let (mut our, mut their) = (ours.next(), theirs.next());
        while let (Some(one), Some(two)) = (our, their) {
            both.push(one.start.max(two.start)..one.end.min(two.end));
            if one.end < two.end {
                our = ours.next();
            } else {
                their = theirs.next();
            }
        }
        both
    }

    /// Returns the union of two sets.
    pub(crate) fn union(&self, other: &Self) -> Self {
        self.runs.iter().chain(&other.runs).cloned().collect()
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        self.runs.iter().cloned()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.runs().flatten()
    }

    /// Returns the facts with these ids.
    pub(crate) fn of<'f>(&self, facts: &'f Facts) -> impl Iterator<Item = Fact<'f>> {
        self.ids().map(|id| facts.fact(id))
    }

    /// Adds a run. Its start MUST NOT be less than that of the last run.
    pub(super) fn push(&mut self, run: Range<u32>) {
        if run.is_empty() {
            return;
        }
        let start = match self.runs.last_mut() {
            Some(last) if run.start <= last.end => {
                let start = last.end;
                last.end = last.end.max(run.end);
                start
            }
            _ => {
                self.runs.push(run.clone());
                run.start
            }
        };
        let new = usize::try_from(run.end.saturating_sub(start));
        self.len = self.len.saturating_add(new.unwrap_or_default());
    }
}

impl FromIterator<Range<u32>> for FactSet {
    fn from_iter<I: IntoIterator<Item = Range<u32>>>(runs: I) -> Self {
        let mut runs: Vec<Range<u32>> = runs.into_iter().collect();
        // The input is a few sorted lists, which a stable sort merges in linear time.
        runs.sort_by_key(|run| run.start);
        let mut set = Self::default();
        for run in runs {
            set.push(run);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn runs() -> impl Strategy<Value = Vec<Range<u32>>> {
        let run =
            (0..60_u32, 0..8_u32).prop_map(|(start, length)| start..start.saturating_add(length));
        prop::collection::vec(run, 0..12)
    }

    fn ids(runs: &[Range<u32>]) -> BTreeSet<u32> {
        runs.iter().cloned().flatten().collect()
    }

    proptest! {
        #[test]
        fn runs_and_single_ids_make_the_same_sets(one in runs(), other in runs()) {
            let (first, second) = (ids(&one), ids(&other));
            let ours: FactSet = one.into_iter().collect();
            let theirs: FactSet = other.into_iter().collect();
            for (set, expected) in [
                (ours.clone(), first.clone()),
                (ours.intersection(&theirs), &first & &second),
                (ours.union(&theirs), &first | &second),
            ] {
                prop_assert_eq!(set.len(), expected.len());
                prop_assert_eq!(set.ids().collect::<BTreeSet<_>>(), expected);
            }
        }
    }
}
