//! What a question is about: a value of a subject.

use quizcraft_facts::{Fact, Row, Value};

/// A value of a subject, and the fact by which the keywords selected it.
///
/// The two differ for a column that only questions for numbers and orders use: such a column has no
/// facts, and its values are asked if the keywords select all facts about their subject.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'f> {
    pub(crate) fact: Fact<'f>,
    pub(crate) value: Value<'f>,
}

impl<'f> From<Fact<'f>> for Claim<'f> {
    fn from(fact: Fact<'f>) -> Self {
        let value = fact.value();
        Self { fact, value }
    }
}

impl<'f> Claim<'f> {
    /// Returns the fact if it states this value.
    pub(super) fn stated(&self) -> Option<Fact<'f>> {
        (self.fact.value() == self.value).then_some(self.fact)
    }

    pub(super) fn row(&self) -> Row<'f> {
        self.value.row()
    }

    /// Returns the values of the subject of a fact that only questions for numbers and orders use. Returns
    /// none except for the first fact of the subject, so that each is returned once.
    pub(super) fn numbers_beside(fact: Fact<'f>) -> impl Iterator<Item = Self> {
        let row = fact.row();
        let is_first = row.fact_ids().next() == Some(fact.id());
        let columns = row.table().columns().filter(move |_| is_first);
        let columns = columns.filter(|column| column.range().is_some() && !column.is_asked());
        let values = columns.flat_map(move |column| row.values(&column));
        values.map(move |value| Self { fact, value })
    }
}

/// Returns the number of a value, if it is the only one of its subject and certain.
pub(super) fn only_number(value: &Value<'_>) -> Option<i32> {
    let values = value.row().values(&value.column());
    let number = value.number().filter(|_| value.is_asked());
    number.filter(|_| values.len() == 1)
}
