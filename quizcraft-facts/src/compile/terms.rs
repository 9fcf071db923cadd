//! What a person may call things, and what each name stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pools::{Phrases, Pools};
use crate::facts::Facts;
use crate::image::{Draft, Section, Varints};
use crate::lexicon::Lexicon;
use crate::names::{Found, Name, Referent};
use crate::source::{Column, Row, Table, Topic, Value};
use quizcraft_text::Phrase;

/// What is called by each term.
#[derive(Default)]
pub(super) struct Terms {
    names: BTreeMap<Phrase, BTreeMap<Referent, Found>>,
    /// The keywords of rows, to tell those of one row from those of a group.
    tags: BTreeMap<Phrase, BTreeSet<u32>>,
    /// Those that are written with a capital letter, or are a part of the name of their row.
    capitalised: BTreeSet<(Phrase, u32)>,
}

impl Terms {
    pub(super) fn topic(&mut self, id: u32, topic: &Topic) {
        self.name(&topic.phrase, Referent::TopicName(id), Found::AsAWhole);
        for keyword in &topic.keywords {
            let keyword = Phrase::new(keyword);
            self.name(&keyword, Referent::TopicKeyword(id), Found::AsAWhole);
        }
    }

    pub(super) fn table(&mut self, id: u32, first: u32, table: &Table) {
        for kind in &table.keywords {
            self.name(&Phrase::new(kind), Referent::Table(id), Found::ByAnyWord);
        }
        for (column, id) in table.columns.iter().zip(first..) {
            for keyword in &column.keywords {
                let keyword = Phrase::new(keyword);
                self.name(&keyword, Referent::Column(id), Found::ByAnyWord);
            }
        }
    }

    pub(super) fn row(&mut self, id: u32, table: &Table, row: &Row) {
        let found = if table.whole {
            Found::BySeveral
        } else {
            Found::ByAnyWord
        };
        self.name(row.name.phrase(), Referent::Name(id), found);
        if !table.whole {
            // The name without what it is: "Austerlitz" for the Battle of Austerlitz.
            let kinds: Vec<_> = table
                .keywords
                .iter()
                .map(|kind| Phrase::new(kind))
                .collect();
            let without = row.name.phrase().without(&kinds);
            self.name(&without, Referent::Name(id), Found::AsAWhole);
        }
        for keyword in &row.keywords {
            self.tags
                .entry(keyword.phrase.clone())
                .or_default()
                .insert(id);
            if keyword.is_capitalised || row.name.phrase().overlaps(&keyword.phrase) {
                self.capitalised.insert((keyword.phrase.clone(), id));
            }
        }
    }

    pub(super) fn value(&mut self, id: u32, column: &Column, value: &Value) {
        let found = match value.number {
            Some(_) => Found::AsAWhole,
            None if column.whole => Found::BySeveral,
            None => Found::ByAnyWord,
        };
        self.name(value.label.phrase(), Referent::Value(id), found);
    }

    /// A row of which a value is a thing of another table is found by what that thing is grouped by
    /// there: a river by the continent of its country.
    pub(super) fn kin(&mut self, row: u32, table: &Table, kin: &Row) {
        let grouped = kin
            .cells
            .iter()
            .filter(|cell| table.near.contains(&cell.column.name));
        for value in grouped
            .flat_map(|cell| &cell.values)
            .filter(|value| value.number.is_none())
        {
            self.name(value.label.phrase(), Referent::Tag(row), Found::AsAWhole);
        }
    }

    fn name(&mut self, phrase: &Phrase, referent: Referent, found: Found) {
        // The symbol of indium is a stop word, and no search term for that.
        if phrase.is_empty() {
            return;
        }
        let names = self.names.entry(phrase.clone()).or_default();
        let known = names.entry(referent).or_insert(Found::AsAWhole);
        if phrase.words().nth(1).is_some() {
            *known = found.max(*known);
        }
    }

    /// What is written beside one row alone, with a small letter, says something of that row and
    /// does not name it.
    fn add_tags(&mut self) {
        for (phrase, rows) in std::mem::take(&mut self.tags) {
            for row in &rows {
                let is_name = rows.len() > 1 || self.capitalised.contains(&(phrase.clone(), *row));
                let referent = if is_name {
                    Referent::Tag(*row)
                } else {
                    Referent::Mention(*row)
                };
                self.name(&phrase, referent, Found::ByAnyWord);
            }
        }
    }

    /// Writes all names, and what the lexicon knows but for the words of the language.
    pub(super) fn finish(
        mut self,
        topics: &[Arc<Topic>],
        lexicon: &Lexicon,
        mut pools: Pools,
        draft: &mut Draft,
    ) {
        self.add_tags();
        let (equals, related) = (equals(lexicon), related(topics, lexicon));
        for phrase in self.names.keys().chain(equals.keys()).chain(related.keys()) {
            pools.phrase(phrase);
        }
        let phrases = pools.finish(draft);
        self.write_names(&phrases, draft);
        self.write_holders(&phrases, draft);
        for (phrase, others) in equals {
            draft.push(Section::EqualKeys, phrases.id(&phrase));
            let others = others.iter().map(|other| phrases.id(other));
            draft.list(Section::EqualStarts, others);
        }
        for (phrase, topics) in related {
            draft.push(Section::RelatedKeys, phrases.id(&phrase));
            draft.list(Section::RelatedStarts, topics);
        }
    }

    fn write_names(&self, phrases: &Phrases, draft: &mut Draft) {
        for phrase in phrases.iter() {
            let names = self.names.get(phrase).map(Name::write);
            draft.bytes(Section::NameStarts, &names.unwrap_or_default());
        }
    }

    /// Writes for each word the phrases that are found by it among other words.
    fn write_holders(&self, phrases: &Phrases, draft: &mut Draft) {
        let mut holders: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (phrase, id) in phrases.iter().zip(0..) {
            let names = self.names.get(phrase).into_iter().flatten();
            if names
                .into_iter()
                .all(|(_, found)| *found == Found::AsAWhole)
            {
                continue;
            }
            for word in phrase.words() {
                holders.entry(word).or_default().insert(id);
            }
        }
        for word in phrases.words() {
            let (mut bytes, mut last) = (Vec::new(), 0);
            for id in holders.get(word).into_iter().flatten() {
                Varints::write(id.saturating_sub(last), &mut bytes);
                last = *id;
            }
            draft.bytes(Section::HolderStarts, &bytes);
        }
    }
}

fn equals(lexicon: &Lexicon) -> BTreeMap<Phrase, Vec<Phrase>> {
    let mut all: BTreeMap<Phrase, Vec<Phrase>> = BTreeMap::new();
    for group in lexicon.synonyms() {
        let phrases: BTreeSet<_> = group.iter().map(|word| Phrase::new(word)).collect();
        for phrase in &phrases {
            let others = phrases.iter().filter(|other| *other != phrase);
            let known = all.entry(phrase.clone()).or_default();
            known.extend(others.cloned());
        }
    }
    all
}

fn related(topics: &[Arc<Topic>], lexicon: &Lexicon) -> BTreeMap<Phrase, Vec<u32>> {
    let mut all: BTreeMap<Phrase, Vec<u32>> = BTreeMap::new();
    for (words, names) in lexicon.related() {
        let called = |name: &String| {
            topics
                .iter()
                .zip(0_u32..)
                .find(|(topic, _)| topic.name == *name)
        };
        let near: Vec<u32> = names.iter().filter_map(called).map(|(_, id)| id).collect();
        for word in words {
            all.entry(Phrase::new(word)).or_default().extend(&near);
        }
    }
    all
}

/// The words of the language that would be taken for mistyped names if they were not known.
pub(super) fn english(lexicon: &Lexicon, facts: &Facts) -> BTreeSet<String> {
    let stems: BTreeSet<Phrase> = lexicon.words().map(Phrase::new).collect();
    let taken = stems.into_iter().filter(|stem| {
        let terms = facts.find_misspelled(stem);
        terms.iter().any(|term| Phrase::from(term) != *stem)
    });
    taken.map(|stem| stem.joined().to_owned()).collect()
}
