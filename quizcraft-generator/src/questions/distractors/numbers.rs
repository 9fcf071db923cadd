//! Wrong numbers.

use std::collections::BTreeSet;

use quizcraft_facts::{Column, Fact};

use super::WRONG;
use crate::random::Stream;

/// Among how many numbers of either side they are chosen.
const NEAREST: usize = 5;
/// How far they lie from the right one at most, unless a twentieth of the range is more: a year
/// that is centuries off is no temptation.
const REACH: i32 = 60;

/// Numbers on both sides of the right one, which is the least, the greatest or in between with
/// equal chance: else "the middle one" would be a good guess. Those of other things go first; where
/// a side has too few of them, others will do, for all are wrong but the thing's own.
pub(super) fn around(right: i32, fact: &Fact<'_>, stream: &mut Stream) -> Vec<String> {
    let mut less = side(-1, right, fact, stream);
    let mut more = side(1, right, fact, stream);
    let least = WRONG.saturating_sub(more.len());
    let below = stream.below(WRONG.saturating_add(1)).max(least);
    less.truncate(below);
    more.truncate(WRONG.saturating_sub(less.len()));
    let wrong = less.into_iter().chain(more);
    let column = fact.column();
    wrong.map(|number| column.spelled(number)).collect()
}

/// How far from the right number others are still a temptation.
pub(super) fn reach(fact: &Fact<'_>) -> i32 {
    let range = fact.column().range();
    let span = range.map_or(0, |range| range.end().saturating_sub(*range.start()));
    (span / 20).max(REACH)
}

/// The candidates on one side of the right number, -1 for below or 1 for above, the best first.
fn side(way: i32, right: i32, fact: &Fact<'_>, stream: &mut Stream) -> Vec<i32> {
    let Some(range) = fact.column().range() else {
        return Vec::new();
    };
    let reach = reach(fact);
    let mut known = others(fact);
    known.retain(|number| {
        number.abs_diff(right) <= reach.unsigned_abs() && number.cmp(&right) == way.cmp(&0)
    });
    let mut near: Vec<i32> = known.into_iter().collect();
    near.sort_by_key(|number| number.abs_diff(right));
    near.truncate(NEAREST);
    stream.shuffle(&mut near);
    let step = (reach / REACH).saturating_mul(way);
    let steps = (1..=REACH).map(|count| right.saturating_add(step.saturating_mul(count)));
    let own = own(fact);
    let free = steps.filter(|n| range.contains(n) && !own.contains(n) && !near.contains(n));
    let invented = stream.shuffled(free);
    near.into_iter().chain(invented).collect()
}

/// The numbers of the same name in all tables of the topic, which makes years denser, within the
/// range that makes sense here.
fn others(fact: &Fact<'_>) -> BTreeSet<i32> {
    let column = fact.column();
    let same_name = |other: &Column<'_>| other.name_id() == column.name_id();
    let tables = fact.table().topic().tables();
    let all = tables.flat_map(|table| {
        let columns: Vec<_> = table.columns().filter(same_name).collect();
        let values = table.rows().flat_map(move |row| {
            let values = columns.iter().flat_map(|column| row.values(column));
            values
                .filter_map(|value| value.number())
                .collect::<Vec<_>>()
        });
        values.collect::<Vec<_>>()
    });
    let range = column.range();
    let sensible = all.filter(|number| range.as_ref().is_some_and(|range| range.contains(number)));
    let own = own(fact);
    sensible.filter(|number| !own.contains(number)).collect()
}

/// The numbers that are right, be they asked or not.
fn own(fact: &Fact<'_>) -> BTreeSet<i32> {
    let values = fact.row().values(&fact.column());
    values.filter_map(|value| value.number()).collect()
}
