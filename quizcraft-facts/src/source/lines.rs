//! The lines of a facts file, with their numbers.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::error::{FactsError, Problem};

/// Some editors start a file with it.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The remaining lines, without blank lines and comments.
pub(crate) struct Lines<'a> {
    file: &'a str,
    end: usize,
    rest: Peekable<IntoIter<Line<'a>>>,
}

/// A line and its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) number: usize,
    pub(crate) text: &'a str,
}

impl<'a> Line<'a> {
    /// Returns the text before the first colon.
    pub(crate) fn key(self) -> &'a str {
        self.text.split_once(':').map_or(self.text, |(key, _)| key)
    }

    /// Returns the trimmed text after the first colon.
    pub(crate) fn value(self) -> &'a str {
        self.text.split_once(':').map_or("", |(_, v)| v).trim()
    }
}

impl<'a> Lines<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let numbered = text.lines().zip(1..).map(|(text, number)| Line {
            number,
            text: text.trim(),
        });
        let has_content = |line: &Line| !line.text.is_empty() && !line.text.starts_with('#');
        let lines: Vec<_> = numbered.filter(has_content).collect();
        Self {
            file,
            // Errors about an empty file refer to line 1.
            end: text.lines().count().max(1),
            rest: lines.into_iter().peekable(),
        }
    }

    pub(crate) fn next(&mut self) -> Option<Line<'a>> {
        self.rest.next()
    }

    pub(crate) fn next_key(&mut self) -> Option<&'a str> {
        self.rest.peek().map(|line| line.key())
    }

    /// Returns the next line, which must have this key and a value.
    pub(crate) fn expect(&mut self, key: &'static str) -> Result<Line<'a>, FactsError> {
        let end = self.end;
        match self.next() {
            Some(line) if line.key() == key => self.filled(line),
            Some(line) => Err(self.error(line.number, Problem::Expected(key))),
            None => Err(self.error(end, Problem::Expected(key))),
        }
    }

    /// Returns the next line if it has this key, and consumes nothing otherwise.
    pub(crate) fn accept(&mut self, key: &'static str) -> Result<Option<Line<'a>>, FactsError> {
        if self.next_key() == Some(key) {
            self.expect(key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Returns a line unchanged, or an error if it has no value.
    pub(crate) fn filled(&self, line: Line<'a>) -> Result<Line<'a>, FactsError> {
        if line.value().is_empty() {
            return Err(self.error(line.number, Problem::Empty(line.key().to_owned())));
        }
        Ok(line)
    }

    pub(crate) fn error(&self, line: usize, problem: Problem) -> FactsError {
        FactsError::new(self.file, line, problem)
    }
}

/// Splits a list at semicolons.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Splits a list at semicolons, into owned parts.
pub(crate) fn owned_list(text: &str) -> Vec<String> {
    list(text).map(str::to_owned).collect()
}
