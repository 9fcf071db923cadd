//! What a keyword stands for, for a person to read.

use std::ops::Range;

use quizcraft_facts::{Facts, Label, Referent};

/// How many things are named at most.
const NAMED: usize = 3;

/// What a keyword stands for. It is put into words only where a player reads it.
#[derive(Debug, Clone)]
pub(crate) enum Naming {
    /// Topics, tables, columns and subjects.
    Things(Vec<Referent>),
    /// A period.
    Years(Range<i32>),
    /// Several things, each for itself.
    Each(Vec<Naming>),
    /// Several things that narrow one another.
    Together(Vec<Naming>),
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
            Self::Each(namings) => namings.iter().flat_map(|each| each.texts(facts)).collect(),
            Self::Together(namings) => {
                let each = namings.iter().map(|each| each.texts(facts).join(", "));
                each.filter(|named| !named.is_empty()).collect()
            }
        }
    }
}

/// Returns the topics, tables and columns among some referents, each name once.
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

/// Returns the subjects and values among some referents, in alphabetical order.
fn subjects<'f>(facts: &'f Facts, referents: &[Referent]) -> Vec<Label<'f>> {
    let names = referents.iter().filter_map(|referent| match *referent {
        Referent::Name(id) | Referent::Tag(id) => Some(facts.row(id).name()),
        Referent::Value(id) => Some(facts.value(id).label()),
        _ => None,
    });
    let mut names: Vec<Label<'f>> = names.collect();
    names.sort_unstable();
    names.dedup();
    // Names with and without an article are the same to a reader. Few have the same words.
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

/// Returns the first of some names, and how many more there are.
fn shortened<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let more = names.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("{more} more"));
    names.take(NAMED).map(str::to_owned).chain(more)
}
