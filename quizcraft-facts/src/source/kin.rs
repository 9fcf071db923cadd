//! References from the values of a column to the rows of another table.

use std::collections::HashMap;
use std::sync::Arc;

use super::label::Label;
use super::model::{Row, Table};
use quizcraft_text::Phrase;

/// A table whose rows are the values of a column of another table: for example the countries in
/// which battles took place.
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

    /// Returns the row of a value; `None` if the table does not contain it.
    pub(crate) fn row(&self, value: &Label) -> Option<&Row> {
        self.rows.get(value.phrase()).map(|row| &**row)
    }
}
