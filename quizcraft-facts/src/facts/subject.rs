//! Rows, values and facts.

use std::ops::Range;

use super::entity::entity;
use super::structure::filled;
use super::{Column, Facts, Label, Table, Words};
use crate::image::{Section, ValueFlags, signed};

entity! {
    /// One subject and all that is known of it.
    Row, RowTables, table: RowTables, cells: RowCells
}

entity! {
    /// One value of a subject in a column.
    Value, ValueLabels, label: ValueLabels
}

entity! {
    /// One thing that is known and can be asked: a subject, a relation and a value.
    Fact, FactValues
}

/// How widely known a subject is.
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
    /// The table that it belongs to.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        Table::new(self.facts, self.table)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Label<'f> {
        Label::new(self.facts, self.field(Section::RowLabels))
    }

    /// Something else to tell of it.
    #[must_use]
    pub fn note(&self) -> Option<&'f str> {
        let note = self.facts.image.text(Section::RowNotes, self.id);
        Some(note).filter(|note| !note.is_empty())
    }

    /// How widely known it is.
    #[must_use]
    pub fn fame(&self) -> Fame {
        match self.field(Section::RowFame) {
            0 => Fame::Low,
            1 => Fame::Medium,
            _ => Fame::High,
        }
    }

    /// The further words that find it.
    #[must_use]
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = Words<'f>> + use<'f> {
        let facts = self.facts;
        let phrases = facts.image.list(Section::RowKeywordStarts, self.id);
        phrases.map(|phrase| Words::new(facts, phrase))
    }

    /// Whether this is one of its [keywords](Self::keywords).
    #[must_use]
    pub fn has_keyword(&self, keyword: &Words<'f>) -> bool {
        let mut phrases = self.facts.image.list(Section::RowKeywordStarts, self.id);
        phrases.any(|phrase| keyword.is_phrase(phrase))
    }

    /// Whether the two have the same [marks](crate::Lexicon::with_marks), so that nothing tells
    /// them apart at first sight.
    #[must_use]
    pub fn has_same_marks(&self, other: &Self) -> bool {
        self.field(Section::RowMarks) == other.field(Section::RowMarks)
    }

    /// What is known of it in a column of its table; nothing in one of another table.
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

    /// The ids of [the facts](Self::facts).
    #[must_use]
    pub fn fact_ids(&self) -> Range<u32> {
        self.facts.image.range(Section::RowFacts, self.id)
    }

    /// What can be asked of it.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = Fact<'f>> + Clone + use<'f> {
        let facts = self.facts;
        self.fact_ids().map(|id| Fact::new(facts, id))
    }

    /// Whether a word of the value stands in the name: that the capital of Singapore is Singapore
    /// tells nothing.
    #[must_use]
    pub fn shares_word_with(&self, value: &Label<'f>) -> bool {
        self.name().words().shares_a_word(&value.words())
    }
}

impl<'f> Value<'f> {
    /// Its text.
    #[must_use]
    pub fn label(&self) -> Label<'f> {
        Label::new(self.facts, self.label)
    }

    /// Whether the two have the same text.
    #[must_use]
    pub fn has_same_text(&self, other: &Self) -> bool {
        self.label == other.label
    }

    /// Its number, in a column of numbers.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        let has_number = self.flags().has_number;
        has_number.then(|| signed(self.field(Section::ValueNumbers)))
    }

    /// Whether to ask for it; what is true but not to be asked only keeps itself from being a wrong
    /// option, and finds its subject.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.flags().is_asked
    }

    /// Whether another row of the table has the same value in this column.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.flags().is_shared
    }

    /// The thing of another table that the value is, where the column tells and that table has it.
    #[must_use]
    pub fn kin(&self) -> Option<Row<'f>> {
        let kin = self.facts.image.optional(Section::ValueKin, self.id);
        kin.map(|kin| Row::new(self.facts, kin))
    }

    /// The subject of which it is known.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        Row::new(self.facts, self.field(Section::ValueRows))
    }

    /// The relation in which it is known.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        Column::new(self.facts, self.field(Section::ValueColumns))
    }

    fn flags(&self) -> ValueFlags {
        ValueFlags::of_number(self.field(Section::ValueFlags))
    }
}

impl<'f> Fact<'f> {
    /// The subject.
    #[must_use]
    pub fn row(&self) -> Row<'f> {
        self.value().row()
    }

    /// The relation.
    #[must_use]
    pub fn column(&self) -> Column<'f> {
        self.value().column()
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Value<'f> {
        Value::new(self.facts, self.field(Section::FactValues))
    }

    /// The table of the subject.
    #[must_use]
    pub fn table(&self) -> Table<'f> {
        self.row().table()
    }

    /// The sentence that tells it.
    #[must_use]
    pub fn tell(&self) -> String {
        let told = self.column().tell(&self.row(), &self.value());
        told.unwrap_or_default()
    }

    /// The question that a template of the column makes of it.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        filled(template, &self.row().name(), &self.value().label())
    }
}
