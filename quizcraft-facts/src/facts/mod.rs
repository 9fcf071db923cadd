//! Compiled facts, read where they lie.

mod entity;
mod label;
mod search;
mod spelling;
mod structure;
mod subject;

use std::borrow::Cow;
use std::ops::Range;

pub use label::{Label, Words};
pub use search::Term;
pub use structure::{Column, Likeness, Near, Table, Topic};
pub use subject::{Fact, Fame, Row, Value};

use crate::image::{Image, ImageError, Section, first, ordered};

/// All that is known, and where to find it.
///
/// What it hands out are small copies that refer to it: ids with a way to what they stand for. Two
/// are equal if they stand for the same.
#[derive(Debug, Clone)]
pub struct Facts {
    image: Image,
}

impl Facts {
    /// Opens what [`compile`](crate::compile()) made, by its header alone.
    ///
    /// Bytes that were changed after they were compiled cannot make it panic; what it then knows is
    /// not defined.
    ///
    /// # Errors
    ///
    /// An [`ImageError`] if the bytes are no compiled facts, are of another version, or are cut off.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ImageError> {
        Image::open(bytes.into()).map(|image| Self { image })
    }

    /// The topics, in the order of their files.
    #[must_use]
    pub fn topics(&self) -> impl ExactSizeIterator<Item = Topic<'_>> + Clone {
        Topic::ids(self).map(|id| Topic::new(self, id))
    }

    /// The tables of all topics.
    #[must_use]
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'_>> + Clone {
        Table::ids(self).map(|id| Table::new(self, id))
    }

    /// The columns of all tables.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = Column<'_>> + Clone {
        Column::ids(self).map(|id| Column::new(self, id))
    }

    /// The rows of all tables.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        Row::ids(self).map(|id| Row::new(self, id))
    }

    /// The values of all rows.
    #[must_use]
    pub fn values(&self) -> impl ExactSizeIterator<Item = Value<'_>> + Clone {
        Value::ids(self).map(|id| Value::new(self, id))
    }

    /// Everything that can be asked, in the order of the files.
    #[must_use]
    pub fn all(&self) -> impl ExactSizeIterator<Item = Fact<'_>> + Clone {
        Fact::ids(self).map(|id| Fact::new(self, id))
    }

    /// The fact with an id that a fact of these told.
    #[must_use]
    pub fn fact(&self, id: u32) -> Fact<'_> {
        Fact::new(self, id)
    }

    /// The rows that have one of these years in a column of years, each once. The years of births
    /// and deaths count only for a century or more: a person born in the 1970s is not of that
    /// decade.
    #[must_use]
    pub fn rows_of(&self, years: Range<i32>) -> Vec<Row<'_>> {
        const LIFE: u32 = 100;
        let is_long = years.end.abs_diff(years.start) >= LIFE;
        let places = self.first_year(years.start)..self.first_year(years.end);
        let known = places.map(|place| self.image.number(Section::YearRows, place));
        let rows = known.filter(|row| is_long || row % 2 == 0);
        let mut rows: Vec<u32> = rows.map(|row| row / 2).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| Row::new(self, row)).collect()
    }

    /// The place of the first year that is not before this one.
    fn first_year(&self, year: i32) -> u32 {
        let places = 0..self.image.count(Section::Years);
        let year = ordered(year);
        first(places, |place| {
            self.image.number(Section::Years, place) >= year
        })
    }

    /// A text that is no name and no note.
    fn text(&self, id: u32) -> &str {
        self.image.text(Section::TextStarts, id)
    }

    /// The texts of a list, by the section with the starts of lists.
    fn texts(&self, starts: Section, id: u32) -> impl ExactSizeIterator<Item = &str> {
        self.image.list(starts, id).map(|text| self.text(text))
    }
}
