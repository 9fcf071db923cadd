//! From files of facts to one run of bytes.

mod pools;
mod terms;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use pools::Pools;
use terms::Terms;

use crate::image::{Draft, Section};
use crate::lexicon::Lexicon;
use crate::source::{self, Column, FactsError, Fame, KEYWORDS, Likeness, Row, Table, Topic, Value};
use crate::text::Phrase;

/// The flags of a value.
pub(crate) const HAS_NUMBER: u32 = 1;
pub(crate) const ASKED: u32 = 2;
pub(crate) const SHARED: u32 = 4;
/// Whether a column has numbers.
const NO_NUMBERS: u32 = 0;
const NUMBERS: u32 = 1;
pub(crate) const YEARS: u32 = 2;
/// What stands for the keywords of a row among the near columns of a table.
pub(crate) const NEAR_KEYWORDS: u32 = u32::MAX;

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
    let mut compiler = Compiler::default();
    for topic in &topics {
        compiler.topic(topic);
    }
    Ok(compiler.finish(&topics, lexicon))
}

/// The sections so far.
#[derive(Default)]
struct Compiler {
    pools: Pools,
    topics: Vec<u32>,
    tables: Vec<u32>,
    columns: Vec<u32>,
    rows: Vec<u32>,
    cells: Vec<u32>,
    values: Vec<u32>,
    facts: Vec<u32>,
    /// Year, row, and whether it is of a life.
    years: Vec<(i32, u32, u32)>,
    counts: Counts,
    /// The ids of tables and rows by where they lie in memory.
    known_tables: HashMap<*const Table, u32>,
    known_rows: HashMap<*const Row, u32>,
    terms: Terms,
}

/// How many of each there are so far.
#[derive(Default)]
struct Counts {
    topics: u32,
    tables: u32,
    columns: u32,
    rows: u32,
    values: u32,
    facts: u32,
}

/// Returns the number and counts one more.
fn next(count: &mut u32) -> u32 {
    let id = *count;
    *count = count.saturating_add(1);
    id
}

impl Compiler {
    fn topic(&mut self, topic: &Topic) {
        let id = next(&mut self.counts.topics);
        let (tables, facts) = (self.counts.tables, self.counts.facts);
        for table in &topic.tables {
            self.table(id, table);
        }
        self.terms.topic(id, topic);
        let name = self.pools.text(&topic.name);
        let phrase = self.pools.phrase(&topic.phrase);
        let keywords = self.pools.texts(&topic.keywords);
        self.topics.extend([name, phrase]);
        self.topics.extend(bounds(&keywords));
        self.topics
            .extend([tables, self.counts.tables, facts, self.counts.facts]);
    }

    fn table(&mut self, topic: u32, table: &Arc<Table>) {
        let id = next(&mut self.counts.tables);
        self.known_tables.insert(Arc::as_ptr(table), id);
        let first = self.counts.columns;
        for column in &table.columns {
            self.column(id, table, column);
        }
        let shared = shared(table);
        let (rows, facts) = (self.counts.rows, self.counts.facts);
        for row in &table.rows {
            self.row(id, table, first, row, &shared);
        }
        let near = table
            .near
            .iter()
            .map(|name| near(table, first, name))
            .collect::<Vec<_>>();
        let kinds = self.pools.texts(&table.keywords);
        let phrases: Vec<u32> = table
            .keywords
            .iter()
            .map(|kind| Phrase::new(kind))
            .map(|kind| self.pools.phrase(&kind))
            .collect();
        let phrases = self.pools.list(phrases);
        let near = self.pools.list(near);
        self.tables.extend([topic, u32::from(table.whole)]);
        self.tables
            .extend([kinds, phrases, near].iter().flat_map(bounds));
        self.tables.extend([
            first,
            self.counts.columns,
            rows,
            self.counts.rows,
            facts,
            self.counts.facts,
        ]);
        self.terms.table(id, first, table);
    }

    fn column(&mut self, table: u32, source: &Table, column: &Column) {
        next(&mut self.counts.columns);
        let kin = column.kin.as_ref();
        let kin = kin.and_then(|kin| self.known_tables.get(&std::ptr::from_ref(kin.table())));
        let range = column.range.clone();
        let number = |number: i32| number.cast_unsigned();
        let name = self.pools.text(&column.name);
        let ask = self
            .pools
            .texts(column.ask.iter().map(source::Template::as_str));
        let back = self
            .pools
            .texts(column.back.iter().map(source::Template::as_str));
        let tell = column
            .tell
            .as_ref()
            .map(|tell| self.pools.text(tell.as_str()));
        let keywords = self.pools.texts(&column.keywords);
        let unit = column.unit.as_ref().map(|unit| self.pools.text(unit));
        self.columns.extend([
            table,
            name,
            u32::from(column.likeness == Likeness::Initial),
            optional(kin.copied()),
            numbers(column),
            range.as_ref().map_or(0, |range| number(*range.start())),
            range.as_ref().map_or(0, |range| number(*range.end())),
            optional(unit),
            optional(tell),
            sharing(source, column),
        ]);
        self.columns
            .extend([ask, back, keywords].iter().flat_map(bounds));
    }

    fn row(&mut self, table: u32, source: &Table, columns: u32, row: &Arc<Row>, shared: &Shared) {
        let id = next(&mut self.counts.rows);
        self.known_rows.insert(Arc::as_ptr(row), id);
        let (facts, cells) = (self.counts.facts, self.cells.len());
        for (cell, column) in row.cells.iter().zip(columns..) {
            self.cells.push(self.counts.values);
            for value in &cell.values {
                self.value((id, row), (column, &cell.column), value, shared);
            }
        }
        let label = self.pools.label(&row.name);
        let note = row.note.as_ref().map(|note| self.pools.text(note));
        let keywords = row
            .keywords
            .iter()
            .map(|keyword| self.pools.phrase(&keyword.phrase))
            .collect::<Vec<_>>();
        let keywords = self.pools.list(keywords);
        let fame = match row.fame {
            Fame::Low => 0,
            Fame::Medium => 1,
            Fame::High => 2,
        };
        let cells = u32::try_from(cells).unwrap_or(u32::MAX);
        self.rows.extend([
            table,
            label,
            optional(note),
            fame,
            cells,
            facts,
            self.counts.facts,
        ]);
        self.rows.extend(bounds(&keywords));
        self.terms.row(id, source, row);
    }

    fn value(
        &mut self,
        (row, subject): (u32, &Row),
        (column, of): (u32, &Column),
        value: &Value,
        shared: &Shared,
    ) {
        let id = next(&mut self.counts.values);
        let kin = of.kin.as_ref().and_then(|kin| kin.row(&value.label));
        let kin_id = kin.and_then(|kin| self.known_rows.get(&std::ptr::from_ref(kin)).copied());
        let is_shared = shared.contains(&(of.name.as_str(), value.label.phrase()));
        let flag = |is: bool, flag: u32| if is { flag } else { 0 };
        let flags = flag(value.number.is_some(), HAS_NUMBER)
            | flag(value.asked, ASKED)
            | flag(is_shared, SHARED);
        let label = self.pools.label(&value.label);
        let number = value.number.unwrap_or_default();
        self.values.extend([
            label,
            number.cast_unsigned(),
            flags,
            optional(kin_id),
            row,
            column,
        ]);
        if of.is_of_years() {
            let of_life = u32::from(of.is_of_lives());
            self.years
                .extend(value.number.map(|year| (year, row, of_life)));
        }
        let is_asked = !(of.ask.is_empty() && of.back.is_empty());
        if is_asked && value.asked && !subject.name.phrase().echoes(value.label.phrase()) {
            next(&mut self.counts.facts);
            self.facts.extend([row, column, id]);
        }
        if !of.is_of_years() {
            self.terms.value(id, value);
        }
        if let (Some(kin), Some(source)) = (kin, of.kin.as_ref()) {
            self.terms.kin(row, source.table(), kin);
        }
    }

    fn finish(mut self, topics: &[Arc<Topic>], lexicon: &Lexicon) -> Vec<u8> {
        let mut draft = Draft::default();
        self.cells.push(self.counts.values);
        self.years.sort_unstable();
        let years: Vec<u32> = self
            .years
            .iter()
            .flat_map(|(year, row, of_life)| [year.cast_unsigned(), *row, *of_life])
            .collect();
        for (section, numbers) in [
            (Section::Topics, &self.topics),
            (Section::Tables, &self.tables),
            (Section::Columns, &self.columns),
            (Section::Rows, &self.rows),
            (Section::Cells, &self.cells),
            (Section::Values, &self.values),
            (Section::Facts, &self.facts),
            (Section::Years, &years),
        ] {
            draft.set_numbers(section, numbers);
        }
        self.terms
            .finish(topics, lexicon, &mut self.pools, &mut draft);
        self.pools.finish(&mut draft);
        draft.finish()
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

/// What the numbers of a column are.
fn numbers(column: &Column) -> u32 {
    match column.range {
        None => NO_NUMBERS,
        Some(_) if column.is_of_years() => YEARS,
        Some(_) => NUMBERS,
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

fn near(table: &Table, first: u32, name: &str) -> u32 {
    if name == KEYWORDS {
        return NEAR_KEYWORDS;
    }
    let mut columns = table.columns.iter().zip(first..);
    columns
        .find(|(column, _)| column.name == name)
        .map_or(NEAR_KEYWORDS, |(_, id)| id)
}

fn bounds(range: &Range<u32>) -> [u32; 2] {
    [range.start, range.end]
}

/// An id that may be missing: 0 for none, else one more than the id.
fn optional(id: Option<u32>) -> u32 {
    id.map_or(0, |id| id.saturating_add(1))
}
