//! Warnings about facts files that compile, but probably do not mean what their author intended.

use std::fmt;

use quizcraft_core::{Choice, Clarification, Prompt, SingleChoice};

use crate::source::{self, BYTE_ORDER_MARK, FactsError, Label, fill};

/// A warning about a facts file.
///
/// Its message starts with file, line and column, and says what to do:
/// `seas.txt:6:12: unclosed bracket: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsWarning {
    file: String,
    line: usize,
    column: usize,
    problem: Problem,
}

impl FactsWarning {
    /// Returns the name of the file, as passed to [`check`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the line; 1 is the first.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in characters; 1 is the first.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for FactsWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = (&self.file, self.line, self.column);
        write!(f, "{file}:{line}:{column}: {}", self.problem)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error(
        "unclosed or unopened bracket: put each value into brackets of its own, such as \"(Europe); (Asia)\""
    )]
    Bracket,
    #[error("comma in a list: separate the items with \";\"")]
    Comma,
    #[error("table without rows: add rows, or remove the table")]
    NoRows,
    #[error("control character U+{0:04X}: remove it")]
    Control(u32),
    #[error(
        "{what} of {actual} characters: shorten it to at most {max}; longer ones are never asked"
    )]
    TooLong {
        what: &'static str,
        actual: usize,
        max: usize,
    },
    #[error("unused values: {0}")]
    Unused(&'static str),
}

/// The findings about facts files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    errors: Vec<FactsError>,
    warnings: Vec<FactsWarning>,
}

impl Findings {
    /// Returns the first error of each file that does not compile.
    #[must_use]
    pub fn errors(&self) -> &[FactsError] {
        &self.errors
    }

    /// Returns the warnings in the order of the files and lines.
    #[must_use]
    pub fn warnings(&self) -> &[FactsWarning] {
        &self.warnings
    }
}

/// Checks facts files, each a pair of file name and text, in the order in which they are compiled.
///
/// Warnings are about unclosed brackets, commas between the items of a list, tables without rows,
/// control characters, texts over the limits, and values that no question uses.
///
/// ```
/// use quizcraft_facts::check;
///
/// let seas = "topic: Seas\ntable: sea\nkeywords: water, salt\nrows: name\nNorth Sea\n";
/// let findings = check([("seas.txt", seas)]);
/// let warning = findings.warnings()[0].to_string();
/// assert_eq!(warning, "seas.txt:3:16: comma in a list: separate the items with \";\"");
/// ```
#[must_use]
pub fn check<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Findings {
    let files: Vec<_> = files.into_iter().collect();
    let warnings = files.iter().flat_map(|(file, text)| {
        let mut checker = Checker::new(file);
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        for (line, number) in text.lines().zip(1..) {
            checker.line(Line { text: line, number });
        }
        checker.end_table();
        checker.warnings
    });
    let mut warnings: Vec<_> = warnings.collect();
    let order = |file: &str| files.iter().position(|(name, _)| *name == file);
    warnings.sort_by_key(|warning| (order(&warning.file), warning.line, warning.column));
    Findings {
        errors: source::errors(files.iter().copied()),
        warnings,
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    number: usize,
}

/// A part of a line.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    line: Line<'a>,
}

impl<'a> Part<'a> {
    fn with(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    fn split(self, separator: char) -> impl Iterator<Item = Self> {
        let parts = self.text.split(separator).map(str::trim);
        parts.map(move |text| self.with(text))
    }

    fn column(self) -> usize {
        self.column_of(self.text)
    }

    /// Returns the column of a part of this text.
    fn column_of(self, part: &str) -> usize {
        // Both are parts of the same line, so the difference of their addresses is an offset in it.
        let offset = part
            .as_ptr()
            .addr()
            .saturating_sub(self.line.text.as_ptr().addr());
        let before = self.line.text.get(..offset).unwrap_or_default();
        before.chars().count().saturating_add(1)
    }

    /// Returns the part from the first character for which a condition holds.
    fn from(self, condition: impl Fn(char) -> bool) -> Option<Self> {
        let at = self.text.find(condition)?;
        self.text.get(at..).map(|text| self.with(text))
    }
}

/// A column of the table that is being read.
struct Column<'a> {
    name: Part<'a>,
    ask: Vec<Part<'a>>,
    back: Vec<Part<'a>>,
    tell: Option<Part<'a>>,
    has_kin: bool,
    is_number: bool,
    values: Vec<Part<'a>>,
}

impl Column<'_> {
    fn is_asked(&self) -> bool {
        !(self.ask.is_empty() && self.back.is_empty())
    }
}

#[derive(Default)]
struct Table<'a> {
    head: Option<Part<'a>>,
    columns: Vec<Column<'a>>,
    /// The cells of the line `rows:`, once it was read.
    header: Option<Vec<&'a str>>,
    rows: usize,
}

struct Checker<'a> {
    file: &'a str,
    table: Table<'a>,
    warnings: Vec<FactsWarning>,
}

impl<'a> Checker<'a> {
    fn new(file: &'a str) -> Self {
        Self {
            file,
            table: Table::default(),
            warnings: Vec::new(),
        }
    }

    fn line(&mut self, line: Line<'a>) {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        let whole = Part { text, line };
        self.control_characters(whole);
        let (key, value) = text.split_once(':').unwrap_or((text, ""));
        let is_row = self.table.header.is_some() && key != "table";
        if is_row {
            self.row(whole);
        } else {
            self.property(key, whole.with(value.trim()));
        }
    }

    fn property(&mut self, key: &str, value: Part<'a>) {
        match key {
            "table" => {
                self.end_table();
                self.table.head = Some(value);
            }
            "column" => self.table.columns.push(Column {
                name: value,
                ask: Vec::new(),
                back: Vec::new(),
                tell: None,
                has_kin: false,
                is_number: false,
                values: Vec::new(),
            }),
            "rows" => {
                let header = value.split('|').map(|cell| cell.text);
                self.table.header = Some(header.collect());
            }
            _ => {}
        }
        if ["table", "keywords", "near"].contains(&key) {
            self.comma(value);
        } else {
            self.brackets(value);
        }
        if let Some(column) = self.table.columns.last_mut() {
            match key {
                "ask" => column.ask.push(value),
                "back" => column.back.push(value),
                "tell" => column.tell = Some(value),
                "kin" => column.has_kin = true,
                "number" => column.is_number = true,
                _ => {}
            }
        }
    }

    fn row(&mut self, whole: Part<'a>) {
        self.table.rows = self.table.rows.saturating_add(1);
        let header = self.table.header.clone().unwrap_or_default();
        let cells: Vec<_> = whole.split('|').collect();
        let cell = |name: &str| {
            let mut named = header.iter().zip(&cells);
            named.find(|(column, _)| **column == name).map(|(_, c)| *c)
        };
        let Some(name) = cell("name") else { return };
        self.brackets(name);
        self.limit(
            "option",
            name,
            Label::new(name.text).as_str(),
            Choice::MAX_CHARS,
        );
        if let Some(keywords) = cell("keywords") {
            self.comma(keywords);
        }
        if let Some(note) = cell("note") {
            self.brackets(note);
            let text = fill(note.text, name.text, "");
            self.limit("note", note, &text, Clarification::MAX_CHARS);
        }
        let mut columns = std::mem::take(&mut self.table.columns);
        for column in &mut columns {
            let Some(values) = cell(column.name.text) else {
                continue;
            };
            let values: Vec<_> = values.split(';').filter(|v| !v.text.is_empty()).collect();
            for value in &values {
                self.brackets(*value);
                self.texts(column, name, *value);
            }
            column.values.extend(values);
        }
        self.table.columns = columns;
    }

    /// Checks the lengths of the texts about a value.
    fn texts(&mut self, column: &Column<'a>, name: Part<'a>, value: Part<'a>) {
        if !column.is_asked() || is_hidden(value.text) {
            return;
        }
        let label = Label::new(value.text);
        self.limit("option", value, label.as_str(), Choice::MAX_CHARS);
        for template in column.ask.iter().chain(&column.back) {
            let prompt = fill(template.text, name.text, value.text);
            self.limit("question", value, &prompt, Prompt::MAX_CHARS);
        }
        if let Some(tell) = column.tell {
            let told = fill(tell.text, name.text, value.text);
            self.limit("statement", value, &told, Clarification::MAX_CHARS);
        }
    }

    fn end_table(&mut self) {
        let table = std::mem::take(&mut self.table);
        let Some(head) = table.head else { return };
        if table.rows == 0 {
            return self.warn(head, head.column(), Problem::NoRows);
        }
        for column in &table.columns {
            self.unused(&table, column);
            self.commas_between_values(column);
        }
    }

    fn unused(&mut self, table: &Table<'a>, column: &Column<'a>) {
        if !column.is_asked() {
            return;
        }
        let shown = column.values.iter().filter(|value| !is_hidden(value.text));
        let mut different: Vec<_> = column.values.iter().map(|value| bare(value.text)).collect();
        different.sort_unstable();
        different.dedup();
        let needs_values = !column.ask.is_empty() && !column.is_number && !column.has_kin;
        let problem = if column.values.is_empty() {
            "the column has questions, but no row has a value: add values, or remove the questions"
        } else if shown.count() == 0 {
            "the column has questions, but every value is in brackets: remove brackets, or the questions"
        } else if needs_values && different.len() < SingleChoice::MIN_OPTIONS {
            "a question needs other values as wrong options: add rows with other values"
        } else if column.ask.is_empty() && table.rows < SingleChoice::MIN_OPTIONS {
            "a question needs other rows as wrong options: add rows"
        } else {
            return;
        };
        self.warn(column.name, column.name.column(), Problem::Unused(problem));
    }

    /// Warns about a value with a comma, if one of its parts is a value of another row.
    fn commas_between_values(&mut self, column: &Column<'a>) {
        let mut known: Vec<_> = column.values.iter().map(|value| bare(value.text)).collect();
        known.sort_unstable();
        for value in &column.values {
            let parts: Vec<_> = bare(value.text).split(", ").map(str::trim).collect();
            let is_known = |part: &&str| known.binary_search(part).is_ok();
            if parts.len() > 1 && parts.iter().all(is_known) {
                self.comma(*value);
            }
        }
    }

    fn comma(&mut self, list: Part<'a>) {
        if let Some(comma) = list.from(|character| character == ',') {
            self.warn(list, comma.column(), Problem::Comma);
        }
    }

    fn brackets(&mut self, part: Part<'a>) {
        if let Some(bracket) = unbalanced(part.text) {
            let column = part.column().saturating_add(bracket);
            self.warn(part, column, Problem::Bracket);
        }
    }

    fn control_characters(&mut self, part: Part<'a>) {
        if let Some(found) = part.from(char::is_control) {
            let character = found.text.chars().next().unwrap_or_default();
            self.warn(part, found.column(), Problem::Control(character.into()));
        }
    }

    fn limit(&mut self, what: &'static str, part: Part<'a>, text: &str, max: usize) {
        let actual = text.chars().count();
        if actual > max {
            let problem = Problem::TooLong { what, actual, max };
            self.warn(part, part.column(), problem);
        }
    }

    fn warn(&mut self, part: Part<'a>, column: usize, problem: Problem) {
        self.warnings.push(FactsWarning {
            file: self.file.to_owned(),
            line: part.line.number,
            column,
            problem,
        });
    }
}

/// Returns the place, in characters, of the first bracket without a partner.
fn unbalanced(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (place, character) in text.chars().enumerate() {
        match character {
            '(' | '[' => open.push((place, character)),
            ')' | ']' => {
                let partner = if character == ')' { '(' } else { '[' };
                if open.pop().is_none_or(|(_, opened)| opened != partner) {
                    return Some(place);
                }
            }
            _ => {}
        }
    }
    open.first().map(|(place, _)| *place)
}

fn is_hidden(value: &str) -> bool {
    value.starts_with('(') && value.ends_with(')')
}

fn bare(value: &str) -> &str {
    let bare = value
        .strip_prefix('(')
        .and_then(|value| value.strip_suffix(')'));
    bare.unwrap_or(value)
}
