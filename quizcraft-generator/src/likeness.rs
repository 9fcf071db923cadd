//! How unlike two subjects are.

use quizcraft_facts::{Column, Near, Row, Table, Value};

/// What two subjects that agree in nothing are apart in one column.
const UNLIKE: u32 = 100;
/// From how far on a name comes from another part of the world: countries of one continent are
/// nearer.
pub(crate) const ABROAD: u32 = 75;

/// What two subjects are apart that belong to different times, whatever else they share.
pub(crate) const FAR: u32 = 10_000;
/// How many years two subjects of one time may be apart, unless a tenth of the range is more.
const PERIOD: u32 = 150;

/// How far two rows of a table are apart: what they differ by in its near columns, summed up.
pub(crate) fn distance(table: &Table<'_>, row: &Row<'_>, other: &Row<'_>) -> u32 {
    let apart = table.near().map(|near| apart(&near, row, other));
    let time = if far(table, row, other) { FAR } else { 0 };
    apart.fold(time, u32::saturating_add)
}

/// Whether the numbers that are known of both are all far apart.
fn far(table: &Table<'_>, row: &Row<'_>, other: &Row<'_>) -> bool {
    let compared = table.near().filter_map(|near| {
        let Near::Column(column) = near else {
            return None;
        };
        let (one, two) = number(row, &column).zip(number(other, &column))?;
        Some(one.abs_diff(two) > PERIOD.max(span(&column) / 10))
    });
    let (mut known, mut all) = (false, true);
    for far in compared {
        (known, all) = (true, all && far);
    }
    known && all
}

/// How far two values are apart as things of the table that they are of; values that it does not
/// have are nothing alike.
pub(crate) fn kinship(kin: &Table<'_>, one: Option<Row<'_>>, other: Option<Row<'_>>) -> u32 {
    let Some((row, their)) = one.zip(other) else {
        return UNLIKE;
    };
    if row == their {
        return 0;
    }
    let columns = u32::try_from(kin.near().len()).unwrap_or(u32::MAX);
    // They are not the same thing, which counts as one more column in which they differ.
    let apart = distance(kin, &row, &their).saturating_add(UNLIKE);
    let mean = apart.checked_div(columns.saturating_add(1));
    mean.map_or(UNLIKE, |mean| mean.min(UNLIKE))
}

/// Keywords of subjects that others of their table tell apart at first sight.
const MARKS: [&str; 2] = ["woman", "microstate"];

/// Whether a player sees that the two are not of one kind, since only one of them has a mark: an
/// actress among actors, a microstate among large countries.
pub(crate) fn told_apart(row: &Row<'_>, other: &Row<'_>) -> bool {
    MARKS.iter().any(|mark| has(row, mark) != has(other, mark))
}

fn has(row: &Row<'_>, mark: &str) -> bool {
    row.keywords().any(|keyword| keyword.iter().eq([mark]))
}

/// How far apart the parts of the world are that the names of two subjects come from, as far as
/// the near columns of the table tell; nothing if these do not tell of the first.
pub(crate) fn origins_apart(table: &Table<'_>, row: &Row<'_>, other: &Row<'_>) -> Option<u32> {
    let placed = table.near().filter_map(|near| {
        let Near::Column(column) = near else {
            return None;
        };
        let kin = column.kin()?;
        let known = row.values(&column).any(|value| value.kin().is_some());
        known.then(|| closest(&kin, &column, row, other))
    });
    placed.min()
}

/// How far the two values are apart that are most alike.
fn closest<'f>(kin: &Table<'f>, column: &Column<'f>, row: &Row<'f>, other: &Row<'f>) -> u32 {
    let pairs = row.values(column).flat_map(|one| {
        let others = other.values(column);
        others.map(move |other| (one, other))
    });
    let apart = pairs.map(|(one, other)| values_apart(kin, &one, &other));
    apart.min().unwrap_or(UNLIKE)
}

fn values_apart(kin: &Table<'_>, one: &Value<'_>, other: &Value<'_>) -> u32 {
    if one.says_the_same(other) {
        return 0;
    }
    kinship(kin, one.kin(), other.kin())
}

fn apart<'f>(near: &Near<'f>, row: &Row<'f>, other: &Row<'f>) -> u32 {
    let Near::Column(column) = near else {
        return if share_a_keyword(row, other) {
            0
        } else {
            UNLIKE
        };
    };
    if let Some(kin) = column.kin() {
        return closest(&kin, column, row, other);
    }
    let Some((one, two)) = number(row, column).zip(number(other, column)) else {
        return in_part(common(column, row, other));
    };
    let gap = one.abs_diff(two).saturating_mul(UNLIKE);
    gap.checked_div(span(column)).unwrap_or(UNLIKE)
}

fn share_a_keyword<'f>(row: &Row<'f>, other: &Row<'f>) -> bool {
    row.keywords()
        .any(|own| other.keywords().any(|their| their == own))
}

/// How many values of a column the two have in common, and how many they have altogether.
fn common<'f>(column: &Column<'f>, row: &Row<'f>, other: &Row<'f>) -> (usize, usize) {
    let (mine, theirs) = (row.values(column), other.values(column));
    let all = mine.len().saturating_add(theirs.len());
    let has = |value: &Value<'_>| theirs.clone().any(|their| their.says_the_same(value));
    let common = mine.filter(has).count();
    (common, all.saturating_sub(common))
}

/// How far apart two subjects are that have some of their values in common: those of two continents
/// are halfway between them.
fn in_part((common, all): (usize, usize)) -> u32 {
    let percent = common.saturating_mul(100).checked_div(all);
    let alike = percent.and_then(|percent| u32::try_from(percent).ok());
    UNLIKE.saturating_sub(alike.unwrap_or_default())
}

/// The first number of a row in a column.
pub(crate) fn number<'f>(row: &Row<'f>, column: &Column<'f>) -> Option<i32> {
    row.values(column).next().and_then(|value| value.number())
}

/// How wide the range of a column of numbers is.
fn span(column: &Column<'_>) -> u32 {
    let range = column.range();
    range.map_or(1, |range| range.end().abs_diff(*range.start()))
}
