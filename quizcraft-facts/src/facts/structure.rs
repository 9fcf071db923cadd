//! Topics, tables and columns.

use std::ops::{Range, RangeInclusive};

use super::entity::entity;
use super::{Fact, Facts, Label, Row, Value, Words};
use crate::image::{NumberKind, Section, unzigzag};
use crate::source::{BEFORE_CHRIST, fill};

entity! {
    /// A topic: the tables of one file.
    Topic, TopicNames
}

entity! {
    /// A table: rows of one kind, such as planets, with common columns.
    Table, TableTopics
}

entity! {
    /// A column: a relation between rows and values, with the templates of its questions.
    Column, ColumnTables, table: ColumnTables, place: ColumnPlaces
}

/// The criterion by which values of a column are similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Their rows are similar.
    Subject,
    /// They have the same first letter.
    Initial,
}

/// How players can be expected to write a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// In ways that the facts do not know.
    Unknown,
    /// As in the facts.
    Full,
    /// As in the facts, or by the surname alone.
    Surname,
}

impl Spelling {
    fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Full,
            2 => Self::Surname,
            _ => Self::Unknown,
        }
    }
}

/// A property in which similar rows of a table agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'f> {
    /// The keywords of the rows.
    Keywords,
    /// The values of a column.
    Column(Column<'f>),
}

impl<'f> Topic<'f> {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &'f str {
        self.facts.text(self.field(Section::TopicNames))
    }

    /// Returns the keywords.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::TopicKeywordStarts, self.id)
    }

    /// Returns the tables.
    #[must_use]
    pub fn tables(&self) -> impl ExactSizeIterator<Item = Table<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TopicTables, self.id);
        ids.map(|id| Table::new(facts, id))
    }

    /// Returns the ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::TopicFacts, self.id)
    }

    /// Returns the facts of the topic.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }
}

impl<'f> Table<'f> {
    /// Returns the topic of the table.
    #[must_use]
    pub fn topic(&self) -> Topic<'f> {
        Topic::new(self.facts, self.field(Section::TableTopics))
    }

    /// Returns the kind of its rows, in the singular: the first of [`Table::kinds`].
    #[must_use]
    pub fn kind(&self) -> &'f str {
        self.kinds().next().unwrap_or_default()
    }

    /// Returns the names of the kind of its rows, and the keywords of the table.
    #[must_use]
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::TableKindStarts, self.id)
    }

    /// Returns the words of each of [`Table::kinds`].
    #[must_use]
    pub fn kind_words(&self) -> impl ExactSizeIterator<Item = Words<'f>> + Clone + use<'f> {
        let facts = self.facts;
        let kinds = facts.image.range(Section::TableKindStarts, self.id);
        kinds.map(|kind| {
            let phrase = facts.image.number(Section::TableKindPhrases, kind);
            Words::new(facts, phrase)
        })
    }

    /// Returns the properties in which similar rows agree.
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

    /// Returns the columns.
    #[must_use]
    pub fn columns(&self) -> impl ExactSizeIterator<Item = Column<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TableColumns, self.id);
        ids.map(|id| Column::new(facts, id))
    }

    /// Returns the rows.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'f>> + use<'f> {
        let facts = self.facts;
        let ids = facts.image.range(Section::TableRows, self.id);
        ids.map(|id| Row::new(facts, id))
    }

    /// Returns the index of a row in [`Table::rows`]; `None` for a row of another table.
    #[must_use]
    pub fn index_of(&self, row: &Row<'f>) -> Option<usize> {
        let rows = self.facts.image.range(Section::TableRows, self.id);
        let place = row.id().checked_sub(rows.start);
        let place = place.filter(|_| row.id() < rows.end);
        place.and_then(|place| usize::try_from(place).ok())
    }

    /// Returns the ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::TableFacts, self.id)
    }

    /// Returns the facts of the table.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }
}

impl<'f> Column<'f> {
    /// Returns the table of the column.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        Table::new(self.facts, self.table)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &'f str {
        self.facts.text(self.field(Section::ColumnNames))
    }

    /// Returns an id that is equal for columns with equal names.
    #[must_use]
    pub fn name_id(&self) -> u32 {
        self.field(Section::ColumnNames)
    }

    /// Returns the criterion by which values are similar.
    #[must_use]
    pub fn likeness(&self) -> Likeness {
        if self.field(Section::ColumnInitials) == 0 {
            Likeness::Subject
        } else {
            Likeness::Initial
        }
    }

    /// Returns the table whose rows are the values of this column, if it refers to one.
    #[must_use]
    pub fn kin(&self) -> Option<Table<'f>> {
        let kin = self.facts.image.optional(Section::ColumnKin, self.id);
        kin.map(|kin| Table::new(self.facts, kin))
    }

    /// Returns the range of a column of numbers; `None` for a column of words.
    #[must_use]
    pub fn range(&self) -> Option<RangeInclusive<i32>> {
        let number = |section| unzigzag(self.field(section));
        (self.numbers() != NumberKind::None)
            .then(|| number(Section::ColumnMin)..=number(Section::ColumnMax))
    }

    /// Returns the unit of its numbers.
    #[must_use]
    pub fn unit(&self) -> Option<&'f str> {
        self.optional_text(Section::ColumnUnits)
    }

    /// Returns whether its numbers are years.
    #[must_use]
    pub fn contains_years(&self) -> bool {
        self.numbers() == NumberKind::Years
    }

    /// Formats a number of this column. Years before the common era get the suffix " BC".
    #[must_use]
    pub fn format_number(&self, number: i32) -> String {
        if number < 0 && self.contains_years() {
            return format!("{}{BEFORE_CHRIST}", number.unsigned_abs());
        }
        number.to_string()
    }

    /// Returns the templates of questions for a value, with a placeholder for the row's name.
    #[must_use]
    pub fn ask(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnForwardStarts, self.id)
    }

    /// Returns the templates of questions for a row, with a placeholder for the value.
    #[must_use]
    pub fn back(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnReverseStarts, self.id)
    }

    /// Returns the templates of questions for all rows with a value, with a placeholder for the value.
    #[must_use]
    pub fn all(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnAllStarts, self.id)
    }

    /// Returns the templates of questions for a number that players estimate, with a placeholder for the
    /// row's name.
    #[must_use]
    pub fn estimate(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnEstimateStarts, self.id)
    }

    /// Returns the question that has rows put in order of their numbers.
    #[must_use]
    pub fn order(&self) -> Option<&'f str> {
        self.optional_text(Section::ColumnOrders)
    }

    /// Returns groups of names that mean the same, separated by commas: "Kyiv, Kiev".
    #[must_use]
    pub fn spelled(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnSpelledStarts, self.id)
    }

    /// Returns whether only the clarifications of estimates state its values (`reveal:`).
    #[must_use]
    pub fn reveals(&self) -> bool {
        self.field(Section::ColumnReveals) != 0
    }

    /// Returns how players can be expected to write the names of the rows, if questions ask for them.
    #[must_use]
    pub fn spelling_of_names(&self) -> Spelling {
        Spelling::from_number(self.field(Section::ColumnWrittenNames))
    }

    /// Returns how players can be expected to write the values, if questions ask for them.
    #[must_use]
    pub fn spelling_of_values(&self) -> Spelling {
        Spelling::from_number(self.field(Section::ColumnWrittenValues))
    }

    /// Returns the average number of rows with the same value.
    #[must_use]
    pub fn rows_per_value(&self) -> u32 {
        self.field(Section::ColumnRowsPerValue)
    }

    /// Returns whether the column has templates of questions.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.ask().len().saturating_add(self.back().len()) > 0
    }

    /// Returns the keywords.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        self.facts.texts(Section::ColumnKeywordStarts, self.id)
    }

    /// Returns the sentence that states a value of a row; `None` if the column has no `tell:`.
    #[must_use]
    pub fn tell(&self, row: &Row<'f>, value: &Value<'f>) -> Option<String> {
        self.statement(&row.name(), &value.label())
    }

    /// Returns the sentence that states a value of a name, whether or not it is true; `None` if the column
    /// has no `tell:`.
    #[must_use]
    pub fn statement(&self, name: &Label<'f>, value: &Label<'f>) -> Option<String> {
        let tell = self.optional_text(Section::ColumnStatements)?;
        Some(filled(tell, name, value))
    }

    /// Fills a template of the column.
    #[must_use]
    pub fn fill(&self, template: &str, name: &Label<'f>, value: &Label<'f>) -> String {
        filled(template, name, value)
    }

    /// Returns the index of the column in a table; `None` if it belongs to another table.
    pub(super) fn place_in(&self, table: u32) -> Option<u32> {
        (self.table == table).then_some(self.place)
    }

    fn numbers(&self) -> NumberKind {
        NumberKind::from_number(self.field(Section::ColumnNumbers))
    }

    fn optional_text(&self, section: Section) -> Option<&'f str> {
        let text = self.facts.image.optional(section, self.id);
        text.map(|text| self.facts.image.text(Section::TextStarts, text))
    }
}

/// Fills the placeholders of a column's template.
pub(crate) fn filled(template: &str, name: &Label<'_>, value: &Label<'_>) -> String {
    fill(template, &name.in_sentence(), &value.in_sentence())
}
