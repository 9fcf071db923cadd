//! Errors in facts files.

use thiserror::Error;

/// An error in a facts file.
///
/// Its message starts with file and line, like a compiler's:
/// `history.txt:41: invalid number "1815x": expected a whole number`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}")]
pub struct FactsError {
    file: String,
    line: usize,
    problem: Problem,
}

impl FactsError {
    pub(crate) fn new(file: &str, line: usize, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            line,
            problem,
        }
    }

    /// Returns the name of the file, as passed to [`compile`](crate::compile()).
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Returns the line; 1 is the first.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

/// The kinds of errors, each with the details that help an author to find it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Problem {
    #[error("expected a line that starts with \"{0}:\"")]
    Expected(&'static str),
    #[error("unexpected line \"{0}\"")]
    UnknownKey(String),
    #[error("\"{0}:\" needs a value")]
    Empty(String),
    #[error("unknown column \"{0}\"")]
    UnknownColumn(String),
    #[error("unknown table \"{0}\": expected a table above this line")]
    UnknownTable(String),
    #[error("the column \"{0}\" is missing from the line \"rows:\"")]
    MissingColumn(String),
    #[error("duplicate \"{0}\"")]
    Duplicate(String),
    #[error("expected {expected} cells, as in the line \"rows:\", found {found}")]
    Cells { expected: usize, found: usize },
    #[error("the cell \"name\" must not be empty")]
    Nameless,
    #[error("invalid number \"{0}\": expected a whole number")]
    NotANumber(String),
    #[error("invalid fame \"{0}\": expected 1 (known to few) to 3 (known to nearly everyone)")]
    NotAFame(String),
    #[error("invalid range \"{0}\": expected two ascending numbers, such as \"1 to 118\"")]
    NotARange(String),
    #[error("{number} is not in the range {least} to {most}")]
    OutOfRange { number: i32, least: i32, most: i32 },
    #[error(
        "invalid template \"{template}\": expected {needs}, no other braces, and \"{end}\" at the end"
    )]
    Template {
        template: String,
        needs: &'static str,
        end: char,
    },
    #[error("the column \"{0}\" has questions but no \"tell:\"")]
    Untold(String),
    #[error("the column \"{0}\" has \"estimate:\" or \"order:\" but no \"number:\"")]
    NoNumbers(String),
    #[error("invalid note \"{0}\": expected a sentence with a capital letter and a full stop")]
    NotASentence(String),
}
