//! The distance between two subjects, which states how dissimilar they are.

use std::cell::{OnceCell, RefCell};

use quizcraft_facts::{Column, Near, Row, Table, Value, Words};

/// The maximum distance of two subjects in one column.
pub(crate) const MAX_COLUMN_DISTANCE: u32 = 100;
/// The minimum distance of names from different parts of the world. Countries of one continent are
/// nearer.
pub(crate) const MIN_FOREIGN_DISTANCE: u32 = 75;

/// The additional distance of two subjects from different eras. It exceeds every sum of column
/// distances.
pub(crate) const OTHER_ERA_DISTANCE: u32 = 10_000;
/// The minimum length of an era in years. It is a tenth of the column's range if that is larger.
const MIN_ERA_YEARS: u32 = 150;

/// A row with the values of its `near:` columns, prepared for comparison with many rows.
#[derive(Debug)]
pub(crate) struct Profile<'f> {
    near: Vec<NearValue<'f>>,
    row: Row<'f>,
}

/// The distance between two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Distance {
    /// The sum of the distances in the `near:` columns, and of additional distances.
    pub(crate) total: u32,
    /// The distance between the parts of the world that the names come from. `None` if no `near:`
    /// column reveals the origin of the first row.
    pub(crate) origin: Option<u32>,
}

impl Distance {
    pub(crate) fn plus(self, distance: u32) -> Self {
        let total = self.total.saturating_add(distance);
        Self { total, ..self }
    }
}

/// The values of a row in one `near:` column.
#[derive(Debug)]
enum NearValue<'f> {
    /// The keywords of the row.
    Keywords(Vec<Words<'f>>),
    /// Rows of the column's `kin:` table.
    Kin(Column<'f>, Vec<(Value<'f>, Option<Kinship<'f>>)>),
    /// A number, and the width of its column's range.
    Number(Column<'f>, i32, u32),
    /// Texts.
    Values(Column<'f>, Vec<Value<'f>>),
}

impl<'f> Profile<'f> {
    pub(crate) fn new(table: &Table<'f>, row: &Row<'f>) -> Self {
        Self {
            near: table
                .near()
                .map(|near| NearValue::new(&near, row))
                .collect(),
            row: *row,
        }
    }

    /// Returns whether only one of the rows has a mark, so that a player sees the difference: an
    /// actress among actors, a microstate among large countries.
    pub(crate) fn has_other_marks(&self, other: &Row<'f>) -> bool {
        !self.row.has_same_marks(other)
    }

    /// Returns the average distance per column. The identity of the row counts as one more column,
    /// in which they differ.
    fn mean(&self, other: &Row<'f>) -> u32 {
        let columns = u32::try_from(self.near.len()).unwrap_or(u32::MAX);
        let total = self
            .distance_to(other)
            .total
            .saturating_add(MAX_COLUMN_DISTANCE);
        let mean = total.checked_div(columns.saturating_add(1));
        mean.map_or(MAX_COLUMN_DISTANCE, |mean| mean.min(MAX_COLUMN_DISTANCE))
    }

    /// Returns the distance to another row of the same table.
    pub(crate) fn distance_to(&self, other: &Row<'f>) -> Distance {
        let (mut total, mut origin) = (0_u32, None);
        // Becomes `Some(true)` if all numbers of the two rows belong to different eras.
        let mut is_other_era = None;
        for near in &self.near {
            let distance = near.distance_to(other, &mut is_other_era);
            total = total.saturating_add(distance);
            if near.reveals_origin() {
                origin = Some(origin.map_or(distance, |least: u32| least.min(distance)));
            }
        }
        if is_other_era == Some(true) {
            total = total.saturating_add(OTHER_ERA_DISTANCE);
        }
        Distance { total, origin }
    }
}

impl<'f> NearValue<'f> {
    fn new(near: &Near<'f>, row: &Row<'f>) -> Self {
        let Near::Column(column) = near else {
            return Self::Keywords(row.keywords().collect());
        };
        let values = row.values(column);
        if let Some(kin) = column.kin() {
            let kin = |value: Value<'f>| (value, value.kin().map(|row| Kinship::new(kin, row)));
            return Self::Kin(*column, values.map(kin).collect());
        }
        match number(row, column) {
            Some(number) => Self::Number(*column, number, span(column)),
            None => Self::Values(*column, values.collect()),
        }
    }

    /// Returns the distance to another row in this column. Updates `is_other_era` if the column has
    /// numbers.
    fn distance_to(&self, other: &Row<'f>, is_other_era: &mut Option<bool>) -> u32 {
        match self {
            Self::Keywords(own) => {
                let shared = own.iter().any(|keyword| other.has_keyword(keyword));
                if shared { 0 } else { MAX_COLUMN_DISTANCE }
            }
            Self::Kin(column, own) => kin_distance(own, column, other),
            Self::Number(column, own, span) => {
                let Some(their) = number(other, column) else {
                    return MAX_COLUMN_DISTANCE;
                };
                let difference = own.abs_diff(their);
                let exceeds_era = difference > MIN_ERA_YEARS.max(span / 10);
                *is_other_era = Some(is_other_era.unwrap_or(true) && exceeds_era);
                let scaled = difference.saturating_mul(MAX_COLUMN_DISTANCE);
                scaled.checked_div(*span).unwrap_or(MAX_COLUMN_DISTANCE)
            }
            Self::Values(column, own) => overlap_distance(common(own, column, other)),
        }
    }

    fn reveals_origin(&self) -> bool {
        match self {
            Self::Kin(_, own) => own.iter().any(|(_, kin)| kin.is_some()),
            _ => false,
        }
    }
}

/// Returns the distance between the two most similar values.
fn kin_distance<'f>(
    own: &[(Value<'f>, Option<Kinship<'f>>)],
    column: &Column<'f>,
    other: &Row<'f>,
) -> u32 {
    let pairs = other.values(column).flat_map(|their| {
        own.iter().map(move |(value, kin)| {
            if value.has_same_text(&their) {
                return 0;
            }
            kin.as_ref()
                .map_or(MAX_COLUMN_DISTANCE, |kin| kin.distance_to(their.kin()))
        })
    });
    pairs.min().unwrap_or(MAX_COLUMN_DISTANCE)
}

/// The distances of the rows of a table from one of them. They are computed once, on demand.
#[derive(Debug)]
pub(crate) struct Kinship<'f> {
    table: Table<'f>,
    row: Row<'f>,
    profile: OnceCell<Box<Profile<'f>>>,
    /// The distance of each row, and whether it has other marks, by its index in the table.
    computed: RefCell<Vec<Option<(u32, bool)>>>,
}

impl<'f> Kinship<'f> {
    pub(crate) fn new(table: Table<'f>, row: Row<'f>) -> Self {
        Self {
            row,
            profile: OnceCell::new(),
            computed: RefCell::new(vec![None; table.rows().len()]),
            table,
        }
    }

    /// Returns the distance of another row. A value that is not in the table has the maximum distance.
    pub(crate) fn distance_to(&self, other: Option<Row<'f>>) -> u32 {
        other.map_or(MAX_COLUMN_DISTANCE, |other| self.compared(&other).0)
    }

    /// Returns whether only one of the rows has a mark, as in [`Profile::has_other_marks`].
    pub(crate) fn has_other_marks(&self, other: Option<Row<'f>>) -> bool {
        other.is_some_and(|other| self.compared(&other).1)
    }

    fn compared(&self, other: &Row<'f>) -> (u32, bool) {
        if *other == self.row {
            return (0, false);
        }
        let index = self.table.index_of(other);
        let mut computed = self.computed.borrow_mut();
        match index.and_then(|index| computed.get_mut(index)) {
            Some(computed) => *computed.get_or_insert_with(|| self.compare(other)),
            None => self.compare(other),
        }
    }

    fn compare(&self, other: &Row<'f>) -> (u32, bool) {
        let profile = || Box::new(Profile::new(&self.table, &self.row));
        let profile = self.profile.get_or_init(profile);
        (profile.mean(other), profile.has_other_marks(other))
    }
}

/// Returns the number of values that both rows have in a column, and the number of their different
/// values.
fn common<'f>(own: &[Value<'f>], column: &Column<'f>, other: &Row<'f>) -> (usize, usize) {
    let theirs = other.values(column);
    let all = own.len().saturating_add(theirs.len());
    let has = |value: &&Value<'_>| theirs.clone().any(|their| their.has_same_text(value));
    let common = own.iter().filter(has).count();
    (common, all.saturating_sub(common))
}

/// Returns the distance of two rows by the share of common values: a country on two continents is
/// halfway between them.
fn overlap_distance((common, all): (usize, usize)) -> u32 {
    let percent = common.saturating_mul(100).checked_div(all);
    let alike = percent.and_then(|percent| u32::try_from(percent).ok());
    MAX_COLUMN_DISTANCE.saturating_sub(alike.unwrap_or_default())
}

/// Returns the first number of a row in a column.
pub(crate) fn number<'f>(row: &Row<'f>, column: &Column<'f>) -> Option<i32> {
    row.values(column).next().and_then(|value| value.number())
}

/// Returns the width of the range of a numeric column.
fn span(column: &Column<'_>) -> u32 {
    let range = column.range();
    range.map_or(1, |range| range.end().abs_diff(*range.start()))
}
