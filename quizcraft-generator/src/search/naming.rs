//! The meaning of a keyword in words.

use std::ops::Range;

use quizcraft_facts::{Facts, Label, Referent};

/// The maximum number of names in a list.
const MAX_NAMES: usize = 3;

/// The meaning of a keyword. It is put into words lazily, only if a caller reads it.
#[derive(Debug, Clone)]
pub(crate) enum Naming {
    /// Topics, tables, columns and subjects.
    Things(Vec<Referent>),
    /// A period.
    Years(Range<i32>),
    /// Alternatives: the keyword means each of them.
    AnyOf(Vec<Naming>),
    /// Pieces whose intersection the keyword means.
    AllOf(Vec<Naming>),
}

impl Default for Naming {
    fn default() -> Self {
        Self::Things(Vec::new())
    }
}

impl Naming {
    pub(crate) fn texts(&self, facts: &Facts) -> Vec<String> {
        match self {
            Self::Things(referents) => {
                let (structure, subjects) =
                    (structure(facts, referents), subjects(facts, referents));
                let structure = shortened(structure.iter().map(String::as_str));
                let subjects = shortened(subjects.iter().map(Label::as_str));
                structure.chain(subjects).collect()
            }
            Self::Years(years) => vec![period(years)],
            Self::AnyOf(namings) => namings.iter().flat_map(|each| each.texts(facts)).collect(),
            Self::AllOf(namings) => {
                let each = namings.iter().map(|each| each.texts(facts).join(", "));
                each.filter(|named| !named.is_empty()).collect()
            }
        }
    }
}

/// Returns the names of the topics, tables and columns among the referents, without duplicates.
fn structure(facts: &Facts, referents: &[Referent]) -> Vec<String> {
    let names = referents.iter().filter_map(|referent| match *referent {
        Referent::TopicName(id) | Referent::TopicKeyword(id) => {
            Some(format!("the topic {}", facts.topic(id).name()))
        }
        Referent::Table(id) => {
            let table = facts.table(id);
            Some(format!("{} ({})", table.kind(), table.topic().name()))
        }
        Referent::Column(id) => {
            let column = facts.column(id);
            let name = || format!("{} of {}", column.name(), column.table().kind());
            column.is_asked().then(name)
        }
        _ => None,
    });
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Returns the names of the subjects and values among the referents, in alphabetical order.
fn subjects<'f>(facts: &'f Facts, referents: &[Referent]) -> Vec<Label<'f>> {
    let names = referents.iter().filter_map(|referent| match *referent {
        Referent::Name(id) | Referent::Tag(id) => Some(facts.row(id).name()),
        Referent::Value(id) => Some(facts.value(id).label()),
        _ => None,
    });
    let mut names: Vec<Label<'f>> = names.collect();
    names.sort_unstable();
    names.dedup();
    // Names are equal if they differ in the article only. Words are cheaper to compare than texts.
    names.dedup_by(|one, other| one.words() == other.words() && one.as_str() == other.as_str());
    names
}

fn period(years: &Range<i32>) -> String {
    let last = years.end.saturating_sub(1);
    if last == years.start {
        format!("the year {last}")
    } else {
        format!("the years {} to {last}", years.start)
    }
}

/// Returns the first [`MAX_NAMES`] names and the number of the others.
fn shortened<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let more = names.len().saturating_sub(MAX_NAMES);
    let more = (more > 0).then(|| format!("{more} more"));
    names.take(MAX_NAMES).map(str::to_owned).chain(more)
}
