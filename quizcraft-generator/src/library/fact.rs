//! Facts as they are asked: a subject, a relation and a value.

use std::sync::Arc;

use crate::data::{Column, Row, Table, Topic, Value};

/// One thing that is known and can be asked.
#[derive(Debug)]
pub(crate) struct Fact {
    /// Its place among all facts.
    pub(crate) id: usize,
    pub(crate) topic: Arc<Topic>,
    pub(crate) table: Arc<Table>,
    pub(crate) column: Arc<Column>,
    pub(crate) row: Arc<Row>,
    pub(crate) value: Value,
}

impl Fact {
    /// What the fact is about, whoever its subject: topic, kind of thing and column.
    pub(crate) fn relation(&self) -> (&str, Option<&String>, &str) {
        let kind = self.table.keywords.first();
        (&self.topic.name, kind, &self.column.name)
    }

    /// Whether a question in either direction would hold its own answer.
    fn gives_itself_away(&self) -> bool {
        self.row.name.phrase().echoes(self.value.label.phrase())
    }

    fn is_asked(&self) -> bool {
        let asked = !(self.column.ask.is_empty() && self.column.back.is_empty());
        asked && self.value.asked && !self.gives_itself_away()
    }
}

/// Everything in these topics that can be asked, in the order of the files.
pub(super) fn all(topics: &[Arc<Topic>]) -> Vec<Fact> {
    let told = topics.iter().flat_map(of_topic);
    let asked = told.filter(Fact::is_asked);
    asked
        .zip(0..)
        .map(|(fact, id)| Fact { id, ..fact })
        .collect()
}

fn of_topic(topic: &Arc<Topic>) -> impl Iterator<Item = Fact> {
    let rows = |table: &'_ Arc<Table>| table.rows.clone().into_iter();
    topic
        .tables
        .iter()
        .flat_map(move |table| rows(table).flat_map(move |row| of_row(topic, table, &row)))
}

fn of_row(topic: &Arc<Topic>, table: &Arc<Table>, row: &Arc<Row>) -> Vec<Fact> {
    let fact = |(column, value): (&Arc<Column>, &Value)| Fact {
        id: 0,
        topic: Arc::clone(topic),
        table: Arc::clone(table),
        column: Arc::clone(column),
        row: Arc::clone(row),
        value: value.clone(),
    };
    let columns = table.columns.iter();
    let cells =
        columns.flat_map(|column| row.values(&column.name).iter().map(move |v| (column, v)));
    cells.map(fact).collect()
}
