//! What one name stands for.

use std::ops::Range;

use quizcraft_facts::{Fact, Facts, Referent, Value};
use quizcraft_text::Phrase;

use super::combination::LEAST;
use super::fact_set::FactSet;
use super::naming::Naming;

/// From so many facts on a name is not looked for in longer names: the king cobra is no king.
const ENOUGH: usize = 15;

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
    pub(crate) named: Naming,
}

impl Meaning {
    pub(crate) fn is_empty(&self) -> bool {
        self.wide.is_empty()
    }

    /// Returns whether there are enough facts about it.
    pub(super) fn makes_a_game(&self) -> bool {
        self.own.len() >= LEAST
    }

    /// Returns what is meant by either.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            own: self.own.or(&other.own),
            wide: self.wide.or(&other.wide),
            core: self.core.or(&other.core),
            named: Naming::Each(vec![self.named, other.named]),
        }
    }

    /// Returns the facts about what has one of these years.
    pub(super) fn of_years(facts: &Facts, years: Range<i32>) -> Self {
        let rows = facts.rows_in_years(years.clone()).into_iter();
        let own: FactSet = rows.map(|row| row.fact_ids()).collect();
        Self {
            wide: own.clone(),
            core: own.clone(),
            own,
            named: Naming::Years(years),
        }
    }

    /// Returns what a phrase stands for as a whole, if anything.
    ///
    /// The name of a topic means that topic alone: films come from countries too, but "countries"
    /// does not ask for films. What names topics, tables or relations comes before what is said of
    /// single subjects, and topics with many facts about it before those that only touch it.
    pub(super) fn of(facts: &Facts, phrase: &Phrase) -> Self {
        let called = facts.find_exact(phrase);
        let mut found = Found::of_about(called.len());
        for referent in &called {
            found.add(facts, *referent);
        }
        found.settle_structure();
        if found.count() < ENOUGH {
            let holding = facts.find_containing(phrase).into_iter();
            let others = holding.filter(|referent| called.binary_search(referent).is_err());
            for referent in others {
                found.add_holder(facts, referent, phrase);
            }
        }
        found.settle_topics(facts);
        found.finish()
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// The facts of topics of that name.
    topics: Vec<Range<u32>>,
    /// The facts of topics with such a keyword.
    topic_keywords: Vec<Range<u32>>,
    /// The facts of topics, tables and columns that are called so.
    structure: Vec<Range<u32>>,
    /// The facts of subjects of that name.
    names: Vec<Range<u32>>,
    /// The facts of subjects with such a keyword or value.
    others: Vec<Range<u32>>,
    wide: Vec<Range<u32>>,
    named: Vec<Referent>,
}

impl Found {
    /// With room for so many referents, most of which are values or tags where they are many.
    fn of_about(referents: usize) -> Self {
        Self {
            others: Vec::with_capacity(referents),
            wide: Vec::with_capacity(referents),
            named: Vec::with_capacity(referents),
            ..Self::default()
        }
    }

    fn count(&self) -> usize {
        let own = [
            &self.topics,
            &self.topic_keywords,
            &self.structure,
            &self.names,
            &self.others,
        ];
        own.into_iter().map(|runs| count(runs)).sum()
    }

    fn add(&mut self, facts: &Facts, referent: Referent) {
        match referent {
            Referent::TopicName(id) => self.topics.push(facts.topic(id).fact_ids()),
            Referent::TopicKeyword(id) => self.topic_keywords.push(facts.topic(id).fact_ids()),
            Referent::Table(id) => self.structure.push(facts.table(id).fact_ids()),
            Referent::Column(id) => {
                let column = facts.column(id);
                let of_column = column
                    .table()
                    .facts()
                    .filter(|fact| fact.column() == column);
                self.structure.extend(of_column.map(|fact| one(&fact)));
            }
            Referent::Name(id) => self.names.push(facts.row(id).fact_ids()),
            Referent::Tag(id) => self.others.push(facts.row(id).fact_ids()),
            Referent::Value(id) => return self.add_value(&facts.value(id)),
            Referent::Mention(id) | Referent::RowOfValue(id) => {
                return self.wide.push(facts.row(id).fact_ids());
            }
            _ => return,
        }
        self.named.push(referent);
    }

    /// A value that several subjects have stands for a group, whose members are asked about; one
    /// that a single subject has, only for itself. A common word that is not to be asked has to do
    /// with its subject and no more.
    fn add_value(&mut self, value: &Value<'_>) {
        let row = value.row();
        let is_name = || value.label().as_str().starts_with(char::is_uppercase);
        let is_group = || value.is_asked() || is_name() || !value.column().is_asked();
        if value.is_shared() && is_group() {
            self.others.push(row.fact_ids());
        } else {
            let same = row.facts().filter(|fact| fact.value() == *value);
            self.others.extend(same.map(|fact| one(&fact)));
        }
        self.named.push(Referent::Value(value.id()));
        self.wide.push(row.fact_ids());
    }

    /// What has the phrase among the words of a longer name.
    fn add_holder(&mut self, facts: &Facts, referent: Referent, phrase: &Phrase) {
        let Referent::RowOfValue(id) = referent else {
            return self.add(facts, referent);
        };
        let row = facts.row(id);
        let says = |value: &Value<'_>| {
            let words = value.label().words();
            let has = |word: &str| words.iter().any(|own| own == word);
            phrase.words().all(has)
        };
        for column in row.table().columns() {
            for value in row.values(&column).filter(says) {
                self.add_value(&value);
            }
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
        } else if count(&self.structure) >= ENOUGH {
            self.wide.append(&mut self.others);
        }
    }

    /// Where a topic has many facts about it, those that have few of them only have to do with it,
    /// but for subjects of that name.
    fn settle_topics(&mut self, facts: &Facts) {
        if self.count() < ENOUGH {
            return;
        }
        let topics = Topics::of(facts);
        let set = |runs: &mut Vec<Range<u32>>| -> FactSet { runs.drain(..).collect() };
        let (structure, names) = (set(&mut self.structure), set(&mut self.names));
        let others = set(&mut self.others);
        let mut counts = vec![0_usize; topics.ends.len()];
        for (topic, run) in [&structure, &names, &others]
            .into_iter()
            .flat_map(|set| topics.split(set))
        {
            if let Some(count) = counts.get_mut(topic) {
                *count = count.saturating_add(run.len());
            }
        }
        let most = counts.iter().copied().max().unwrap_or_default();
        let count = |topic: usize| counts.get(topic).copied().unwrap_or_default();
        let is_minor = |topic| most >= ENOUGH && count(topic).saturating_mul(MINOR) < most;
        // A subject of that name keeps its place unless there is next to nothing to say of it.
        let is_slight = |topic| is_minor(topic) && count(topic) <= SLIGHT;
        self.structure.extend(structure.runs());
        for (topic, run) in topics.split(&names) {
            let kept = if is_slight(topic) {
                &mut self.wide
            } else {
                &mut self.names
            };
            kept.push(run);
        }
        for (topic, run) in topics.split(&others) {
            let kept = if is_minor(topic) {
                &mut self.wide
            } else {
                &mut self.others
            };
            kept.push(run);
        }
    }

    fn finish(self) -> Meaning {
        let names_many = !self.topics.is_empty() || !self.structure.is_empty();
        let own = [self.topics, self.structure, self.names, self.others];
        let own: FactSet = own.into_iter().flatten().collect();
        let wide: FactSet = own.runs().chain(self.wide).collect();
        Meaning {
            core: if names_many {
                own.clone()
            } else {
                wide.clone()
            },
            wide,
            own,
            named: Naming::Things(self.named),
        }
    }
}

/// Returns how many facts some runs are.
fn count(runs: &[Range<u32>]) -> usize {
    runs.iter().map(Range::len).sum()
}

fn one(fact: &Fact<'_>) -> Range<u32> {
    fact.id()..fact.id().saturating_add(1)
}

/// Where the facts of each topic end; those of the next one start there.
struct Topics {
    ends: Vec<u32>,
}

impl Topics {
    fn of(facts: &Facts) -> Self {
        let ends = facts.topics().map(|topic| topic.fact_ids().end);
        Self {
            ends: ends.collect(),
        }
    }

    /// Returns the runs of a set, cut where a topic ends, each with the place of its topic.
    fn split(&self, set: &FactSet) -> impl Iterator<Item = (usize, Range<u32>)> {
        let mut runs = set.runs();
        let (mut topic, mut rest) = (0_usize, 0..0);
        std::iter::from_fn(move || {
            if rest.is_empty() {
                rest = runs.next()?;
            }
            while self.ends.get(topic).is_some_and(|end| *end <= rest.start) {
                topic = topic.saturating_add(1);
            }
            let end = self
                .ends
                .get(topic)
                .map_or(rest.end, |end| rest.end.min(*end));
            let run = rest.start..end;
            rest.start = end;
            Some((topic, run))
        })
    }
}
