//! Read access to compiled facts.

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
pub use structure::{Column, Likeness, Near, Spelling, Table, Topic};
pub use subject::{Fact, Fame, Row, Value};

use life::Life;

use crate::image::{Image, ImageError, Section, YearRow, binary_search, from_ordered, to_ordered};
use crate::source::LifeYear;

/// Compiled facts: topics with tables, their columns, rows and values, and a search by name.
///
/// Its methods return `Copy` handles of records, which borrow the facts. Handles are equal if they
/// refer to the same record of the same facts.
#[derive(Debug, Clone)]
pub struct Facts {
    image: Image,
}

impl Facts {
    /// Opens the output of [`compile`](crate::compile()). Only the header is checked.
    ///
    /// If other bytes are corrupt, methods do not panic but may return wrong records.
    ///
    /// # Errors
    ///
    /// Returns an [`ImageError`] if the bytes are not compiled facts, have another version, or are
    /// truncated.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, ImageError> {
        Image::open(bytes.into()).map(|image| Self { image })
    }

    /// Returns the topics in the order of their files.
    #[must_use]
    pub fn topics(&self) -> impl ExactSizeIterator<Item = Topic<'_>> + Clone {
        Topic::ids(self).map(|id| Topic::new(self, id))
    }

    /// Returns the tables of all topics.
    #[must_use]
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'_>> + Clone {
        Table::ids(self).map(|id| Table::new(self, id))
    }

    /// Returns the columns of all tables.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = Column<'_>> + Clone {
        Column::ids(self).map(|id| Column::new(self, id))
    }

    /// Returns the rows of all tables.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        Row::ids(self).map(|id| Row::new(self, id))
    }

    /// Returns the values of all rows.
    #[must_use]
    pub fn values(&self) -> impl ExactSizeIterator<Item = Value<'_>> + Clone {
        Value::ids(self).map(|id| Value::new(self, id))
    }

    /// Returns all facts in the order of the files.
    #[must_use]
    pub fn all(&self) -> impl ExactSizeIterator<Item = Fact<'_>> + Clone {
        Fact::ids(self).map(|id| Fact::new(self, id))
    }

    /// Returns the fact with an id of these facts.
    #[must_use]
    pub fn fact(&self, id: u32) -> Fact<'_> {
        Fact::new(self, id)
    }

    /// Returns the rows that have one of these years in a column of years, without duplicates.
    ///
    /// Years of birth and death do not count, because a person born in the 1970s is not known for
    /// that decade. Instead, a period of a century or longer includes people if at least a third of
    /// their life is within it.
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

    /// Returns the lives, by row, of people who may have lived within a period.
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

    /// Returns the rows that have one of these years, each with the year.
    fn years(&self, years: &Range<i32>) -> impl Iterator<Item = (i32, YearRow)> {
        let places = self.first_year(years.start)..self.first_year(years.end);
        places.map(|place| {
            let year = from_ordered(self.image.number(Section::Years, place));
            let row = self.image.number(Section::YearRows, place);
            (year, YearRow::from_number(row))
        })
    }

    /// Returns the index of the first entry of `Section::Years` that is not before a year.
    fn first_year(&self, year: i32) -> u32 {
        let places = 0..self.image.count(Section::Years);
        let year = to_ordered(year);
        binary_search(places, |place| {
            self.image.number(Section::Years, place) >= year
        })
    }

    /// Returns a text of `Section::Text`.
    fn text(&self, id: u32) -> &str {
        self.image.text(Section::TextStarts, id)
    }

    /// Returns the texts of a list. `starts` is the section with the starts of the lists.
    fn texts(&self, starts: Section, id: u32) -> impl ExactSizeIterator<Item = &str> {
        self.image.list(starts, id).map(|text| self.text(text))
    }
}
