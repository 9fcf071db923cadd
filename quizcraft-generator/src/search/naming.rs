//! What a keyword stands for, for a person to read.

use std::collections::BTreeSet;
use std::ops::Range;

use quizcraft_facts::{Facts, Referent};

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
                let mut named = shortened(structure(facts, referents));
                named.extend(shortened(subjects(facts, referents)));
                named
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

/// The topics, tables and columns among some referents, each name once.
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

/// The subjects and values among some referents, in alphabetical order.
fn subjects(facts: &Facts, referents: &[Referent]) -> Vec<String> {
    let names = referents.iter().filter_map(|referent| match *referent {
        Referent::Name(id) | Referent::Tag(id) => Some(facts.row(id).name().as_str()),
        Referent::Value(id) => Some(facts.value(id).label().as_str()),
        _ => None,
    });
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().map(str::to_owned).collect()
}

fn period(years: &Range<i32>) -> String {
    let last = years.end.saturating_sub(1);
    if last == years.start {
        format!("the year {last}")
    } else {
        format!("the years {} to {last}", years.start)
    }
}

/// The first of some names, and how many more there are.
fn shortened(mut names: Vec<String>) -> Vec<String> {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    names.extend((more > 0).then(|| format!("{more} more")));
    names
}
