//! From files of facts to one run of bytes.

mod pools;
mod terms;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use pools::Pools;
use terms::{Terms, english};

use crate::facts::Facts;
use crate::image::{Draft, NumberKind, Section, ValueFlags, YearRow, ordered, unsigned};
use crate::lexicon::Lexicon;
use crate::source::{self, Column, FactsError, Fame, KEYWORDS, Likeness, Row, Table, Topic, Value};
use quizcraft_text::Phrase;

/// Compiles files of facts, each a name that errors mention and a text, in one run of bytes for
/// [`Facts::open`](crate::Facts::open).
///
/// # Errors
///
/// A [`FactsError`] with the file and line of the first mistake.
pub fn compile<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    lexicon: &Lexicon,
) -> Result<Vec<u8>, FactsError> {
    let topics = source::topics(files)?;
    let mut compiler = Compiler::new(lexicon);
    for topic in &topics {
        compiler.topic(topic);
    }
    let mut draft = compiler.finish(&topics, lexicon);
    // Which words of the language matter follows from what is searched otherwise.
    if let Ok(facts) = Facts::open(draft.clone().finish()) {
        for word in english(lexicon, &facts) {
            draft.bytes(Section::EnglishStarts, word.as_bytes());
        }
    }
    Ok(draft.finish())
}

/// The sections so far.
struct Compiler {
    draft: Draft,
    pools: Pools,
    /// Year, row, and whether it is of a life.
    years: Vec<(i32, u32)>,
    /// The ids of tables and rows by where they lie in memory.
    known_tables: HashMap<*const Table, u32>,
    known_rows: HashMap<*const Row, u32>,
    terms: Terms,
    marks: Vec<Phrase>,
}

impl Compiler {
    fn new(lexicon: &Lexicon) -> Self {
        Self {
            draft: Draft::new(),
            pools: Pools::default(),
            years: Vec::new(),
            known_tables: HashMap::new(),
            known_rows: HashMap::new(),
            terms: Terms::default(),
            marks: lexicon.marks().map(Phrase::new).collect(),
        }
    }

    fn topic(&mut self, topic: &Topic) {
        let id = self.draft.count(Section::TopicNames);
        self.draft.start(Section::TopicTables);
        self.draft.start(Section::TopicFacts);
        for table in &topic.tables {
            self.table(id, table);
        }
        let name = self.pools.text(&topic.name);
        self.draft.push(Section::TopicNames, name);
        self.texts(Section::TopicKeywordStarts, &topic.keywords);
        self.terms.topic(id, topic);
    }

    fn table(&mut self, topic: u32, table: &Arc<Table>) {
        let id = self.draft.count(Section::TableTopics);
        self.known_tables.insert(Arc::as_ptr(table), id);
        let first = self.draft.count(Section::ColumnTables);
        self.draft.push(Section::TableTopics, topic);
        self.draft.start(Section::TableColumns);
        self.draft.start(Section::TableRows);
        self.draft.start(Section::TableFacts);
        for (column, place) in table.columns.iter().zip(0..) {
            self.draft.push(Section::ColumnPlaces, place);
            self.column(id, table, column);
        }
        let shared = shared(table);
        for row in &table.rows {
            let row_id = self.draft.count(Section::RowTables);
            self.row((id, first), row, &shared);
            self.terms.row(row_id, table, row);
        }
        let near = table.near.iter().map(|name| near(table, first, name));
        self.draft.list(Section::TableNearStarts, near);
        self.texts(Section::TableKindStarts, &table.keywords);
        for kind in &table.keywords {
            let phrase = self.pools.phrase(&Phrase::new(kind));
            self.draft.push(Section::TableKindPhrases, phrase);
        }
        self.terms.table(id, first, table);
    }

    fn column(&mut self, table: u32, source: &Table, column: &Column) {
        let kin = column.kin.as_ref();
        let kin = kin.and_then(|kin| self.known_tables.get(&std::ptr::from_ref(kin.table())));
        let range = column.range.as_ref();
        let name = self.pools.text(&column.name);
        let tell = column.tell.as_ref();
        let tell = tell.map(|tell| self.pools.text(tell.as_str()));
        let unit = column.unit.as_ref().map(|unit| self.pools.text(unit));
        let is_initial = column.likeness == Likeness::Initial;
        for (section, number) in [
            (Section::ColumnTables, table),
            (Section::ColumnNames, name),
            (Section::ColumnInitials, u32::from(is_initial)),
            (Section::ColumnKin, optional(kin.copied())),
            (Section::ColumnNumbers, number_kind(column).to_number()),
            (
                Section::ColumnLeast,
                range.map_or(0, |range| unsigned(*range.start())),
            ),
            (
                Section::ColumnMost,
                range.map_or(0, |range| unsigned(*range.end())),
            ),
            (Section::ColumnUnits, optional(unit)),
            (Section::ColumnTells, optional(tell)),
            (Section::ColumnSharing, sharing(source, column)),
        ] {
            self.draft.push(section, number);
        }
        let ask = column.ask.iter().map(source::Template::as_str);
        self.texts(Section::ColumnAskStarts, ask);
        let back = column.back.iter().map(source::Template::as_str);
        self.texts(Section::ColumnBackStarts, back);
        self.texts(Section::ColumnKeywordStarts, &column.keywords);
    }

    fn row(&mut self, (table, columns): (u32, u32), row: &Arc<Row>, shared: &Shared) {
        let id = self.draft.count(Section::RowTables);
        self.known_rows.insert(Arc::as_ptr(row), id);
        self.draft.start(Section::RowFacts);
        self.draft.start(Section::RowCells);
        for (cell, column) in row.cells.iter().zip(columns..) {
            self.draft.start(Section::CellValues);
            for value in &cell.values {
                self.value((id, row), (column, &cell.column), value, shared);
            }
        }
        let label = self.pools.label(&row.name);
        let fame = match row.fame {
            Fame::Low => 0,
            Fame::Medium => 1,
            Fame::High => 2,
        };
        self.draft.push(Section::RowTables, table);
        self.draft.push(Section::RowLabels, label);
        self.draft.push(Section::RowFame, fame);
        self.draft.push(Section::RowMarks, marks(&self.marks, row));
        let note = row.note.as_deref().unwrap_or_default();
        self.draft.bytes(Section::RowNotes, note.as_bytes());
        let keywords = row.keywords.iter();
        let keywords = keywords.map(|keyword| self.pools.phrase(&keyword.phrase));
        self.draft.list(Section::RowKeywordStarts, keywords);
    }

    fn value(
        &mut self,
        (row, subject): (u32, &Row),
        (column, of): (u32, &Column),
        value: &Value,
        shared: &Shared,
    ) {
        let id = self.draft.count(Section::ValueLabels);
        let kin = of.kin.as_ref().and_then(|kin| kin.row(&value.label));
        let kin_id = kin.and_then(|kin| self.known_rows.get(&std::ptr::from_ref(kin)).copied());
        let flags = ValueFlags {
            has_number: value.number.is_some(),
            is_asked: value.asked,
            is_shared: shared.contains(&(of.name.as_str(), value.label.phrase())),
        };
        let number = value.number.unwrap_or_default();
        for (section, number) in [
            (Section::ValueLabels, self.pools.label(&value.label)),
            (Section::ValueNumbers, unsigned(number)),
            (Section::ValueFlags, flags.to_number()),
            (Section::ValueKin, optional(kin_id)),
            (Section::ValueRows, row),
            (Section::ValueColumns, column),
        ] {
            self.draft.push(section, number);
        }
        let is_asked = !(of.ask.is_empty() && of.back.is_empty());
        if is_asked && value.asked && !subject.name.phrase().echoes(value.label.phrase()) {
            self.draft.push(Section::FactValues, id);
        }
        if of.is_of_years() {
            let life = of.life_year();
            let year_row = YearRow { row, life }.to_number();
            self.years.extend(value.number.map(|year| (year, year_row)));
        } else {
            self.terms.value(id, of, value);
        }
        if let (Some(kin), Some(source)) = (kin, of.kin.as_ref()) {
            self.terms.kin(row, source.table(), kin);
        }
    }

    fn texts<T: Into<String>>(&mut self, starts: Section, texts: impl IntoIterator<Item = T>) {
        let texts = self.pools.texts(texts);
        self.draft.list(starts, texts);
    }

    fn finish(mut self, topics: &[Arc<Topic>], lexicon: &Lexicon) -> Draft {
        self.years.sort_unstable();
        for (year, row) in self.years {
            self.draft.push(Section::Years, ordered(year));
            self.draft.push(Section::YearRows, row);
        }
        self.terms
            .finish(topics, lexicon, self.pools, &mut self.draft);
        self.draft
    }
}

/// The values of each column that more than one row of a table has.
type Shared<'a> = HashSet<(&'a str, &'a Phrase)>;

fn shared(table: &Table) -> Shared<'_> {
    let mut counts: BTreeMap<(&str, &Phrase), usize> = BTreeMap::new();
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        for value in &cell.values {
            let count = counts
                .entry((cell.column.name.as_str(), value.label.phrase()))
                .or_default();
            *count = count.saturating_add(1);
        }
    }
    let many = counts.into_iter().filter(|(_, count)| *count > 1);
    many.map(|(value, _)| value).collect()
}

fn number_kind(column: &Column) -> NumberKind {
    match column.range {
        None => NumberKind::None,
        Some(_) if column.is_of_years() => NumberKind::Years,
        Some(_) => NumberKind::Plain,
    }
}

/// How many rows have the same value of a column, on average.
fn sharing(table: &Table, column: &Column) -> u32 {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let values = cells
        .filter(|cell| cell.column.name == column.name)
        .flat_map(|cell| &cell.values);
    let asked: Vec<_> = values
        .filter(|value| value.asked)
        .map(|value| value.label.phrase())
        .collect();
    let distinct: BTreeSet<_> = asked.iter().collect();
    let sharing = asked.len().checked_div(distinct.len()).unwrap_or_default();
    u32::try_from(sharing).unwrap_or(u32::MAX)
}

/// The marks that a row has among its keywords, as `Section::RowMarks` holds them.
fn marks(all: &[Phrase], row: &Row) -> u32 {
    let bits = all.iter().zip(0_u32..).filter_map(|(mark, place)| {
        let mut keywords = row.keywords.iter();
        let has = keywords.any(|keyword| keyword.phrase == *mark);
        1_u32.checked_shl(place).filter(|_| has)
    });
    bits.fold(0, |marks, bit| marks | bit)
}

/// A column by which rows are alike, as `Section::TableNear` holds it.
fn near(table: &Table, first: u32, name: &str) -> u32 {
    let mut columns = table.columns.iter().zip(first..);
    let column = columns.find(|(column, _)| column.name == name && name != KEYWORDS);
    optional(column.map(|(_, id)| id))
}

/// An id that may be missing: 0 for none, else one more than the id.
fn optional(id: Option<u32>) -> u32 {
    id.map_or(0, |id| id.saturating_add(1))
}
