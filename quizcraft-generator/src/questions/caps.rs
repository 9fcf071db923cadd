//! The limits of a game for sorts of questions that soon tire a player.

use quizcraft_facts::{Column, Fact};

use super::variety::Strand;

/// In this many questions ...
const SHARE: usize = 15;
/// ... at most so many ask for or by a year, ...
const YEARS: usize = 3;
/// ... and so many of each relation in which many subjects have the same value, as continents do.
const COMMON: usize = 2;
/// The minimum average number of subjects per value at which a relation counts as common.
const SHARED_BY: u32 = 9;

/// How many questions of a game may be of the sorts that soon tire a player.
pub(super) struct Caps {
    years: usize,
    common: usize,
}

impl Caps {
    /// Creates the caps of a game. A sort that makes up more than half of the facts found is not
    /// capped.
    pub(super) fn new(strands: &[Strand<'_>], limit: usize) -> Self {
        let counts = || strands.iter().flat_map(Strand::counts);
        let all: usize = counts().map(|(_, count)| count).sum();
        let allowed = |in_share: usize, sort: fn(&Column<'_>) -> bool| -> usize {
            let of_sort = counts().filter(|(column, _)| sort(column));
            let of_sort: usize = of_sort.map(|(_, count)| count).sum();
            let most = of_sort.saturating_mul(2) > all;
            if most {
                limit
            } else {
                limit.saturating_mul(in_share).div_ceil(SHARE)
            }
        };
        Self {
            years: allowed(YEARS, is_of_years),
            common: allowed(COMMON, is_common),
        }
    }

    /// No caps, for a game that is too short with them.
    pub(super) fn lifted(limit: usize) -> Self {
        Self {
            years: limit,
            common: limit,
        }
    }

    pub(super) fn allow<'f>(&self, fact: &Fact<'f>, asked: impl Iterator<Item = Fact<'f>>) -> bool {
        let (column, mut columns) = (fact.column(), asked.map(|fact| fact.column()));
        if is_of_years(&column) {
            return columns.filter(is_of_years).count() < self.years;
        }
        if is_common(&column) {
            let same = columns.by_ref().filter(|other| *other == column);
            return same.count() < self.common;
        }
        true
    }
}

fn is_of_years(column: &Column<'_>) -> bool {
    column.is_of_years()
}

fn is_common(column: &Column<'_>) -> bool {
    column.rows_per_value() >= SHARED_BY
}
