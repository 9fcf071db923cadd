//! What a file of facts holds, once it is read.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::kin::Kin;
use super::label::Label;
use super::template::Template;
use quizcraft_text::Phrase;

/// One file: a subject that people ask to be quizzed on.
#[derive(Debug)]
pub(crate) struct Topic {
    pub(crate) name: String,
    /// The words of its name, by which it is compared.
    pub(crate) phrase: Phrase,
    pub(crate) keywords: Vec<String>,
    pub(crate) tables: Vec<Arc<Table>>,
}

/// Things of one kind, such as the planets, and what is known of them.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) keywords: Vec<String>,
    /// Whether a single word of a longer name is too little to find its row.
    pub(crate) whole: bool,
    /// The columns in which two rows that are alike agree.
    pub(crate) near: Vec<String>,
    pub(crate) columns: Vec<Arc<Column>>,
    pub(crate) rows: Vec<Arc<Row>>,
}

/// A relation between a subject and its values, and how to ask for it.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) keywords: Vec<String>,
    /// Whether a single word of a longer value is too little to find it.
    pub(crate) whole: bool,
    /// The bounds of a column of numbers; a column of words has none.
    pub(crate) range: Option<RangeInclusive<i32>>,
    /// What its numbers count, such as years; a column of words has none.
    pub(crate) unit: Option<String>,
    pub(crate) likeness: Likeness,
    /// Of what kind the values are, where another table tells.
    pub(crate) kin: Option<Kin>,
    pub(crate) ask: Vec<Template>,
    pub(crate) back: Vec<Template>,
    pub(crate) tell: Option<Template>,
}

/// What makes two values of a column hard to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Likeness {
    /// That their subjects are alike.
    #[default]
    Subject,
    /// That they start with the same letter.
    Initial,
}

/// The unit of years.
const YEAR: &str = "year";
/// What follows a year before the common era.
pub(crate) const BEFORE_CHRIST: &str = " BC";

/// The column of further words that find a row, which no table declares.
pub(crate) const KEYWORDS: &str = "keywords";

/// How widely known a subject is.
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

/// One subject and all that is known of it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) fame: Fame,
    pub(crate) name: Label,
    pub(crate) keywords: Vec<Keyword>,
    pub(crate) note: Option<String>,
    pub(crate) cells: Box<[Cell]>,
}

/// One of the further words that find a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) phrase: Phrase,
    /// Whether its first letter, if it has any, is a capital one, as that of a name is.
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

/// What is known of a subject in a column.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) column: Arc<Column>,
    pub(crate) values: Box<[Value]>,
}

/// One value of a subject in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) label: Label,
    pub(crate) number: Option<i32>,
    /// Whether to ask for it; what is true but not to be asked only keeps itself from being a
    /// wrong option.
    pub(crate) asked: bool,
}

/// What a year is in a life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LifeYear {
    Birth,
    Death,
}

/// Words that tell that years are those of births.
const BIRTH: [&str; 2] = ["birth", "born"];
/// Words that tell that years are those of deaths.
const DEATH: [&str; 2] = ["death", "died"];

impl Column {
    /// What its years are in a life, if they are those in which people were born or died.
    pub(crate) fn life_year(&self) -> Option<LifeYear> {
        let texts = self.keywords.iter().chain([&self.name]);
        let words: Vec<&str> = texts.flat_map(|text| text.split(' ')).collect();
        let says = |known: [&str; 2]| words.iter().any(|word| known.contains(word));
        if !self.is_of_years() {
            None
        } else if says(BIRTH) {
            Some(LifeYear::Birth)
        } else {
            says(DEATH).then_some(LifeYear::Death)
        }
    }

    /// Whether its numbers are years.
    pub(crate) fn is_of_years(&self) -> bool {
        self.unit.as_deref() == Some(YEAR)
    }
}
