//! Wrong numbers.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use quizcraft_facts::{Column, Fact};

use super::WRONG_OPTIONS;
use crate::random::Stream;

/// The number of nearest candidates per side.
const NEAREST_PER_SIDE: usize = 5;
/// The minimum width of the window on either side of the right number. The window is a twentieth of
/// the column's range if that is larger. Numbers outside are implausible.
const MIN_WINDOW: i32 = 60;

/// The numbers that wrong options are drawn from.
#[derive(Debug)]
pub(super) struct Numbers<'f> {
    right: i32,
    column: Column<'f>,
    /// The correct numbers of the subject, including those in brackets.
    correct: BTreeSet<i32>,
    /// Plausible values of other rows.
    candidates: BTreeSet<i32>,
}

/// A side of the right number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Above,
}

impl<'f> Numbers<'f> {
    pub(super) fn new(right: i32, fact: &Fact<'f>) -> Self {
        let column = fact.column();
        let values = fact.row().values(&column);
        let correct: BTreeSet<i32> = values.filter_map(|value| value.number()).collect();
        let mut candidates = numbers_near(right, fact);
        candidates.retain(|number| !correct.contains(number));
        Self {
            right,
            column,
            correct,
            candidates,
        }
    }

    /// Draws the wrong numbers so that the rank of the right one is uniformly distributed. Prefers
    /// values of other rows; invents numbers if a side has too few.
    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<String> {
        let mut below = self.side(Side::Below, stream);
        let mut above = self.side(Side::Above, stream);
        let least = WRONG_OPTIONS.saturating_sub(above.len());
        let count = stream.below(WRONG_OPTIONS.saturating_add(1)).max(least);
        below.truncate(count);
        above.truncate(WRONG_OPTIONS.saturating_sub(below.len()));
        let wrong = below.into_iter().chain(above);
        wrong
            .map(|number| self.column.format_number(number))
            .collect()
    }

    /// Returns up to [`WRONG_OPTIONS`] numbers on one side of the right one, values of other rows
    /// first.
    fn side(&self, side: Side, stream: &mut Stream) -> Vec<i32> {
        let Some(range) = self.column.range() else {
            return Vec::new();
        };
        let (below, above) = (..self.right, self.right..);
        let candidates = &self.candidates;
        let mut near: Vec<i32> = match side {
            Side::Below => {
                let descending = candidates.range(below).rev();
                descending.take(NEAREST_PER_SIDE).copied().collect()
            }
            Side::Above => {
                let ascending = candidates.range(above);
                ascending.take(NEAREST_PER_SIDE).copied().collect()
            }
        };
        stream.shuffle(&mut near);
        if near.len() < WRONG_OPTIONS {
            let invented = self.invented(side, &range, &near);
            near.extend(stream.shuffled(invented));
        }
        near.truncate(WRONG_OPTIONS);
        near
    }

    /// Returns numbers in equal steps from the right one that are neither correct nor in `near`.
    fn invented(&self, side: Side, range: &RangeInclusive<i32>, near: &[i32]) -> Vec<i32> {
        let step = window(&self.column) / MIN_WINDOW;
        let steps = (1..=MIN_WINDOW).map(|count| {
            let gap = step.saturating_mul(count);
            match side {
                Side::Below => self.right.saturating_sub(gap),
                Side::Above => self.right.saturating_add(gap),
            }
        });
        let is_free = |n: &i32| range.contains(n) && !self.correct.contains(n) && !near.contains(n);
        steps.filter(is_free).collect()
    }
}

/// Returns the maximum difference between the right number and a plausible wrong one.
pub(super) fn window(column: &Column<'_>) -> i32 {
    let range = column.range();
    let span = range.map_or(0, |range| range.end().saturating_sub(*range.start()));
    (span / 20).max(MIN_WINDOW)
}

/// Returns the numbers in the window around the right one and within the range of this column. They
/// come from all columns of that name in the topic, so that there are more years to choose from.
fn numbers_near(right: i32, fact: &Fact<'_>) -> BTreeSet<i32> {
    let column = fact.column();
    let Some(range) = column.range() else {
        return BTreeSet::new();
    };
    let window = window(&column).unsigned_abs();
    let tables = fact.table().topic().tables();
    let columns = tables.flat_map(|table| table.columns());
    let same = columns.filter(|other| other.name_id() == column.name_id());
    let numbers = same.flat_map(|column| {
        let rows = column.table().rows();
        rows.flat_map(move |row| row.values(&column).filter_map(|value| value.number()))
    });
    numbers
        .filter(|number| number.abs_diff(right) <= window && range.contains(number))
        .collect()
}
