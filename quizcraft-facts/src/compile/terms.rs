//! Collects the names of all records, and writes the sections of the search.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pools::{Phrases, Pools};
use crate::facts::Facts;
use crate::image::{ImageBuilder, Section, Varints};
use crate::lexicon::Lexicon;
use crate::names::{Found, Name, Referent};
use crate::source::{Column, Row, Table, Topic, Value};
use quizcraft_text::Phrase;

/// The names and their referents.
#[derive(Default)]
pub(super) struct Terms {
    names: BTreeMap<Phrase, BTreeMap<Referent, Found>>,
    /// The rows of each keyword.
    tags: BTreeMap<Phrase, BTreeSet<u32>>,
    /// Keywords that are alternative names of a row: they are capitalised, or overlap its name.
    alternative_names: BTreeSet<(Phrase, u32)>,
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
            // The name without its kind: "Austerlitz" for the Battle of Austerlitz.
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
                self.alternative_names.insert((keyword.phrase.clone(), id));
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

    /// Tags a row whose value is a row of another table with the values in that table's `near:`
    /// columns: a river with the continent of its country.
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
        // Stop words are not searched: the symbol of indium is "In".
        if phrase.is_empty() {
            return;
        }
        let names = self.names.entry(phrase.clone()).or_default();
        let known = names.entry(referent).or_insert(Found::AsAWhole);
        if phrase.words().nth(1).is_some() {
            *known = found.max(*known);
        }
    }

    /// Adds the keywords of rows: as tags if several rows have them or they are alternative names,
    /// as mentions otherwise.
    fn add_tags(&mut self) {
        for (phrase, rows) in std::mem::take(&mut self.tags) {
            for row in &rows {
                let is_name =
                    rows.len() > 1 || self.alternative_names.contains(&(phrase.clone(), *row));
                let referent = if is_name {
                    Referent::Tag(*row)
                } else {
                    Referent::Mention(*row)
                };
                self.name(&phrase, referent, Found::ByAnyWord);
            }
        }
    }

    /// Writes all names, the synonyms and the related topics.
    pub(super) fn finish(
        mut self,
        topics: &[Arc<Topic>],
        lexicon: &Lexicon,
        mut pools: Pools,
        image: &mut ImageBuilder,
    ) {
        self.add_tags();
        let (synonyms, related) = (synonyms(lexicon), related(topics, lexicon));
        let phrases = self.names.keys().chain(synonyms.keys());
        for phrase in phrases.chain(related.keys()) {
            pools.phrase(phrase);
        }
        let phrases = pools.finish(image);
        self.write_names(&phrases, image);
        self.write_phrases_of_words(&phrases, image);
        for (phrase, others) in synonyms {
            image.push(Section::SynonymKeys, phrases.id(&phrase));
            let others = others.iter().map(|other| phrases.id(other));
            image.list(Section::SynonymStarts, others);
        }
        for (phrase, topics) in related {
            image.push(Section::RelatedKeys, phrases.id(&phrase));
            image.list(Section::RelatedStarts, topics);
        }
    }

    fn write_names(&self, phrases: &Phrases, image: &mut ImageBuilder) {
        for phrase in phrases.iter() {
            let names = self.names.get(phrase).map(Name::write);
            image.bytes(Section::NameStarts, &names.unwrap_or_default());
        }
    }

    /// Writes for each word the phrases of which it is a part and that a part can find.
    fn write_phrases_of_words(&self, phrases: &Phrases, image: &mut ImageBuilder) {
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
            image.bytes(Section::PhrasesOfWordStarts, &bytes);
        }
    }
}

fn synonyms(lexicon: &Lexicon) -> BTreeMap<Phrase, Vec<Phrase>> {
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

/// Returns the dictionary words that a search would otherwise correct to names.
pub(super) fn confusable_words(lexicon: &Lexicon, facts: &Facts) -> BTreeSet<String> {
    let stems: BTreeSet<Phrase> = lexicon.words().map(Phrase::new).collect();
    let confusable = stems.into_iter().filter(|stem| {
        let terms = facts.find_misspelled(stem);
        terms.iter().any(|term| Phrase::from(term) != *stem)
    });
    confusable.map(|stem| stem.as_str().to_owned()).collect()
}
