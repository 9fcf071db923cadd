//! Compiled facts, read where they lie.

mod entity;
mod label;
mod life;
mod search;
mod spelling;
mod structure;
mod subject;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use label::{Label, Words};
pub use search::Term;
pub use structure::{Column, Likeness, Near, Table, Topic};
pub use subject::{Fact, Fame, Row, Value};

use life::Life;

use crate::image::{Image, ImageError, Section, YearRow, first, of_ordered, ordered};
use crate::source::LifeYear;

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
    /// and deaths do not count by themselves, since a person born in the 1970s is not of that
    /// decade: a century or a longer period finds those whose lives lie within it by a third at
    /// least.
    #[must_use]
    pub fn rows_in_years(&self, years: Range<i32>) -> Vec<Row<'_>> {
        let dated = self.years(&years).filter(|(_, dated)| dated.life.is_none());
        let mut rows: BTreeSet<u32> = dated.map(|(_, dated)| dated.row).collect();
        if years.end.saturating_sub(years.start) >= Life::LONGEST {
            let lives = self.lives_about(&years).into_iter();
            let lived = lives.filter(|(_, life)| life.belongs_to(&years));
            rows.extend(lived.map(|(row, _)| row));
        }
        rows.into_iter().map(|row| Row::new(self, row)).collect()
    }

    /// What is known of the lives of those who can have lived in a period.
    fn lives_about(&self, years: &Range<i32>) -> BTreeMap<u32, Life> {
        let from = years.start.saturating_sub(Life::LONGEST);
        let about = from..years.end.saturating_add(Life::LONGEST);
        let mut lives: BTreeMap<u32, Life> = BTreeMap::new();
        for (year, dated) in self.years(&about) {
            let Some(end) = dated.life else { continue };
            let life = lives.entry(dated.row).or_default();
            match end {
                LifeYear::Birth => life.birth = Some(year),
                LifeYear::Death => life.death = Some(year),
            }
        }
        lives
    }

    /// The rows that have one of these years, each with the year.
    fn years(&self, years: &Range<i32>) -> impl Iterator<Item = (i32, YearRow)> {
        let places = self.first_year(years.start)..self.first_year(years.end);
        places.map(|place| {
            let year = of_ordered(self.image.number(Section::Years, place));
            let row = self.image.number(Section::YearRows, place);
            (year, YearRow::of_number(row))
        })
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
