//! The compiler: converts parsed facts to the binary image.

mod pools;
mod terms;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use pools::Pools;
use terms::{Terms, confusable_words};

use crate::facts::Facts;
use crate::image::{ImageBuilder, NumberKind, Section, ValueFlags, YearRow, to_ordered, zigzag};
use crate::lexicon::Lexicon;
use crate::source::{self, Column, FactsError, Fame, KEYWORDS, Likeness, Row, Table, Topic, Value};
use quizcraft_text::Phrase;

/// Compiles facts files, each a pair of file name and text, to a byte array for
/// [`Facts::open`](crate::Facts::open). The file names are used in errors only.
///
/// # Errors
///
/// Returns a [`FactsError`] with the file and line of the first error.
pub fn compile<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    lexicon: &Lexicon,
) -> Result<Vec<u8>, FactsError> {
    let topics = source::topics(files)?;
    let mut compiler = Compiler::new(lexicon);
    for topic in &topics {
        compiler.topic(topic);
    }
    let mut image = compiler.finish(&topics, lexicon);
    // Only the dictionary words that a search would correct to names are stored. Finding them needs
    // the search itself, and therefore the other sections.
    if let Ok(facts) = Facts::open(image.clone().finish()) {
        for word in confusable_words(lexicon, &facts) {
            image.bytes(Section::DictionaryStarts, word.as_bytes());
        }
    }
    Ok(image.finish())
}

/// Appends records to the sections.
struct Compiler {
    image: ImageBuilder,
    pools: Pools,
    /// Pairs of a year and an encoded [`YearRow`].
    years: Vec<(i32, u32)>,
    /// The ids of tables and rows by their addresses.
    known_tables: HashMap<*const Table, u32>,
    known_rows: HashMap<*const Row, u32>,
    terms: Terms,
    marks: Vec<Phrase>,
}

impl Compiler {
    fn new(lexicon: &Lexicon) -> Self {
        Self {
            image: ImageBuilder::new(),
            pools: Pools::default(),
            years: Vec::new(),
            known_tables: HashMap::new(),
            known_rows: HashMap::new(),
            terms: Terms::default(),
            marks: lexicon.marks().map(Phrase::new).collect(),
        }
    }

    fn topic(&mut self, topic: &Topic) {
        let id = self.image.count(Section::TopicNames);
        self.image.start(Section::TopicTables);
        self.image.start(Section::TopicFacts);
        for table in &topic.tables {
            self.table(id, table);
        }
        let name = self.pools.text(&topic.name);
        self.image.push(Section::TopicNames, name);
        self.texts(Section::TopicKeywordStarts, &topic.keywords);
        self.terms.topic(id, topic);
    }

    fn table(&mut self, topic: u32, table: &Arc<Table>) {
        let id = self.image.count(Section::TableTopics);
        self.known_tables.insert(Arc::as_ptr(table), id);
        let first = self.image.count(Section::ColumnTables);
        self.image.push(Section::TableTopics, topic);
        self.image.start(Section::TableColumns);
        self.image.start(Section::TableRows);
        self.image.start(Section::TableFacts);
        for (column, place) in table.columns.iter().zip(0..) {
            self.image.push(Section::ColumnPlaces, place);
            self.column(id, table, column);
        }
        let shared = shared(table);
        for row in &table.rows {
            let row_id = self.image.count(Section::RowTables);
            self.row((id, first), row, &shared);
            self.terms.row(row_id, table, row);
        }
        let near = table.near.iter().map(|name| near(table, first, name));
        self.image.list(Section::TableNearStarts, near);
        self.texts(Section::TableKindStarts, &table.keywords);
        for kind in &table.keywords {
            let phrase = self.pools.phrase(&Phrase::new(kind));
            self.image.push(Section::TableKindPhrases, phrase);
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
        let order = column.order.as_ref();
        let order = order.map(|order| self.pools.text(order.as_str()));
        let is_initial = column.likeness == Likeness::Initial;
        for (section, number) in [
            (Section::ColumnTables, table),
            (Section::ColumnNames, name),
            (Section::ColumnInitials, u32::from(is_initial)),
            (Section::ColumnKin, optional(kin.copied())),
            (Section::ColumnNumbers, number_kind(column).to_number()),
            (
                Section::ColumnMin,
                range.map_or(0, |range| zigzag(*range.start())),
            ),
            (
                Section::ColumnMax,
                range.map_or(0, |range| zigzag(*range.end())),
            ),
            (Section::ColumnUnits, optional(unit)),
            (Section::ColumnStatements, optional(tell)),
            (Section::ColumnRowsPerValue, sharing(source, column)),
            (Section::ColumnOrders, optional(order)),
            (Section::ColumnReveals, u32::from(column.reveals)),
            (Section::ColumnWrittenNames, column.written.name as u32),
            (Section::ColumnWrittenValues, column.written.value as u32),
        ] {
            self.image.push(section, number);
        }
        let ask = column.ask.iter().map(source::Template::as_str);
        self.texts(Section::ColumnForwardStarts, ask);
        let back = column.back.iter().map(source::Template::as_str);
        self.texts(Section::ColumnReverseStarts, back);
        let all = column.all.iter().map(source::Template::as_str);
        self.texts(Section::ColumnAllStarts, all);
        let estimate = column.estimate.iter().map(source::Template::as_str);
        self.texts(Section::ColumnEstimateStarts, estimate);
        self.texts(Section::ColumnSpelledStarts, &column.spelled);
        self.texts(Section::ColumnKeywordStarts, &column.keywords);
    }

    fn row(&mut self, (table, columns): (u32, u32), row: &Arc<Row>, shared: &Shared) {
        let id = self.image.count(Section::RowTables);
        self.known_rows.insert(Arc::as_ptr(row), id);
        self.image.start(Section::RowFacts);
        self.image.start(Section::RowCells);
        for (cell, column) in row.cells.iter().zip(columns..) {
            self.image.start(Section::CellValues);
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
        self.image.push(Section::RowTables, table);
        self.image.push(Section::RowLabels, label);
        self.image.push(Section::RowFame, fame);
        self.image.push(Section::RowMarks, marks(&self.marks, row));
        let note = row.note.as_deref().unwrap_or_default();
        self.image.bytes(Section::RowNotes, note.as_bytes());
        let keywords = row.keywords.iter();
        let keywords = keywords.map(|keyword| self.pools.phrase(&keyword.phrase));
        self.image.list(Section::RowKeywordStarts, keywords);
    }

    fn value(
        &mut self,
        (row, subject): (u32, &Row),
        (column, of): (u32, &Column),
        value: &Value,
        shared: &Shared,
    ) {
        let id = self.image.count(Section::ValueLabels);
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
            (Section::ValueNumbers, zigzag(number)),
            (Section::ValueFlags, flags.to_number()),
            (Section::ValueKin, optional(kin_id)),
            (Section::ValueRows, row),
            (Section::ValueColumns, column),
        ] {
            self.image.push(section, number);
        }
        if of.is_asked() && value.asked && !subject.name.phrase().shares_root(value.label.phrase())
        {
            self.image.push(Section::FactValues, id);
        }
        if of.contains_years() {
            let life = of.life_year();
            let year_row = YearRow { row, life }.to_number();
            self.years.extend(value.number.map(|year| (year, year_row)));
        } else if !of.is_for_numbers_only() {
            self.terms.value(id, of, value);
        }
        if let (Some(kin), Some(source)) = (kin, of.kin.as_ref()) {
            self.terms.kin(row, source.table(), kin);
        }
    }

    fn texts<T: Into<String>>(&mut self, starts: Section, texts: impl IntoIterator<Item = T>) {
        let texts = self.pools.texts(texts);
        self.image.list(starts, texts);
    }

    fn finish(mut self, topics: &[Arc<Topic>], lexicon: &Lexicon) -> ImageBuilder {
        self.years.sort_unstable();
        for (year, row) in self.years {
            self.image.push(Section::Years, to_ordered(year));
            self.image.push(Section::YearRows, row);
        }
        self.terms
            .finish(topics, lexicon, self.pools, &mut self.image);
        self.image
    }
}

/// The values that several rows of a table share, by column name.
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
        Some(_) if column.contains_years() => NumberKind::Years,
        Some(_) => NumberKind::Plain,
    }
}

/// Returns the average number of rows with the same value of a column.
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

/// Returns a bit set of the marks among a row's keywords, as in `Section::RowMarks`.
fn marks(all: &[Phrase], row: &Row) -> u32 {
    let bits = all.iter().zip(0_u32..).filter_map(|(mark, place)| {
        let mut keywords = row.keywords.iter();
        let has = keywords.any(|keyword| keyword.phrase == *mark);
        1_u32.checked_shl(place).filter(|_| has)
    });
    bits.fold(0, |marks, bit| marks | bit)
}

/// Returns a column of the line `near:`, as in `Section::TableNear`.
fn near(table: &Table, first: u32, name: &str) -> u32 {
    let mut columns = table.columns.iter().zip(first..);
    let column = columns.find(|(column, _)| column.name == name && name != KEYWORDS);
    optional(column.map(|(_, id)| id))
}

/// Encodes an optional id: 0 for none, otherwise the id plus one.
fn optional(id: Option<u32>) -> u32 {
    id.map_or(0, |id| id.saturating_add(1))
}
