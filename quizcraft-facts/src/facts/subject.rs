//! Rows, values and facts.

use std::ops::Range;

use super::entity::entity;
use super::structure::filled;
use super::{Column, Facts, Label, Table, Words};
use crate::image::{Section, ValueFlags, unzigzag};

entity! {
    /// A row: a subject with its values.
    Row, RowTables, table: RowTables, cells: RowCells
}

entity! {
    /// A value of a row in a column.
    Value, ValueLabels, label: ValueLabels
}

entity! {
    /// A fact that can be asked: a row, a column and a value.
    Fact, FactValues
}

/// How widely a subject is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fame {
    /// People who studied the topic know it.
    Low,
    /// People who are interested in the topic know it.
    Medium,
    /// Nearly everyone knows it.
    High,
}

impl<'f> Row<'f> {
    /// Returns the table of the row.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        Table::new(self.facts, self.table)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> Label<'f> {
        Label::new(self.facts, self.field(Section::RowLabels))
    }

    /// Returns the note: a further sentence about the row.
    #[must_use]
    pub fn note(&self) -> Option<&'f str> {
        let note = self.facts.image.text(Section::RowNotes, self.id);
        Some(note).filter(|note| !note.is_empty())
    }

    /// Returns how widely the row is known.
    #[must_use]
    pub fn fame(&self) -> Fame {
        match self.field(Section::RowFame) {
            0 => Fame::Low,
            1 => Fame::Medium,
            _ => Fame::High,
        }
    }

    /// Returns the keywords.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = Words<'f>> + use<'f> {
        let facts = self.facts;
        let phrases = facts.image.list(Section::RowKeywordStarts, self.id);
        phrases.map(|phrase| Words::new(facts, phrase))
    }

    /// Returns whether the row has a [keyword](Self::keywords).
    #[must_use]
    pub fn has_keyword(&self, keyword: &Words<'f>) -> bool {
        let mut phrases = self.facts.image.list(Section::RowKeywordStarts, self.id);
        phrases.any(|phrase| keyword.is_phrase(phrase))
    }

    /// Returns whether the two rows have the same [marks](crate::Lexicon::with_marks).
    #[must_use]
    pub fn has_same_marks(&self, other: &Self) -> bool {
        self.field(Section::RowMarks) == other.field(Section::RowMarks)
    }

    /// Returns the values in a column; none for a column of another table.
    #[must_use]
    pub fn values(
        &self,
        column: &Column<'f>,
    ) -> impl ExactSizeIterator<Item = Value<'f>> + Clone + use<'f> {
        let facts = self.facts;
        let ids = column.place_in(self.table).map_or(0..0, |place| {
            let cell = self.cells.saturating_add(place);
            facts.image.range(Section::CellValues, cell)
        });
        ids.map(|id| Value::new(facts, id))
    }

    /// Returns the ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::RowFacts, self.id)
    }

    /// Returns the facts of the row.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }

    /// Returns whether the name contains a word of a value. Such facts are trivial: the capital of
    /// Singapore is Singapore.
    #[must_use]
    pub fn shares_word_with(&self, value: &Label<'f>) -> bool {
        self.name().words().shares_a_word(&value.words())
    }
}

impl<'f> Value<'f> {
    /// Returns the text.
    #[must_use]
    pub fn label(&self) -> Label<'f> {
        Label::new(self.facts, self.label)
    }

    /// Returns whether the two values have the same text.
    #[must_use]
    pub fn has_same_text(&self, other: &Self) -> bool {
        self.label == other.label
    }

    /// Returns the number, in a column of numbers.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        let has_number = self.flags().has_number;
        has_number.then(|| unzigzag(self.field(Section::ValueNumbers)))
    }

    /// Returns whether questions may ask for the value. Values in brackets are true but not asked:
    /// the search finds their rows, and they are no wrong options in questions about these rows.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.flags().is_asked
    }

    /// Returns whether another row of the table has the same value in this column.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.flags().is_shared
    }

    /// Returns the row of another table that the value is, if its column refers to a table that
    /// contains it.
    #[must_use]
    pub fn kin(&self) -> Option<Row<'f>> {
        let kin = self.facts.image.optional(Section::ValueKin, self.id);
        kin.map(|kin| Row::new(self.facts, kin))
    }

    /// Returns the row.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        Row::new(self.facts, self.field(Section::ValueRows))
    }

    /// Returns the column.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        Column::new(self.facts, self.field(Section::ValueColumns))
    }

    fn flags(&self) -> ValueFlags {
        ValueFlags::from_number(self.field(Section::ValueFlags))
    }
}

impl<'f> Fact<'f> {
    /// Returns the row.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        self.value().row()
    }

    /// Returns the column.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        self.value().column()
    }

    /// Returns the value.
    #[must_use]
    pub fn value(&self) -> Value<'f> {
        Value::new(self.facts, self.field(Section::FactValues))
    }

    /// Returns the table of the row.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        self.row().table()
    }

    /// Returns the sentence that states the fact.
    #[must_use]
    pub fn tell(&self) -> String {
        let told = self.column().tell(&self.row(), &self.value());
        told.unwrap_or_default()
    }

    /// Fills a template of the column, which makes a question about the fact.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        filled(template, &self.row().name(), &self.value().label())
    }
}
