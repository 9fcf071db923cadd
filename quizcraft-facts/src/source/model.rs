//! The parsed form of facts files.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::kin::Kin;
use super::label::Label;
use super::template::Template;
use quizcraft_text::Phrase;

/// The topic of one file.
#[derive(Debug)]
pub(crate) struct Topic {
    pub(crate) name: String,
    /// The words of the name.
    pub(crate) phrase: Phrase,
    pub(crate) keywords: Vec<String>,
    pub(crate) tables: Vec<Arc<Table>>,
}

/// A table: rows of one kind, such as planets, with common columns.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) keywords: Vec<String>,
    /// Whether a single word of a longer name does not find its row (`found: as a whole`).
    pub(crate) whole: bool,
    /// The names of the columns in which similar rows agree.
    pub(crate) near: Vec<String>,
    pub(crate) columns: Vec<Arc<Column>>,
    pub(crate) rows: Vec<Arc<Row>>,
}

/// A column: a relation between rows and values, with the templates of its questions.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) keywords: Vec<String>,
    /// Whether a single word of a longer value does not find it (`found: as a whole`).
    pub(crate) whole: bool,
    /// The range of a column of numbers; `None` for a column of words.
    pub(crate) range: Option<RangeInclusive<i32>>,
    /// The unit of the numbers, such as `year`.
    pub(crate) unit: Option<String>,
    pub(crate) likeness: Likeness,
    /// The table whose rows are the values.
    pub(crate) kin: Option<Kin>,
    pub(crate) ask: Vec<Template>,
    pub(crate) back: Vec<Template>,
    /// The questions for all rows with a value.
    pub(crate) all: Vec<Template>,
    /// The questions for a number that players estimate.
    pub(crate) estimate: Vec<Template>,
    /// The question that has rows put in order of their numbers.
    pub(crate) order: Option<Template>,
    pub(crate) written: Written,
    /// Groups of names that mean the same: "Kyiv, Kiev".
    pub(crate) spelled: Vec<String>,
    /// Whether only the clarifications of estimates state the values (`reveal:`).
    pub(crate) reveals: bool,
    pub(crate) tell: Option<Template>,
}

/// The answers that players can be expected to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Written {
    pub(crate) name: Spelling,
    pub(crate) value: Spelling,
}

/// How players can be expected to write a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Spelling {
    /// In ways that the facts do not know.
    #[default]
    Unknown,
    /// As in the facts.
    Full,
    /// As in the facts, or by the surname alone.
    Surname,
}

/// The criterion by which values of a column are similar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Likeness {
    /// Their rows are similar.
    #[default]
    Subject,
    /// They have the same first letter.
    Initial,
}

/// The unit of years.
const YEAR: &str = "year";
/// The suffix of years before the common era.
pub(crate) const BEFORE_CHRIST: &str = " BC";

/// The predefined column of a row's keywords.
pub(crate) const KEYWORDS: &str = "keywords";

/// How widely a subject is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Fame {
    /// People who studied the topic know it.
    Low,
    /// People who are interested in the topic know it.
    #[default]
    Medium,
    /// Nearly everyone knows it.
    High,
}

/// A row: a subject with its values.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) fame: Fame,
    pub(crate) name: Label,
    pub(crate) keywords: Vec<Keyword>,
    pub(crate) note: Option<String>,
    pub(crate) cells: Box<[Cell]>,
}

/// A keyword of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) phrase: Phrase,
    /// Whether its first letter is a capital one, as in names, or it has no letter.
    pub(crate) is_capitalised: bool,
}

impl Keyword {
    pub(super) fn new(text: &str) -> Self {
        Self {
            phrase: Phrase::new(text),
            is_capitalised: text
                .chars()
                .find(|character| character.is_alphabetic())
                .is_none_or(char::is_uppercase),
        }
    }
}

/// The values of a row in a column.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) column: Arc<Column>,
    pub(crate) values: Box<[Value]>,
}

/// A value of a row in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) label: Label,
    pub(crate) number: Option<i32>,
    /// Whether questions may ask for it. Values in brackets are true but not asked.
    pub(crate) asked: bool,
}

/// The event of a life that a year refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LifeYear {
    Birth,
    Death,
}

/// Words in the name or the keywords of a column of years of birth.
const BIRTH: [&str; 2] = ["birth", "born"];
/// Words in the name or the keywords of a column of years of death.
const DEATH: [&str; 2] = ["death", "died"];

impl Column {
    /// Returns whether facts can be composed from the column: it has questions for values or rows.
    pub(crate) fn is_asked(&self) -> bool {
        !(self.ask.is_empty() && self.back.is_empty())
    }

    /// Returns whether the column is used for estimates or orders only.
    pub(crate) fn is_for_numbers_only(&self) -> bool {
        !self.is_asked() && (!self.estimate.is_empty() || self.order.is_some())
    }

    /// Returns the event of a life that the column's years refer to, if any.
    pub(crate) fn life_year(&self) -> Option<LifeYear> {
        let texts = self.keywords.iter().chain([&self.name]);
        let words: Vec<&str> = texts.flat_map(|text| text.split(' ')).collect();
        let says = |known: [&str; 2]| words.iter().any(|word| known.contains(word));
        if !self.contains_years() {
            None
        } else if says(BIRTH) {
            Some(LifeYear::Birth)
        } else {
            says(DEATH).then_some(LifeYear::Death)
        }
    }

    /// Returns whether its numbers are years.
    pub(crate) fn contains_years(&self) -> bool {
        self.unit.as_deref() == Some(YEAR)
    }
}
