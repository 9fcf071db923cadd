//! The parser of a table's rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::{FactsError, Problem};
use super::label::Label;
use super::lines::{Line, Lines, list};
use super::model::{BEFORE_CHRIST, Cell, Column, Fame, KEYWORDS, Keyword, Row, Value};
use super::template::{Purpose, Template};
use quizcraft_text::Phrase;

/// The predefined columns, which a table does not declare.
const NAME: &str = "name";
const NOTE: &str = "note";
const FAME: &str = "fame";

pub(super) fn rows(
    lines: &mut Lines<'_>,
    columns: &[Arc<Column>],
) -> Result<Vec<Arc<Row>>, FactsError> {
    let head = lines.expect("rows")?;
    let header: Vec<_> = cells(head.value()).collect();
    check_header(&header, columns).map_err(|problem| lines.error(head.number, problem))?;
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    while !matches!(lines.next_key(), None | Some("table")) {
        let Some(line) = lines.next() else { break };
        let row = row(line, &header, columns).and_then(|row| reject_duplicate(row, &mut seen));
        rows.push(Arc::new(row.map_err(|p| lines.error(line.number, p))?));
    }
    Ok(rows)
}

fn cells(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim)
}

fn check_header(header: &[&str], columns: &[Arc<Column>]) -> Result<(), Problem> {
    let built_in = [NAME, KEYWORDS, NOTE, FAME];
    let known = |name: &str| built_in.contains(&name) || columns.iter().any(|c| c.name == name);
    if let Some(unknown) = header.iter().find(|name| !known(name)) {
        return Err(Problem::UnknownColumn((*unknown).to_owned()));
    }
    let mut seen = BTreeSet::new();
    if let Some(repeat) = header.iter().find(|name| !seen.insert(**name)) {
        return Err(Problem::Duplicate((*repeat).to_owned()));
    }
    let mut needed = columns.iter().map(|c| c.name.as_str()).chain([NAME]);
    match needed.find(|name| !header.contains(name)) {
        Some(missing) => Err(Problem::MissingColumn(missing.to_owned())),
        None => Ok(()),
    }
}

/// Rejects a row with the name of an earlier row. Names are compared as phrases.
fn reject_duplicate(row: Row, seen: &mut BTreeSet<Phrase>) -> Result<Row, Problem> {
    if seen.insert(row.name.phrase().clone()) {
        return Ok(row);
    }
    Err(Problem::Duplicate(row.name.as_str().to_owned()))
}

fn row(line: Line<'_>, header: &[&str], columns: &[Arc<Column>]) -> Result<Row, Problem> {
    let cells: Vec<_> = cells(line.text).collect();
    let (expected, found) = (header.len(), cells.len());
    if found != expected {
        return Err(Problem::Cells { expected, found });
    }
    let cell = |name: &str| {
        let mut named = header.iter().zip(&cells);
        named
            .find(|(column, _)| **column == name)
            .map_or("", |(_, cell)| cell)
    };
    if cell(NAME).is_empty() {
        return Err(Problem::Nameless);
    }
    let known = |column: &Arc<Column>| {
        Ok(Cell {
            column: Arc::clone(column),
            values: values(cell(&column.name), column)?,
        })
    };
    let name = Label::new(cell(NAME));
    Ok(Row {
        fame: fame(cell(FAME))?,
        keywords: list(cell(KEYWORDS)).map(Keyword::new).collect(),
        note: note(cell(NOTE), &name)?,
        name,
        cells: columns.iter().map(known).collect::<Result<_, Problem>>()?,
    })
}

fn fame(cell: &str) -> Result<Fame, Problem> {
    match cell {
        "1" => Ok(Fame::Low),
        "2" | "" => Ok(Fame::Medium),
        "3" => Ok(Fame::High),
        other => Err(Problem::NotAFame(other.to_owned())),
    }
}

/// Parses a note and fills its placeholders with the name of the row.
fn note(cell: &str, name: &Label) -> Result<Option<String>, Problem> {
    if cell.is_empty() {
        return Ok(None);
    }
    let small = cell.starts_with(char::is_lowercase) || cell.starts_with("{name}");
    if small || !cell.ends_with('.') {
        return Err(Problem::NotASentence(cell.to_owned()));
    }
    let note = Template::parse(cell, Purpose::Note)?;
    Ok(Some(note.fill_name(name)))
}

fn values(cell: &str, column: &Column) -> Result<Box<[Value]>, Problem> {
    let mut values: Vec<Value> = Vec::new();
    for part in list(cell) {
        let value = value(part, column)?;
        if values.iter().any(|other| other.label == value.label) {
            return Err(Problem::Duplicate(part.to_owned()));
        }
        values.push(value);
    }
    Ok(values.into())
}

fn value(part: &str, column: &Column) -> Result<Value, Problem> {
    let hidden = part
        .strip_prefix('(')
        .and_then(|part| part.strip_suffix(')'));
    let text = hidden.unwrap_or(part);
    Ok(Value {
        label: Label::new(text),
        number: number(text, column)?,
        asked: hidden.is_none(),
    })
}

fn number(text: &str, column: &Column) -> Result<Option<i32>, Problem> {
    let Some(range) = &column.range else {
        return Ok(None);
    };
    let before = text.strip_suffix(BEFORE_CHRIST);
    let before = before.filter(|_| column.contains_years());
    let number = match before {
        Some(year) => year.parse().map(|year: i32| year.saturating_neg()),
        None => text.parse(),
    };
    let number: i32 = number.map_err(|_| Problem::NotANumber(text.to_owned()))?;
    if range.contains(&number) {
        return Ok(Some(number));
    }
    let (least, most) = (*range.start(), *range.end());
    Err(Problem::OutOfRange {
        number,
        least,
        most,
    })
}
