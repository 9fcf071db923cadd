//! The parser of facts files. `facts/README.md` of `quizcraft-generator` describes the format.

use std::sync::Arc;

use super::error::{FactsError, Problem};
use super::kin::Kin;
use super::lines::{Line, Lines, list, owned_list};
use super::model::{Column, KEYWORDS, Likeness, Spelling, Table, Topic, Written};
use super::rows::rows;
use super::template::{Purpose, Template};
use quizcraft_text::Phrase;

/// The value of the line `found:` for names that a single word does not find.
const WHOLE: &str = "as a whole";

/// Parses the topic of each file, a pair of name and text.
///
/// # Errors
///
/// Returns the first error with its file and line.
pub(crate) fn topics<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Arc<Topic>>, FactsError> {
    let mut topics = Vec::new();
    for (file, text) in files {
        let topic = topic(&mut Lines::new(file, text), &topics)?;
        topics.push(Arc::new(topic));
    }
    Ok(topics)
}

/// Returns the first error of each file. A file with an error is left out for the files after it.
pub(crate) fn errors<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<FactsError> {
    let (mut topics, mut errors) = (Vec::new(), Vec::new());
    for (file, text) in files {
        match topic(&mut Lines::new(file, text), &topics) {
            Ok(topic) => topics.push(Arc::new(topic)),
            Err(error) => errors.push(error),
        }
    }
    errors
}

fn topic(lines: &mut Lines<'_>, earlier: &[Arc<Topic>]) -> Result<Topic, FactsError> {
    let head = lines.expect("topic")?;
    let name = head.value().to_owned();
    if earlier.iter().any(|topic| topic.name == name) {
        return Err(lines.error(head.number, Problem::Duplicate(name)));
    }
    let keywords = keywords(lines)?;
    let mut known = Tables(
        earlier
            .iter()
            .flat_map(|topic| topic.tables.clone())
            .collect(),
    );
    let mut tables = vec![known.add(lines)?];
    while lines.next_key().is_some() {
        tables.push(known.add(lines)?);
    }
    Ok(Topic {
        phrase: Phrase::new(&name),
        name,
        keywords,
        tables,
    })
}

/// The tables above a line, to which it may refer.
struct Tables(Vec<Arc<Table>>);

impl Tables {
    fn add(&mut self, lines: &mut Lines<'_>) -> Result<Arc<Table>, FactsError> {
        let table = Arc::new(table(lines, self)?);
        self.0.push(Arc::clone(&table));
        Ok(table)
    }

    fn kin(&self, name: &str) -> Result<Kin, Problem> {
        let mut tables = self.0.iter();
        let table = tables.find(|table| table.keywords.first().is_some_and(|kind| kind == name));
        let unknown = || Problem::UnknownTable(name.to_owned());
        table.map(Kin::new).ok_or_else(unknown)
    }
}

fn table(lines: &mut Lines<'_>, earlier: &Tables) -> Result<Table, FactsError> {
    let mut names = owned_list(lines.expect("table")?.value());
    names.extend(keywords(lines)?);
    let whole = whole(lines)?;
    let near = lines.accept("near")?;
    let columns = columns(lines, earlier)?;
    let near = near.map_or(Ok(Vec::new()), |line| known(lines, line, &columns))?;
    let rows = rows(lines, &columns)?;
    Ok(Table {
        keywords: names,
        whole,
        near,
        columns,
        rows,
    })
}

fn keywords(lines: &mut Lines<'_>) -> Result<Vec<String>, FactsError> {
    let line = lines.accept("keywords")?;
    Ok(line.map_or_else(Vec::new, |line| owned_list(line.value())))
}

fn whole(lines: &mut Lines<'_>) -> Result<bool, FactsError> {
    match lines.accept("found")? {
        Some(line) if line.value() != WHOLE => {
            let unknown = Problem::UnknownKey(line.text.to_owned());
            Err(lines.error(line.number, unknown))
        }
        line => Ok(line.is_some()),
    }
}

fn known(
    lines: &Lines<'_>,
    line: Line<'_>,
    columns: &[Arc<Column>],
) -> Result<Vec<String>, FactsError> {
    let known = |name: &str| name == KEYWORDS || columns.iter().any(|c| c.name == name);
    let unknown = list(line.value()).find(|name| !known(name));
    match unknown {
        Some(name) => Err(lines.error(line.number, Problem::UnknownColumn(name.to_owned()))),
        None => Ok(owned_list(line.value())),
    }
}

fn columns(lines: &mut Lines<'_>, earlier: &Tables) -> Result<Vec<Arc<Column>>, FactsError> {
    let mut columns: Vec<Arc<Column>> = Vec::new();
    while let Some(line) = lines.accept("column")? {
        let name = line.value();
        if columns.iter().any(|column| column.name == name) {
            return Err(lines.error(line.number, Problem::Duplicate(name.to_owned())));
        }
        columns.push(Arc::new(column(lines, line, earlier)?));
    }
    Ok(columns)
}

fn column(lines: &mut Lines<'_>, head: Line<'_>, earlier: &Tables) -> Result<Column, FactsError> {
    let mut column = Column {
        name: head.value().to_owned(),
        keywords: Vec::new(),
        whole: false,
        range: None,
        unit: None,
        likeness: Likeness::default(),
        kin: None,
        ask: Vec::new(),
        back: Vec::new(),
        all: Vec::new(),
        estimate: Vec::new(),
        order: None,
        written: Written::default(),
        spelled: Vec::new(),
        reveals: false,
        tell: None,
    };
    while !matches!(lines.next_key(), None | Some("column" | "rows")) {
        property(lines, &mut column, earlier)?;
    }
    let needs_tell = column.is_asked() || !column.estimate.is_empty();
    if needs_tell && column.tell.is_none() {
        return Err(lines.error(head.number, Problem::Untold(column.name)));
    }
    let needs_numbers = !column.estimate.is_empty() || column.order.is_some();
    if needs_numbers && column.range.is_none() {
        return Err(lines.error(head.number, Problem::NoNumbers(column.name)));
    }
    Ok(column)
}

fn property(
    lines: &mut Lines<'_>,
    column: &mut Column,
    earlier: &Tables,
) -> Result<(), FactsError> {
    let Some(line) = lines.next() else {
        return Ok(());
    };
    let line = lines.filled(line)?;
    let set = set(column, line.key(), line.value(), earlier);
    set.map_err(|problem| lines.error(line.number, problem))
}

fn set(column: &mut Column, key: &str, value: &str, earlier: &Tables) -> Result<(), Problem> {
    match key {
        "keywords" => column.keywords = owned_list(value),
        "number" => column.range = Some(range(value)?),
        "unit" => column.unit = Some(value.to_owned()),
        "found" if value == WHOLE => column.whole = true,
        "kin" => column.kin = Some(earlier.kin(value)?),
        "alike" if value == "initial" => column.likeness = Likeness::Initial,
        "ask" => column.ask.push(Template::parse(value, Purpose::Forward)?),
        "back" => column.back.push(Template::parse(value, Purpose::Reverse)?),
        "all" => column.all.push(Template::parse(value, Purpose::Reverse)?),
        "estimate" => column
            .estimate
            .push(Template::parse(value, Purpose::Forward)?),
        "order" => column.order = Some(Template::parse(value, Purpose::Order)?),
        "write" => column.written = written(value)?,
        "spelled" => column.spelled = owned_list(value),
        "reveal" => {
            column.tell = Some(Template::parse(value, Purpose::Statement)?);
            column.reveals = true;
        }
        "tell" => column.tell = Some(Template::parse(value, Purpose::Statement)?),
        _ => return Err(Problem::UnknownKey(format!("{key}: {value}"))),
    }
    Ok(())
}

fn written(text: &str) -> Result<Written, Problem> {
    let mut written = Written::default();
    for answer in list(text) {
        match answer {
            "name" => written.name = Spelling::Full,
            "surname of name" => written.name = Spelling::Surname,
            "value" => written.value = Spelling::Full,
            "surname of value" => written.value = Spelling::Surname,
            _ => return Err(Problem::UnknownKey(format!("write: {answer}"))),
        }
    }
    Ok(written)
}

fn range(text: &str) -> Result<std::ops::RangeInclusive<i32>, Problem> {
    let bounds = text.split_once(" to ").and_then(|(least, most)| {
        let least: i32 = least.trim().parse().ok()?;
        let most: i32 = most.trim().parse().ok()?;
        (least < most).then_some(least..=most)
    });
    bounds.ok_or_else(|| Problem::NotARange(text.to_owned()))
}
