//! How unlike two subjects are.

use std::sync::Arc;

use crate::data::{Row, Table};

/// What two subjects that agree in nothing are apart in one column.
const UNLIKE: u32 = 100;
/// What keeps things of two kinds apart, however much they agree.
const OTHER_KIND: u32 = 50;

/// What two subjects are apart that belong to different times, whatever else they share.
pub(crate) const FAR: u32 = 10_000;
/// How many years two subjects of one time may be apart, unless a tenth of the range is more.
const PERIOD: u32 = 150;

/// How far two rows of a table are apart: what they differ by in its near columns, summed up.
pub(crate) fn distance(table: &Table, row: &Row, other: &Row) -> u32 {
    let apart = table.near.iter().map(|name| apart(table, name, row, other));
    let time = if far(table, row, other) { FAR } else { 0 };
    apart.fold(time, u32::saturating_add)
}

/// How far a row of a table is from one that may be of another kind.
pub(crate) fn distance_to_any(table: &Table, row: &Row, other: &Arc<Row>) -> u32 {
    let kin = table.rows.iter().any(|own| Arc::ptr_eq(own, other));
    let kind = if kin { 0 } else { OTHER_KIND };
    distance(table, row, other).saturating_add(kind)
}

/// Whether the numbers that are known of both are all far apart.
fn far(table: &Table, row: &Row, other: &Row) -> bool {
    let compared = table.near.iter().filter_map(|name| {
        let (one, two) = row.number(name).zip(other.number(name))?;
        Some(one.abs_diff(two) > PERIOD.max(span(table, name) / 10))
    });
    let compared: Vec<bool> = compared.collect();
    !compared.is_empty() && compared.into_iter().all(|far| far)
}

fn apart(table: &Table, name: &str, row: &Row, other: &Row) -> u32 {
    let Some((one, two)) = row.number(name).zip(other.number(name)) else {
        return if row.shares(other, name) { 0 } else { UNLIKE };
    };
    let gap = one.abs_diff(two).saturating_mul(UNLIKE);
    gap.checked_div(span(table, name)).unwrap_or(UNLIKE)
}

/// How wide the range of a column of numbers is.
fn span(table: &Table, name: &str) -> u32 {
    let column = table.columns.iter().find(|column| column.name == name);
    let range = column.and_then(|column| column.range.clone());
    range.map_or(1, |range| range.end().abs_diff(*range.start()))
}
