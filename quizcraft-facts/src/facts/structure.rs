//! Topics, tables and columns.

use std::ops::{Range, RangeInclusive};

use super::entity::entity;
use super::{Fact, Facts, Label, Row, Value, Words};
use crate::image::{NumberKind, Section, signed};
use crate::source::{BEFORE_CHRIST, fill};

entity! {
    /// One file: a subject that people ask to be quizzed on.
    Topic, TopicNames
}

entity! {
    /// Things of one kind, such as the planets, and what is known of them.
    Table, TableTopics
}

entity! {
    /// A relation between a subject and its values, and how to ask for it.
    Column, ColumnTables, table: ColumnTables, place: ColumnPlaces
}

/// What makes two values of a column hard to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// That their subjects are alike.
    Subject,
    /// That they start with the same letter.
    Initial,
}

/// What two rows of a table that are alike agree in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'f> {
    /// The further words that find them.
    Keywords,
    /// The values of a column.
    Column(Column<'f>),
}

impl<'f> Topic<'f> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'f str {
        self.facts.text(self.field(Section::TopicNames))
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::TopicKeywordStarts, self.id)
    }

    /// Its tables.
    #[must_use]
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TopicTables, self.id);
        ids.map(|id| Table::new(facts, id))
    }

    /// The ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::TopicFacts, self.id)
    }

    /// What can be asked of it.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }
}

impl<'f> Table<'f> {
    /// The topic that it belongs to.
    #[must_use]
    pub fn topic(&self) -> Topic<'f> {
        Topic::new(self.facts, self.field(Section::TableTopics))
    }

    /// What one of its things is called; the first word of [`Table::kinds`].
    #[must_use]
    pub fn kind(&self) -> &'f str {
        self.kinds().next().unwrap_or_default()
    }

    /// What its things are called, and further words that find it.
    #[must_use]
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::TableKindStarts, self.id)
    }

    /// The words of each of [`Table::kinds`].
    #[must_use]
    pub fn kind_words(&self) -> impl ExactSizeIterator<Item = Words<'f>> + Clone + use<'f> {
        let facts = self.facts;
        let kinds = facts.image.range(Section::TableKindStarts, self.id);
        kinds.map(|kind| {
            let phrase = facts.image.number(Section::TableKindPhrases, kind);
            Words::new(facts, phrase)
        })
    }

    /// What two of its rows that are alike agree in.
    #[must_use]
    pub fn near(&self) -> impl ExactSizeIterator<Item = Near<'f>> + use<'f> {
        let facts = self.facts;
        let near = facts.image.range(Section::TableNearStarts, self.id);
        near.map(
            |near| match facts.image.optional(Section::TableNear, near) {
                None => Near::Keywords,
                Some(id) => Near::Column(Column::new(facts, id)),
            },
        )
    }

    /// Its relations.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = Column<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TableColumns, self.id);
        ids.map(|id| Column::new(facts, id))
    }

    /// Its things.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TableRows, self.id);
        ids.map(|id| Row::new(facts, id))
    }

    /// The place of a row among [its things](Self::rows); nothing for one of another table.
    #[must_use]
    pub fn index_of(&self, row: &Row<'f>) -> Option<usize> {
        let rows = self.facts.image.range(Section::TableRows, self.id);
        let place = row.id().checked_sub(rows.start);
        let place = place.filter(|_| row.id() < rows.end);
        place.and_then(|place| usize::try_from(place).ok())
    }

    /// The ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::TableFacts, self.id)
    }

    /// What can be asked of them.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }
}

impl<'f> Column<'f> {
    /// The table that it belongs to.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        Table::new(self.facts, self.table)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'f str {
        self.facts.text(self.field(Section::ColumnNames))
    }

    /// The name as a number: columns with the same name have the same.
    #[must_use]
    pub fn name_id(&self) -> u32 {
        self.field(Section::ColumnNames)
    }

    /// What makes two of its values hard to tell apart.
    #[must_use]
    pub fn likeness(&self) -> Likeness {
        if self.field(Section::ColumnInitials) == 0 {
            Likeness::Subject
        } else {
            Likeness::Initial
        }
    }

    /// The table that its values are things of, where another table tells.
    #[must_use]
    pub fn kin(&self) -> Option<Table<'f>> {
        let kin = self.facts.image.optional(Section::ColumnKin, self.id);
        kin.map(|kin| Table::new(self.facts, kin))
    }

    /// The bounds of a column of numbers; a column of words has none.
    #[must_use]
    pub fn range(&self) -> Option<RangeInclusive<i32>> {
        let signed = |section| signed(self.field(section));
        (self.numbers() != NumberKind::None)
            .then(|| signed(Section::ColumnLeast)..=signed(Section::ColumnMost))
    }

    /// What its numbers count.
    #[must_use]
    pub fn unit(&self) -> Option<&'f str> {
        self.optional_text(Section::ColumnUnits)
    }

    /// Whether its numbers are years.
    #[must_use]
    pub fn is_of_years(&self) -> bool {
        self.numbers() == NumberKind::Years
    }

    /// The text of a number of this column; a year before the common era is marked.
    #[must_use]
    pub fn format_number(&self, number: i32) -> String {
        if number < 0 && self.is_of_years() {
            return format!("{}{BEFORE_CHRIST}", number.unsigned_abs());
        }
        number.to_string()
    }

    /// The questions for a value, with a gap for the subject.
    #[must_use]
    pub fn ask(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnAskStarts, self.id)
    }

    /// The questions for the subject, with a gap for a value.
    #[must_use]
    pub fn back(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnBackStarts, self.id)
    }

    /// How many subjects have the same value, on average.
    #[must_use]
    pub fn rows_per_value(&self) -> u32 {
        self.field(Section::ColumnSharing)
    }

    /// Whether anything is asked of it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.ask().len().saturating_add(self.back().len()) > 0
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnKeywordStarts, self.id)
    }

    /// The sentence that tells a value of a subject; none for a column of which nothing is asked.
    #[must_use]
    pub fn tell(&self, row: &Row<'f>, value: &Value<'f>) -> Option<String> {
        let tell = self.optional_text(Section::ColumnTells)?;
        Some(filled(tell, &row.name(), &value.label()))
    }

    /// Its place in a table; nothing if it belongs to another.
    pub(super) fn place_in(&self, table: u32) -> Option<u32> {
        (self.table == table).then_some(self.place)
    }

    fn numbers(&self) -> NumberKind {
        NumberKind::of_number(self.field(Section::ColumnNumbers))
    }

    fn optional_text(&self, section: Section) -> Option<&'f str> {
        let text = self.facts.image.optional(section, self.id);
        text.map(|text| self.facts.image.text(Section::TextStarts, text))
    }
}

/// Fills the gaps of a template of a column.
pub(crate) fn filled(template: &str, name: &Label<'_>, value: &Label<'_>) -> String {
    fill(template, &name.in_sentence(), &value.in_sentence())
}
