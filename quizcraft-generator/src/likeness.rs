//! How unlike two subjects are.

use std::cell::{OnceCell, RefCell};

use quizcraft_facts::{Column, Near, Row, Table, Value, Words};

/// The maximum distance of two subjects in one column.
pub(crate) const UNLIKE: u32 = 100;
/// From how far on a name comes from another part of the world: countries of one continent are
/// nearer.
pub(crate) const ABROAD: u32 = 75;

/// What two subjects are apart that belong to different times, whatever else they share.
pub(crate) const FAR: u32 = 10_000;
/// How many years two subjects of one time may be apart, unless a tenth of the range is more.
const PERIOD: u32 = 150;

/// A row of a table, with what others are compared with at hand.
#[derive(Debug)]
pub(crate) struct Profile<'f> {
    near: Vec<Trait<'f>>,
    row: Row<'f>,
}

/// How far a row is apart from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Apart {
    /// What the two differ by in the near columns of their table, summed up.
    pub(crate) distance: u32,
    /// How far apart the parts of the world are that the names of the two come from, as far as the
    /// near columns tell; nothing if these do not tell of the first.
    pub(crate) origin: Option<u32>,
}

impl Apart {
    pub(crate) fn farther(self, distance: u32) -> Self {
        let distance = self.distance.saturating_add(distance);
        Self { distance, ..self }
    }
}

/// What a row has in one of the near columns of its table.
#[derive(Debug)]
enum Trait<'f> {
    /// The further words that find it.
    Keywords(Vec<Words<'f>>),
    /// Things of another table.
    Kin(Column<'f>, Vec<(Value<'f>, Option<Kinship<'f>>)>),
    /// A number, and what the numbers of its column span.
    Number(Column<'f>, i32, u32),
    /// Anything else.
    Values(Column<'f>, Vec<Value<'f>>),
}

impl<'f> Profile<'f> {
    pub(crate) fn new(table: &Table<'f>, row: &Row<'f>) -> Self {
        Self {
            near: table.near().map(|near| Trait::new(&near, row)).collect(),
            row: *row,
        }
    }

    /// Returns whether a player sees that the two are not of one kind, since only one of them has a
    /// mark: an actress among actors, a microstate among large countries.
    pub(crate) fn is_told_apart(&self, other: &Row<'f>) -> bool {
        !self.row.has_same_marks(other)
    }

    /// Returns how far another row is apart in a column, on average. They are not the same thing,
    /// which counts as one more column in which they differ.
    fn mean(&self, other: &Row<'f>) -> u32 {
        let columns = u32::try_from(self.near.len()).unwrap_or(u32::MAX);
        let apart = self.apart(other).distance.saturating_add(UNLIKE);
        let mean = apart.checked_div(columns.saturating_add(1));
        mean.map_or(UNLIKE, |mean| mean.min(UNLIKE))
    }

    /// Compares the row with another of the same table.
    pub(crate) fn apart(&self, other: &Row<'f>) -> Apart {
        let (mut distance, mut origin) = (0_u32, None);
        // Whether the numbers that are known of both are all far apart.
        let mut far = None;
        for near in &self.near {
            let apart = near.apart(other, &mut far);
            distance = distance.saturating_add(apart);
            if near.tells_origin() {
                origin = Some(origin.map_or(apart, |least: u32| least.min(apart)));
            }
        }
        if far == Some(true) {
            distance = distance.saturating_add(FAR);
        }
        Apart { distance, origin }
    }
}

impl<'f> Trait<'f> {
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

    /// Returns how far another row is apart in this column; tells whether the numbers are far
    /// apart, if there are any.
    fn apart(&self, other: &Row<'f>, far: &mut Option<bool>) -> u32 {
        match self {
            Self::Keywords(own) => {
                let shared = own.iter().any(|keyword| other.has_keyword(keyword));
                if shared { 0 } else { UNLIKE }
            }
            Self::Kin(column, own) => closest(own, column, other),
            Self::Number(column, own, span) => {
                let Some(their) = number(other, column) else {
                    return UNLIKE;
                };
                let apart = own.abs_diff(their);
                *far = Some(far.unwrap_or(true) && apart > PERIOD.max(span / 10));
                let gap = apart.saturating_mul(UNLIKE).checked_div(*span);
                gap.unwrap_or(UNLIKE)
            }
            Self::Values(column, own) => in_part(common(own, column, other)),
        }
    }

    fn tells_origin(&self) -> bool {
        match self {
            Self::Kin(_, own) => own.iter().any(|(_, kin)| kin.is_some()),
            _ => false,
        }
    }
}

/// Returns how far the two values are apart that are most alike.
fn closest<'f>(
    own: &[(Value<'f>, Option<Kinship<'f>>)],
    column: &Column<'f>,
    other: &Row<'f>,
) -> u32 {
    let pairs = other.values(column).flat_map(|their| {
        own.iter().map(move |(value, kin)| {
            if value.has_same_text(&their) {
                return 0;
            }
            kin.as_ref().map_or(UNLIKE, |kin| kin.to(their.kin()))
        })
    });
    pairs.min().unwrap_or(UNLIKE)
}

/// How far the things of a table are apart from one of them.
#[derive(Debug)]
pub(crate) struct Kinship<'f> {
    table: Table<'f>,
    row: Row<'f>,
    profile: OnceCell<Box<Profile<'f>>>,
    /// How far the others are that were compared so far, and whether they are told apart at first
    /// sight, by their places in the table.
    known: RefCell<Vec<Option<(u32, bool)>>>,
}

impl<'f> Kinship<'f> {
    pub(crate) fn new(table: Table<'f>, row: Row<'f>) -> Self {
        Self {
            row,
            profile: OnceCell::new(),
            known: RefCell::new(vec![None; table.rows().len()]),
            table,
        }
    }

    /// Returns how far another thing is apart; a value that the table does not have is nothing
    /// alike.
    pub(crate) fn to(&self, other: Option<Row<'f>>) -> u32 {
        other.map_or(UNLIKE, |other| self.compared(&other).0)
    }

    /// Returns whether a player sees that another thing is not of one kind with this one.
    pub(crate) fn is_told_apart(&self, other: Option<Row<'f>>) -> bool {
        other.is_some_and(|other| self.compared(&other).1)
    }

    fn compared(&self, other: &Row<'f>) -> (u32, bool) {
        if *other == self.row {
            return (0, false);
        }
        let place = self.table.index_of(other);
        let mut known = self.known.borrow_mut();
        let known = place.and_then(|place| known.get_mut(place));
        match known {
            Some(known) => *known.get_or_insert_with(|| self.compare(other)),
            None => self.compare(other),
        }
    }

    fn compare(&self, other: &Row<'f>) -> (u32, bool) {
        let profile = || Box::new(Profile::new(&self.table, &self.row));
        let profile = self.profile.get_or_init(profile);
        (profile.mean(other), profile.is_told_apart(other))
    }
}

/// Returns how many values of a column the two have in common, and how many they have altogether.
fn common<'f>(own: &[Value<'f>], column: &Column<'f>, other: &Row<'f>) -> (usize, usize) {
    let theirs = other.values(column);
    let all = own.len().saturating_add(theirs.len());
    let has = |value: &&Value<'_>| theirs.clone().any(|their| their.has_same_text(value));
    let common = own.iter().filter(has).count();
    (common, all.saturating_sub(common))
}

/// Returns how far apart two subjects are that have some of their values in common: those of two
/// continents are halfway between them.
fn in_part((common, all): (usize, usize)) -> u32 {
    let percent = common.saturating_mul(100).checked_div(all);
    let alike = percent.and_then(|percent| u32::try_from(percent).ok());
    UNLIKE.saturating_sub(alike.unwrap_or_default())
}

/// Returns the first number of a row in a column.
pub(crate) fn number<'f>(row: &Row<'f>, column: &Column<'f>) -> Option<i32> {
    row.values(column).next().and_then(|value| value.number())
}

/// Returns how wide the range of a column of numbers is.
fn span(column: &Column<'_>) -> u32 {
    let range = column.range();
    range.map_or(1, |range| range.end().abs_diff(*range.start()))
}
