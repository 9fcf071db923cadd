//! Limits on repetitive questions in a game.

use quizcraft_facts::{Column, Fact};

use super::variety::KeywordGroup;

/// The number of questions to which the two limits below apply.
const CAP_UNIT: usize = 15;
/// The maximum number of questions in [`CAP_UNIT`] with a year as solution or subject.
const MAX_YEARS: usize = 3;
/// The maximum number of questions in [`CAP_UNIT`] of one common relation, such as continents.
const MAX_COMMON: usize = 2;
/// The minimum average number of subjects per value at which a relation counts as common.
const MIN_SUBJECTS_PER_VALUE: u32 = 9;

/// The maximum numbers of questions about years and about each common relation.
pub(super) struct Caps {
    years: usize,
    common: usize,
}

impl Caps {
    /// Creates the caps of a game. A sort that makes up more than half of the facts found is not
    /// capped.
    pub(super) fn new(groups: &[KeywordGroup<'_>], limit: usize) -> Self {
        let counts = || groups.iter().flat_map(KeywordGroup::counts);
        let all: usize = counts().map(|(_, count)| count).sum();
        let cap = |per_unit: usize, is_of_sort: fn(&Column<'_>) -> bool| -> usize {
            let of_sort = counts().filter(|(column, _)| is_of_sort(column));
            let of_sort: usize = of_sort.map(|(_, count)| count).sum();
            let is_majority = of_sort.saturating_mul(2) > all;
            if is_majority {
                limit
            } else {
                limit.saturating_mul(per_unit).div_ceil(CAP_UNIT)
            }
        };
        Self {
            years: cap(MAX_YEARS, contains_years),
            common: cap(MAX_COMMON, is_common),
        }
    }

    /// Returns caps that allow every fact, for a game that would be too short otherwise.
    pub(super) fn lifted(limit: usize) -> Self {
        Self {
            years: limit,
            common: limit,
        }
    }

    /// Returns whether a game with questions about `used` may have one about `fact`. Questions for numbers
    /// and orders are not counted.
    pub(super) fn allow<'f>(&self, fact: &Fact<'f>, used: impl Iterator<Item = Fact<'f>>) -> bool {
        let (column, mut columns) = (fact.column(), used.map(|fact| fact.column()));
        if contains_years(&column) {
            return columns.filter(contains_years).count() < self.years;
        }
        if is_common(&column) {
            let same = columns.by_ref().filter(|other| *other == column);
            return same.count() < self.common;
        }
        true
    }
}

fn contains_years(column: &Column<'_>) -> bool {
    column.contains_years()
}

fn is_common(column: &Column<'_>) -> bool {
    column.rows_per_value() >= MIN_SUBJECTS_PER_VALUE
}
