//! The kind that the values of a column are of, where another table tells.

use std::collections::HashMap;
use std::sync::Arc;

use super::label::Label;
use super::model::{Row, Table};
use quizcraft_text::Phrase;

/// A table whose things are the values of a column elsewhere: the countries, for the places of
/// battles.
#[derive(Debug)]
pub(crate) struct Kin {
    table: Arc<Table>,
    rows: HashMap<Phrase, Arc<Row>>,
}

impl Kin {
    pub(super) fn new(table: &Arc<Table>) -> Self {
        let named = table.rows.iter();
        let rows = named.map(|row| (row.name.phrase().clone(), Arc::clone(row)));
        Self {
            table: Arc::clone(table),
            rows: rows.collect(),
        }
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// What the other table knows of a value; nothing if it does not have it.
    pub(crate) fn row(&self, value: &Label) -> Option<&Row> {
        self.rows.get(value.phrase()).map(|row| &**row)
    }
}
