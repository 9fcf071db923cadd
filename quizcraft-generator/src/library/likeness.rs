//! How unlike two subjects are.

use std::sync::Arc;

use crate::data::{Kin, Label, Row, Table, Value};

/// What two subjects that agree in nothing are apart in one column.
const UNLIKE: u32 = 100;
/// From how far on a name comes from another part of the world: countries of one continent are
/// nearer.
pub(crate) const ABROAD: u32 = 75;
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

/// How far two values are apart as things of the table that they are of; values that it does not
/// have are nothing alike.
pub(crate) fn kinship(kin: &Kin, one: &Label, other: &Label) -> u32 {
    if one.phrase() == other.phrase() {
        return 0;
    }
    let Some((row, their)) = kin.row(one).zip(kin.row(other)) else {
        return UNLIKE;
    };
    let columns = u32::try_from(kin.table().near.len()).unwrap_or(u32::MAX);
    // They are not the same thing, which counts as one more column in which they differ.
    let apart = distance(kin.table(), row, their).saturating_add(UNLIKE);
    let mean = apart.checked_div(columns.saturating_add(1));
    mean.map_or(UNLIKE, |mean| mean.min(UNLIKE))
}

/// How far apart the parts of the world are that the names of two subjects come from, as far as
/// the near columns of the table tell; nothing if these do not tell of the first.
pub(crate) fn origins_apart(table: &Table, row: &Row, other: &Row) -> Option<u32> {
    let placed = table.columns.iter().filter_map(|column| {
        let kin = column.kin.as_ref()?;
        let values = row.values(&column.name);
        let known = values.iter().any(|value| kin.row(&value.label).is_some());
        let is_near = table.near.contains(&column.name);
        (is_near && known).then(|| closest(kin, values, other.values(&column.name)))
    });
    placed.min()
}

/// How far the two values are apart that are most alike.
fn closest(kin: &Kin, values: &[Value], others: &[Value]) -> u32 {
    let pairs = values
        .iter()
        .flat_map(|one| others.iter().map(move |other| (one, other)));
    let apart = pairs.map(|(one, other)| kinship(kin, &one.label, &other.label));
    apart.min().unwrap_or(UNLIKE)
}

fn apart(table: &Table, name: &str, row: &Row, other: &Row) -> u32 {
    let column = table.columns.iter().find(|column| column.name == name);
    if let Some(kin) = column.and_then(|column| column.kin.as_ref()) {
        return closest(kin, row.values(name), other.values(name));
    }
    let Some((one, two)) = row.number(name).zip(other.number(name)) else {
        return in_part(row.common(other, name));
    };
    let gap = one.abs_diff(two).saturating_mul(UNLIKE);
    gap.checked_div(span(table, name)).unwrap_or(UNLIKE)
}

/// How far apart two subjects are that have some of their values in common: those of two continents
/// are halfway between them.
fn in_part((common, all): (usize, usize)) -> u32 {
    let percent = common.saturating_mul(100).checked_div(all);
    let alike = percent.and_then(|percent| u32::try_from(percent).ok());
    UNLIKE.saturating_sub(alike.unwrap_or_default())
}

/// How wide the range of a column of numbers is.
fn span(table: &Table, name: &str) -> u32 {
    let column = table.columns.iter().find(|column| column.name == name);
    let range = column.and_then(|column| column.range.clone());
    range.map_or(1, |range| range.end().abs_diff(*range.start()))
}
