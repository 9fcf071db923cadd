//! Sets of facts.

use quizcraft_facts::{Fact, Facts};

/// The ids of some facts, in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FactSet(Vec<u32>);

impl FactSet {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn contains(&self, fact: &Fact<'_>) -> bool {
        self.0.binary_search(&fact.id()).is_ok()
    }

    /// What is in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let has = |id: &&u32| other.0.binary_search(id).is_ok();
        Self(self.0.iter().filter(has).copied().collect())
    }

    /// What is in this one alone.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let has = |id: &&u32| other.0.binary_search(id).is_ok();
        Self(self.0.iter().filter(|id| !has(id)).copied().collect())
    }

    /// What is in either.
    pub(crate) fn or(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// The facts themselves.
    pub(crate) fn of<'f>(&self, facts: &'f Facts) -> Vec<Fact<'f>> {
        self.0.iter().map(|id| facts.fact(*id)).collect()
    }
}

impl FromIterator<u32> for FactSet {
    fn from_iter<I: IntoIterator<Item = u32>>(ids: I) -> Self {
        let mut ids: Vec<u32> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }
}

impl<'f> FromIterator<Fact<'f>> for FactSet {
    fn from_iter<I: IntoIterator<Item = Fact<'f>>>(facts: I) -> Self {
        facts.into_iter().map(|fact| fact.id()).collect()
    }
}
