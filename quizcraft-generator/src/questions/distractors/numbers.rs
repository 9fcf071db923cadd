//! Wrong numbers.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use quizcraft_facts::{Column, Fact};

use super::WRONG;
use crate::random::Stream;

/// The number of nearest candidates per side.
const NEAREST: usize = 5;
/// How far they lie from the right one at most, unless a twentieth of the range is more: a year
/// that is centuries off is no temptation.
const REACH: i32 = 60;

/// Numbers on both sides of a right one.
#[derive(Debug)]
pub(super) struct Numbers<'f> {
    right: i32,
    column: Column<'f>,
    /// The numbers that are right, be they asked or not.
    own: BTreeSet<i32>,
    /// Those of other things that are a temptation.
    known: BTreeSet<i32>,
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
        let own: BTreeSet<i32> = values.filter_map(|value| value.number()).collect();
        let mut known = near(right, fact);
        known.retain(|number| !own.contains(number));
        Self {
            right,
            column,
            own,
            known,
        }
    }

    /// Numbers of which the right one is the least, the greatest or in between with equal chance:
    /// else "the middle one" would be a good guess. Those of other things go first; where a side has
    /// too few of them, others will do, for all are wrong but the thing's own.
    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<String> {
        let mut less = self.side(Side::Below, stream);
        let mut more = self.side(Side::Above, stream);
        let least = WRONG.saturating_sub(more.len());
        let below = stream.below(WRONG.saturating_add(1)).max(least);
        less.truncate(below);
        more.truncate(WRONG.saturating_sub(less.len()));
        let wrong = less.into_iter().chain(more);
        wrong
            .map(|number| self.column.format_number(number))
            .collect()
    }

    /// As many candidates on one side of the right number as are needed, the best first.
    fn side(&self, side: Side, stream: &mut Stream) -> Vec<i32> {
        let Some(range) = self.column.range() else {
            return Vec::new();
        };
        let (below, above) = (..self.right, self.right..);
        let mut near: Vec<i32> = match side {
            Side::Below => self
                .known
                .range(below)
                .rev()
                .take(NEAREST)
                .copied()
                .collect(),
            Side::Above => self.known.range(above).take(NEAREST).copied().collect(),
        };
        stream.shuffle(&mut near);
        if near.len() < WRONG {
            let invented = self.invented(side, &range, &near);
            near.extend(stream.shuffled(invented));
        }
        near.truncate(WRONG);
        near
    }

    /// Numbers in steps from the right one that no other thing has.
    fn invented(&self, side: Side, range: &RangeInclusive<i32>, near: &[i32]) -> Vec<i32> {
        let step = reach(&self.column) / REACH;
        let steps = (1..=REACH).map(|count| {
            let gap = step.saturating_mul(count);
            match side {
                Side::Below => self.right.saturating_sub(gap),
                Side::Above => self.right.saturating_add(gap),
            }
        });
        let is_free = |n: &i32| range.contains(n) && !self.own.contains(n) && !near.contains(n);
        steps.filter(is_free).collect()
    }
}

/// Returns how far from the right number others are still a temptation.
pub(super) fn reach(column: &Column<'_>) -> i32 {
    let range = column.range();
    let span = range.map_or(0, |range| range.end().saturating_sub(*range.start()));
    (span / 20).max(REACH)
}

/// Returns the numbers near a right one that have the same name in any table of the topic, which
/// makes years denser, within the range that makes sense here.
fn near(right: i32, fact: &Fact<'_>) -> BTreeSet<i32> {
    let column = fact.column();
    let Some(range) = column.range() else {
        return BTreeSet::new();
    };
    let reach = reach(&column).unsigned_abs();
    let tables = fact.table().topic().tables();
    let columns = tables.flat_map(|table| table.columns());
    let same = columns.filter(|other| other.name_id() == column.name_id());
    let numbers = same.flat_map(|column| {
        let rows = column.table().rows();
        rows.flat_map(move |row| row.values(&column).filter_map(|value| value.number()))
    });
    numbers
        .filter(|number| number.abs_diff(right) <= reach && range.contains(number))
        .collect()
}
