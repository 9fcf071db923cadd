//! What one name stands for.

use std::collections::BTreeMap;
use std::ops::Range;

use quizcraft_facts::{Fact, Facts, Phrase, Referent, Value};

use super::combination::LEAST;
use super::fact_set::FactSet;

/// From so many facts on a name is not looked for in longer names: the king cobra is no king.
const ENOUGH: usize = 15;
/// How many things are named at most where a player reads what a keyword was taken for.
const NAMED: usize = 3;

/// A topic with less than one fact for so many of another has little to say about a name.
const MINOR: usize = 4;

/// So many facts say next to nothing.
const SLIGHT: usize = 3;

/// What a name stands for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meaning {
    /// The facts that are about it.
    pub(crate) own: FactSet,
    /// These, and the facts about what has to do with it: they belong to a game where another
    /// keyword names them as well.
    pub(crate) wide: FactSet,
    /// Those with which others are narrowed first: its own if it names topics, tables or relations,
    /// or else all that have to do with it.
    pub(crate) core: FactSet,
    /// What it is, for a person to read.
    pub(crate) named: Vec<String>,
}

impl Meaning {
    pub(crate) fn is_empty(&self) -> bool {
        self.wide.is_empty()
    }

    /// Whether there are enough facts about it.
    pub(super) fn makes_a_game(&self) -> bool {
        self.own.len() >= LEAST
    }

    /// What is meant by either.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            own: self.own.or(&other.own),
            wide: self.wide.or(&other.wide),
            core: self.core.or(&other.core),
            named: [self.named, other.named].concat(),
        }
    }

    /// The facts about what has one of these years.
    pub(super) fn of_years(facts: &Facts, years: Range<i32>) -> Self {
        let rows = facts.rows_of(years).into_iter();
        let own: FactSet = rows.flat_map(|row| row.facts()).collect();
        Self {
            wide: own.clone(),
            core: own.clone(),
            own,
            named: Vec::new(),
        }
    }

    /// What a phrase stands for as a whole, if anything.
    ///
    /// The name of a topic means that topic alone: films come from countries too, but "countries"
    /// does not ask for films. What names topics, tables or relations comes before what is said of
    /// single subjects, and topics with many facts about it before those that only touch it.
    pub(super) fn of(facts: &Facts, phrase: &Phrase) -> Self {
        let mut found = Found::default();
        let called = facts.called(phrase);
        for referent in &called {
            found.add(facts, *referent);
        }
        found.settle_structure();
        if found.count() < ENOUGH {
            for referent in facts.holding(phrase).difference(&called) {
                found.add_holder(facts, *referent, phrase);
            }
        }
        found.settle_topics(facts);
        found.finish()
    }
}

/// The names of the subjects that are called so by their keywords, besides their own name.
pub(crate) fn called_so(facts: &Facts, phrase: &Phrase) -> Vec<Phrase> {
    let called = facts.called(phrase);
    let rows = called.into_iter().filter_map(|referent| match referent {
        Referent::Tag(id) | Referent::Mention(id) => Some(facts.row(id)),
        _ => None,
    });
    rows.map(|row| row.name().words().to_phrase()).collect()
}

/// What was found so far.
#[derive(Default)]
struct Found<'f> {
    /// The facts of topics of that name.
    topics: Vec<u32>,
    /// The facts of topics with such a keyword.
    topic_keywords: Vec<u32>,
    /// The facts of topics, tables and columns that are called so.
    structure: Vec<u32>,
    /// The facts of subjects of that name.
    names: Vec<u32>,
    /// The facts of subjects with such a keyword or value.
    others: Vec<u32>,
    wide: Vec<u32>,
    named: Vec<String>,
    subjects: Vec<&'f str>,
}

impl<'f> Found<'f> {
    fn count(&self) -> usize {
        let own = [
            &self.topics,
            &self.topic_keywords,
            &self.structure,
            &self.names,
            &self.others,
        ];
        own.into_iter().map(Vec::len).sum()
    }

    fn add(&mut self, facts: &'f Facts, referent: Referent) {
        match referent {
            Referent::TopicName(id) => {
                let topic = facts.topic(id);
                self.name(format!("the topic {}", topic.name()));
                self.topics.extend(ids(topic.facts()));
            }
            Referent::TopicKeyword(id) => {
                let topic = facts.topic(id);
                self.name(format!("the topic {}", topic.name()));
                self.topic_keywords.extend(ids(topic.facts()));
            }
            Referent::Table(id) => {
                let table = facts.table(id);
                self.name(format!("{} ({})", table.kind(), table.topic().name()));
                self.structure.extend(ids(table.facts()));
            }
            Referent::Column(id) => {
                let column = facts.column(id);
                let table = column.table();
                if column.is_asked() {
                    self.name(format!("{} of {}", column.name(), table.kind()));
                }
                let of_column = table.facts().filter(|fact| fact.column() == column);
                self.structure.extend(ids(of_column));
            }
            Referent::Name(id) => {
                let row = facts.row(id);
                self.subjects.push(row.name().as_str());
                self.names.extend(ids(row.facts()));
            }
            Referent::Tag(id) => {
                let row = facts.row(id);
                self.subjects.push(row.name().as_str());
                self.others.extend(ids(row.facts()));
            }
            Referent::Value(id) => self.add_value(&facts.value(id)),
            Referent::Mention(id) | Referent::Holder(id) => {
                self.wide.extend(ids(facts.row(id).facts()));
            }
            _ => {}
        }
    }

    /// A value that several subjects have stands for a group, whose members are asked about; one
    /// that a single subject has, only for itself. A common word that is not to be asked has to do
    /// with its subject and no more.
    fn add_value(&mut self, value: &Value<'f>) {
        let (row, label) = (value.row(), value.label());
        let is_name = label.as_str().starts_with(char::is_uppercase);
        let is_group = value.is_asked() || is_name || !value.column().is_asked();
        if value.is_shared() && is_group {
            self.others.extend(ids(row.facts()));
        } else {
            let same = row.facts().filter(|fact| fact.value() == *value);
            self.others.extend(ids(same));
        }
        self.subjects.push(label.as_str());
        self.wide.extend(ids(row.facts()));
    }

    /// What has the phrase among the words of a longer name.
    fn add_holder(&mut self, facts: &'f Facts, referent: Referent, phrase: &Phrase) {
        let Referent::Holder(id) = referent else {
            return self.add(facts, referent);
        };
        let row = facts.row(id);
        let says = |value: &Value<'_>| {
            let words = value.label().words();
            let has = |word: &String| words.iter().any(|own| own == word);
            phrase.words().iter().all(has)
        };
        for column in row.table().columns() {
            for value in row.values(&column).filter(says) {
                self.add_value(&value);
            }
        }
    }

    fn name(&mut self, name: String) {
        if !self.named.contains(&name) {
            self.named.push(name);
        }
    }

    /// Where whole topics, tables or columns are called so, the subjects that have it among their
    /// keywords and values only have to do with it.
    fn settle_structure(&mut self) {
        if self.topics.is_empty() {
            self.structure.append(&mut self.topic_keywords);
        }
        if !self.topics.is_empty() {
            self.topics.append(&mut self.topic_keywords);
            self.wide.append(&mut self.structure);
            self.wide.append(&mut self.names);
            self.wide.append(&mut self.others);
        } else if self.structure.len() >= ENOUGH {
            self.wide.append(&mut self.others);
        }
    }

    /// Where a topic has many facts about it, those that have few of them only have to do with it,
    /// but for subjects of that name.
    fn settle_topics(&mut self, facts: &Facts) {
        let topic = |id: &u32| facts.fact(*id).table().topic().id();
        for ids in [&mut self.structure, &mut self.names, &mut self.others] {
            ids.sort_unstable();
            ids.dedup();
        }
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for id in self.structure.iter().chain(&self.names).chain(&self.others) {
            let count = counts.entry(topic(id)).or_default();
            *count = count.saturating_add(1);
        }
        let most = counts.values().copied().max().unwrap_or_default();
        if most < ENOUGH {
            return;
        }
        let count = |id: &u32| counts.get(&topic(id)).copied().unwrap_or_default();
        let is_minor = |id: &u32| count(id).saturating_mul(MINOR) < most;
        // A subject of that name keeps its place unless there is next to nothing to say of it.
        let is_slight = |id: &u32| is_minor(id) && count(id) <= SLIGHT;
        self.wide
            .extend(self.others.extract_if(.., |id| is_minor(id)));
        self.wide
            .extend(self.names.extract_if(.., |id| is_slight(id)));
    }

    fn finish(mut self) -> Meaning {
        self.subjects.sort_unstable();
        self.subjects.dedup();
        let subjects = self.subjects.into_iter().map(str::to_owned);
        let named = shortened(self.named)
            .into_iter()
            .chain(shortened(subjects.collect()));
        let named = named.collect();
        let names_many = !self.topics.is_empty() || !self.structure.is_empty();
        let own = [self.topics, self.structure, self.names, self.others];
        let own: FactSet = own.into_iter().flatten().collect();
        let wide: FactSet = own.ids().chain(self.wide).collect();
        Meaning {
            core: if names_many {
                own.clone()
            } else {
                wide.clone()
            },
            wide,
            own,
            named,
        }
    }
}

/// The first of some names, and how many more there are.
fn shortened(mut names: Vec<String>) -> Vec<String> {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    names.extend((more > 0).then(|| format!("{more} more")));
    names
}

fn ids<'f>(facts: impl Iterator<Item = Fact<'f>>) -> impl Iterator<Item = u32> {
    facts.map(|fact| fact.id())
}
