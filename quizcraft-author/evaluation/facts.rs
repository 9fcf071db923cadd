//! The facts behind the questions of the writer from embedded facts.

use std::collections::HashMap;

use quizcraft_core::Draft;
use quizcraft_facts::{Column, Facts, Label, Row, Value};
use quizcraft_generator::Written;

use super::article::Truth;

/// The rows of the facts by topic, kind and name, and the spellings of names.
pub(super) struct Index<'f> {
    rows: HashMap<(&'f str, &'f str, &'f str), Row<'f>>,
    spellings: Vec<Vec<&'f str>>,
}

/// What is known about a question.
pub(super) struct Known {
    pub(super) truths: Vec<Truth>,
    pub(super) rewordings: Vec<String>,
    pub(super) spellings: Vec<String>,
}

/// What a question asks for.
#[derive(Clone, Copy)]
enum Half {
    Value,
    Name,
}

impl<'f> Index<'f> {
    pub(super) fn new(facts: &'f Facts) -> Self {
        let rows = facts.rows().map(|row| {
            let table = row.table();
            let key = (table.topic().name(), table.kind(), row.name().as_str());
            (key, row)
        });
        let groups = facts.columns().flat_map(|column| column.spelled());
        let spellings = groups.map(|group| group.split(',').map(str::trim).collect());
        Self {
            rows: rows.collect(),
            spellings: spellings.collect(),
        }
    }

    /// Returns what the facts know about a question, or `None` if its fact is not found.
    pub(super) fn known(&self, written: &Written) -> Option<Known> {
        let key = (written.topic(), written.kind(), written.subject());
        let row = self.rows.get(&key)?;
        let columns = row.table().columns();
        let mut values = columns.flat_map(|column| row.values(&column));
        values.find_map(|value| self.known_by(&value, written.draft()))
    }

    /// Returns what is known about a question if it is about this value.
    fn known_by(&self, value: &Value<'f>, draft: &Draft) -> Option<Known> {
        let column = value.column();
        let asks = |half| {
            templates(&column, half)
                .any(|template| filled(value, template) == draft.prompt().as_str())
        };
        let half = [Half::Value, Half::Name]
            .into_iter()
            .find(|half| asks(*half))?;
        let solution = draft.solution().as_str();
        let form = Form::of(solution, &half.answer(value))?;
        let same: Vec<Value<'f>> = half.right(value);
        let truths = std::iter::once(*value).chain(same);
        let truths = truths.filter_map(|value| {
            Some(Truth {
                answer: form.text(&half.answer(&value)),
                sentence: column.tell(&value.row(), &value)?,
            })
        });
        let rewordings = templates(&column, half).map(|template| filled(value, template));
        Some(Known {
            truths: truths.collect(),
            rewordings: rewordings
                .filter(|prompt| prompt != draft.prompt().as_str())
                .collect(),
            spellings: self.spellings(solution),
        })
    }

    fn spellings(&self, name: &str) -> Vec<String> {
        let groups = self.spellings.iter().filter(|group| group.contains(&name));
        let others = groups.flatten().filter(|other| **other != name);
        others.map(|other| (*other).to_owned()).collect()
    }
}

impl Half {
    fn answer<'f>(self, value: &Value<'f>) -> Label<'f> {
        match self {
            Self::Value => value.label(),
            Self::Name => value.row().name(),
        }
    }

    /// Returns the other facts whose answers are right too.
    fn right<'f>(self, value: &Value<'f>) -> Vec<Value<'f>> {
        let column = value.column();
        let is_other = |other: &Value<'f>| self.answer(other) != self.answer(value);
        match self {
            Self::Value => value.row().values(&column).filter(is_other).collect(),
            Self::Name => {
                let rows = value.row().table().rows();
                let all = rows.flat_map(|row| row.values(&column));
                let same = all.filter(|other| other.has_same_text(value));
                same.filter(is_other).collect()
            }
        }
    }
}

/// The form of an option.
#[derive(Clone, Copy)]
enum Form {
    Plain,
    WithArticle,
}

impl Form {
    fn of(option: &str, label: &Label<'_>) -> Option<Self> {
        let forms = [Self::Plain, Self::WithArticle];
        forms.into_iter().find(|form| form.text(label) == option)
    }

    fn text(self, label: &Label<'_>) -> String {
        match self {
            Self::Plain => label.as_option().into_owned(),
            Self::WithArticle => label.as_description(),
        }
    }
}

fn templates<'f>(column: &Column<'f>, half: Half) -> impl Iterator<Item = &'f str> + use<'f> {
    let (ask, back) = (column.ask(), column.back());
    let (ask, back) = match half {
        Half::Value => (Some(ask), None),
        Half::Name => (None, Some(back)),
    };
    ask.into_iter().flatten().chain(back.into_iter().flatten())
}

fn filled(value: &Value<'_>, template: &str) -> String {
    let row = value.row();
    value.column().fill(template, &row.name(), &value.label())
}
