//! The meaning of one name.

use std::ops::Range;

use quizcraft_facts::{Fact, Facts, Referent, Value};
use quizcraft_text::Phrase;

use super::combination::MIN_FACTS;
use super::fact_set::FactSet;
use super::naming::Naming;

/// The number of facts that suffice for a game. If stronger matches have as many, weaker ones are
/// not used: for "king", the king cobra is not looked up.
const SUFFICIENT_FACTS: usize = 15;

/// A topic is minor for a name if another topic has more than this many times as many facts about
/// it.
const MINOR_TOPIC_RATIO: usize = 4;

/// The maximum number of facts of a minor topic for which even subjects of that name are dropped.
const MAX_SLIGHT_FACTS: usize = 3;

/// The facts that a name selects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meaning {
    /// The facts about it.
    pub(crate) about: FactSet,
    /// The facts of `about`, and the facts about subjects that mention it. A game uses the latter only
    /// if another keyword matches them too.
    pub(crate) about_or_mentioning: FactSet,
    /// The facts that are intersected with other keywords first: `about` if the name is that of
    /// topics, tables or columns, otherwise `about_or_mentioning`.
    pub(crate) intersected_first: FactSet,
    /// The meaning in words.
    pub(crate) naming: Naming,
}

impl Meaning {
    pub(crate) fn is_empty(&self) -> bool {
        self.about_or_mentioning.is_empty()
    }

    /// Returns whether there are at least [`MIN_FACTS`] facts about it.
    pub(super) fn has_enough_facts(&self) -> bool {
        self.about.len() >= MIN_FACTS
    }

    /// Returns the union of two meanings.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            about: self.about.union(&other.about),
            about_or_mentioning: self.about_or_mentioning.union(&other.about_or_mentioning),
            intersected_first: self.intersected_first.union(&other.intersected_first),
            naming: Naming::AnyOf(vec![self.naming, other.naming]),
        }
    }

    /// Returns the facts about subjects with one of these years.
    pub(super) fn of_years(facts: &Facts, years: Range<i32>) -> Self {
        let rows = facts.rows_in_years(years.clone()).into_iter();
        let about: FactSet = rows.map(|row| row.fact_ids()).collect();
        Self {
            about_or_mentioning: about.clone(),
            intersected_first: about.clone(),
            about,
            naming: Naming::Years(years),
        }
    }

    /// Returns the meaning of a phrase as a whole, or an empty meaning.
    ///
    /// - The name of a topic means that topic only: films have countries too, but "countries" does
    ///   not mean films.
    /// - Names of topics, tables and columns take precedence over keywords and values of subjects.
    /// - Topics with many facts about the name take precedence over topics with few.
    pub(super) fn of(facts: &Facts, phrase: &Phrase) -> Self {
        let exact = facts.find_exact(phrase);
        let mut found = Matches::with_capacity(exact.len());
        for referent in &exact {
            found.add(facts, *referent);
        }
        found.demote_by_structure();
        if found.count() < SUFFICIENT_FACTS {
            let containing = facts.find_containing(phrase).into_iter();
            let others = containing.filter(|referent| exact.binary_search(referent).is_err());
            for referent in others {
                found.add_containing(facts, referent, phrase);
            }
        }
        found.demote_minor_topics(facts);
        found.finish()
    }
}

/// The matches of a name, by their strength.
#[derive(Default)]
struct Matches {
    /// The facts of topics with that name.
    topics: Vec<Range<u32>>,
    /// The facts of topics with that keyword.
    topic_keywords: Vec<Range<u32>>,
    /// The facts of tables and columns with that name or keyword. [`Self::demote_by_structure`] adds
    /// those of topics with that keyword if no topic has the name.
    structure: Vec<Range<u32>>,
    /// The facts of subjects with that name.
    names: Vec<Range<u32>>,
    /// The facts of subjects with that keyword or value.
    others: Vec<Range<u32>>,
    /// The facts of subjects that only mention it.
    mentioning: Vec<Range<u32>>,
    referents: Vec<Referent>,
}

impl Matches {
    /// Creates an empty value with room for this many referents. If there are many, most of them are
    /// values or tags.
    fn with_capacity(referents: usize) -> Self {
        Self {
            others: Vec::with_capacity(referents),
            mentioning: Vec::with_capacity(referents),
            referents: Vec::with_capacity(referents),
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
                return self.mentioning.push(facts.row(id).fact_ids());
            }
            _ => return,
        }
        self.referents.push(referent);
    }

    /// Adds a value. A value of several subjects means a group: all facts of its members are added.
    /// A value of one subject means that fact only. A common word in brackets has no fact, so its
    /// subject is a mention.
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
        self.referents.push(Referent::Value(value.id()));
        self.mentioning.push(row.fact_ids());
    }

    /// Adds a match whose name contains the phrase among other words.
    fn add_containing(&mut self, facts: &Facts, referent: Referent, phrase: &Phrase) {
        let Referent::RowOfValue(id) = referent else {
            return self.add(facts, referent);
        };
        let row = facts.row(id);
        let contains = |value: &Value<'_>| {
            let words = value.label().words();
            let has = |word: &str| words.iter().any(|own| own == word);
            phrase.words().all(has)
        };
        for column in row.table().columns() {
            for value in row.values(&column).filter(contains) {
                self.add_value(&value);
            }
        }
    }

    /// Demotes weaker matches to `wide`.
    ///
    /// - If a topic has the name, all other matches are demoted.
    /// - If topics with that keyword, tables and columns have enough facts, subjects with that
    ///   keyword or value are demoted.
    fn demote_by_structure(&mut self) {
        if self.topics.is_empty() {
            self.structure.append(&mut self.topic_keywords);
        }
        if !self.topics.is_empty() {
            self.topics.append(&mut self.topic_keywords);
            self.mentioning.append(&mut self.structure);
            self.mentioning.append(&mut self.names);
            self.mentioning.append(&mut self.others);
        } else if count(&self.structure) >= SUFFICIENT_FACTS {
            self.mentioning.append(&mut self.others);
        }
    }

    /// Demotes the subjects of minor topics to `wide` if another topic has many facts. Subjects with
    /// that very name stay, unless their topic has next to no facts.
    fn demote_minor_topics(&mut self, facts: &Facts) {
        if self.count() < SUFFICIENT_FACTS {
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
        let is_minor = |topic| {
            most >= SUFFICIENT_FACTS && count(topic).saturating_mul(MINOR_TOPIC_RATIO) < most
        };
        let is_slight = |topic| is_minor(topic) && count(topic) <= MAX_SLIGHT_FACTS;
        self.structure.extend(structure.runs());
        for (topic, run) in topics.split(&names) {
            let kept = if is_slight(topic) {
                &mut self.mentioning
            } else {
                &mut self.names
            };
            kept.push(run);
        }
        for (topic, run) in topics.split(&others) {
            let kept = if is_minor(topic) {
                &mut self.mentioning
            } else {
                &mut self.others
            };
            kept.push(run);
        }
    }

    fn finish(self) -> Meaning {
        let is_structural = !self.topics.is_empty() || !self.structure.is_empty();
        let about = [self.topics, self.structure, self.names, self.others];
        let about: FactSet = about.into_iter().flatten().collect();
        let about_or_mentioning: FactSet = about.runs().chain(self.mentioning).collect();
        Meaning {
            intersected_first: if is_structural {
                about.clone()
            } else {
                about_or_mentioning.clone()
            },
            about_or_mentioning,
            about,
            naming: Naming::Things(self.referents),
        }
    }
}

/// Returns the number of facts in the runs.
fn count(runs: &[Range<u32>]) -> usize {
    runs.iter().map(Range::len).sum()
}

fn one(fact: &Fact<'_>) -> Range<u32> {
    fact.id()..fact.id().saturating_add(1)
}

/// The boundaries of the topics in the id range.
struct Topics {
    /// The end of each topic's ids, which is the start of the next topic's.
    ends: Vec<u32>,
}

impl Topics {
    fn of(facts: &Facts) -> Self {
        let ends = facts.topics().map(|topic| topic.fact_ids().end);
        Self {
            ends: ends.collect(),
        }
    }

    /// Returns the runs of a set, split at the boundaries of topics, each with the index of its topic.
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
