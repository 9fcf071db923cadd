//! What a person may call things, and what each name stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fst::{MapBuilder, SetBuilder};

use super::pools::Pools;
use crate::facts::Referent;
use crate::image::{Draft, Section};
use crate::lexicon::Lexicon;
use crate::source::{Row, Table, Topic, Value};
use crate::text::Phrase;

/// What is called by each term, and by each word of longer terms.
#[derive(Default)]
pub(super) struct Terms {
    exact: BTreeMap<Phrase, BTreeSet<u32>>,
    parts: BTreeMap<String, BTreeSet<(u32, Phrase, Found)>>,
    /// The keywords of rows, to tell those of one row from those of a group.
    tags: BTreeMap<Phrase, BTreeSet<u32>>,
    /// Those that are written with a capital letter, or are a part of the name of their row.
    names: BTreeSet<(Phrase, u32)>,
}

/// How a longer name is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// By any of its words.
    ByAnyWord,
    /// By several of its words.
    BySeveral,
}

impl Terms {
    pub(super) fn topic(&mut self, id: u32, topic: &Topic) {
        self.insert(&topic.phrase, Referent::TopicName(id));
        for keyword in &topic.keywords {
            self.insert(&Phrase::new(keyword), Referent::TopicKeyword(id));
        }
    }

    pub(super) fn table(&mut self, id: u32, first: u32, table: &Table) {
        for kind in &table.keywords {
            self.name(&Phrase::new(kind), Referent::Table(id), Found::ByAnyWord);
        }
        for (column, id) in table.columns.iter().zip(first..) {
            for keyword in &column.keywords {
                self.name(
                    &Phrase::new(keyword),
                    Referent::Column(id),
                    Found::ByAnyWord,
                );
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
            self.insert(&row.name.phrase().without(&kinds), Referent::Name(id));
        }
        for keyword in &row.keywords {
            self.tags
                .entry(keyword.phrase.clone())
                .or_default()
                .insert(id);
            if keyword.is_capitalised || row.name.phrase().overlaps(&keyword.phrase) {
                self.names.insert((keyword.phrase.clone(), id));
            }
        }
        for cell in &row.cells {
            let found = if cell.column.whole {
                Found::BySeveral
            } else {
                Found::ByAnyWord
            };
            for value in cell.values.iter().filter(|value| value.number.is_none()) {
                self.part(value.label.phrase(), Referent::Holder(id), found);
            }
        }
    }

    pub(super) fn value(&mut self, id: u32, value: &Value) {
        self.insert(value.label.phrase(), Referent::Value(id));
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
            self.insert(value.label.phrase(), Referent::Tag(row));
        }
    }

    fn name(&mut self, phrase: &Phrase, referent: Referent, found: Found) {
        self.insert(phrase, referent);
        self.part(phrase, referent, found);
    }

    fn insert(&mut self, phrase: &Phrase, referent: Referent) {
        // The symbol of indium is a stop word, and no search term for that.
        if !phrase.is_empty() {
            self.exact
                .entry(phrase.clone())
                .or_default()
                .insert(referent.to_bits());
        }
    }

    fn part(&mut self, phrase: &Phrase, referent: Referent, found: Found) {
        if phrase.words().len() < 2 {
            return;
        }
        for word in phrase.words() {
            let having = self.parts.entry(word.clone()).or_default();
            having.insert((referent.to_bits(), phrase.clone(), found));
        }
    }

    pub(super) fn finish(
        mut self,
        topics: &[Arc<Topic>],
        lexicon: &Lexicon,
        pools: &mut Pools,
        draft: &mut Draft,
    ) {
        self.add_tags();
        let parts = std::mem::take(&mut self.parts);
        let parts = parts.into_iter().map(|(word, having)| {
            let entries = having.into_iter().flat_map(|(referent, phrase, found)| {
                [
                    referent,
                    pools.phrase(&phrase),
                    u32::from(found == Found::BySeveral),
                ]
            });
            let entries: Vec<u32> = entries.collect();
            (word, entries)
        });
        let parts: Vec<_> = parts.collect();
        draft.set(Section::Parts, map(parts, pools));
        let exact = self
            .exact
            .iter()
            .map(|(phrase, referents)| (phrase.joined(), referents.iter().copied().collect()));
        draft.set(Section::Terms, map(exact, pools));
        draft.set(Section::Equals, equals(lexicon, pools));
        draft.set(Section::Related, related(topics, lexicon, pools));
        draft.set(Section::English, words(lexicon));
    }

    /// What is written beside one row alone, with a small letter, says something of that row and
    /// does not name it.
    fn add_tags(&mut self) {
        for (phrase, rows) in std::mem::take(&mut self.tags) {
            for row in &rows {
                let is_name = rows.len() > 1 || self.names.contains(&(phrase.clone(), *row));
                let referent = if is_name {
                    Referent::Tag(*row)
                } else {
                    Referent::Mention(*row)
                };
                self.name(&phrase, referent, Found::ByAnyWord);
            }
        }
    }
}

fn equals(lexicon: &Lexicon, pools: &mut Pools) -> Vec<u8> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for group in lexicon.equals() {
        let phrases: BTreeSet<_> = group.iter().map(|word| Phrase::new(word)).collect();
        for phrase in &phrases {
            let others = phrases.iter().filter(|other| *other != phrase);
            let ids = others.map(|other| pools.text(&other.joined()));
            let ids: Vec<u32> = ids.collect();
            all.entry(phrase.joined()).or_default().extend(ids);
        }
    }
    map(all, pools)
}

fn related(topics: &[Arc<Topic>], lexicon: &Lexicon, pools: &mut Pools) -> Vec<u8> {
    let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (words, names) in lexicon.related() {
        let called = |name: &String| {
            topics
                .iter()
                .zip(0_u32..)
                .find(|(topic, _)| topic.name == *name)
        };
        let near: Vec<u32> = names.iter().filter_map(called).map(|(_, id)| id).collect();
        for word in words {
            all.entry(Phrase::new(word).joined())
                .or_default()
                .extend(&near);
        }
    }
    map(all, pools)
}

fn words(lexicon: &Lexicon) -> Vec<u8> {
    let stems: BTreeSet<String> = lexicon
        .words()
        .map(|word| Phrase::new(word).joined())
        .collect();
    let mut set = SetBuilder::memory();
    for stem in stems {
        // In memory, and in ascending order, nothing fails.
        let _ = set.insert(stem);
    }
    set.into_inner().unwrap_or_default()
}

/// An `fst` map from keys in ascending order to lists; the value holds the start of the list in its
/// upper half and the end in its lower one.
fn map(entries: impl IntoIterator<Item = (String, Vec<u32>)>, pools: &mut Pools) -> Vec<u8> {
    let entries: BTreeMap<String, Vec<u32>> = entries.into_iter().collect();
    let mut map = MapBuilder::memory();
    for (key, list) in entries {
        let list = pools.list(list);
        // In memory, and in ascending order, nothing fails.
        let _ = map.insert(key, u64::from(list.start) << 32 | u64::from(list.end));
    }
    map.into_inner().unwrap_or_default()
}
