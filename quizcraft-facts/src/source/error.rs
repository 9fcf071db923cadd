//! What can be wrong with a file of facts.

use thiserror::Error;

/// A file of facts that cannot be used, with the place to mend.
///
/// It reads like a compiler's message: `history.txt:41: "1815x" is not a whole number`.
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

    /// The name of the file, as it was given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line to mend; 1 is the first.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

/// The kinds of mistakes, each with what a writer of facts needs to find it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Problem {
    #[error("expected a line that starts with \"{0}:\"")]
    Expected(&'static str),
    #[error("\"{0}\" means nothing here")]
    UnknownKey(String),
    #[error("\"{0}:\" has nothing after it")]
    Empty(String),
    #[error("there is no column \"{0}\"")]
    UnknownColumn(String),
    #[error("there is no table \"{0}\" before this line")]
    UnknownTable(String),
    #[error("the column \"{0}\" is missing from the line \"rows:\"")]
    MissingColumn(String),
    #[error("\"{0}\" was there before")]
    Repeat(String),
    #[error("{found} cells where the line \"rows:\" names {expected} columns")]
    Cells { expected: usize, found: usize },
    #[error("a row needs a name")]
    Nameless,
    #[error("\"{0}\" is not a whole number")]
    NotANumber(String),
    #[error("\"{0}\" is no fame from 1 (known to few) to 3 (known to nearly everyone)")]
    NotAFame(String),
    #[error("\"{0}\" is not a range like \"1 to 118\"")]
    NotARange(String),
    #[error("{number} is not within {least} to {most}")]
    OutOfRange { number: i32, least: i32, most: i32 },
    #[error("\"{template}\" needs {needs} and no other braces, and \"{end}\" at its end")]
    Template {
        template: String,
        needs: &'static str,
        end: char,
    },
    #[error("the column \"{0}\" is asked and has no \"tell:\"")]
    Untold(String),
    #[error("\"{0}\" is not a whole sentence")]
    NotASentence(String),
}
