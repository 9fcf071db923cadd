//! From what a person calls something to what that is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Column, Facts, Row, Table, Topic, Value, Words};
use crate::image::{Section, Varints, first};
use crate::names::{Found, Name, Referent};
use quizcraft_text::Phrase;
use quizcraft_text::mistakes;

/// A name that something has, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(String);

impl Term {
    /// Its words with a space between each two.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Term> for Phrase {
    fn from(term: &Term) -> Self {
        Self::of_stems(term.0.split(' '))
    }
}

impl Facts {
    /// The topic with an id that a referent told.
    #[must_use]
    pub fn topic(&self, id: u32) -> Topic<'_> {
        Topic::new(self, id)
    }

    /// The table with an id that a referent told.
    #[must_use]
    pub fn table(&self, id: u32) -> Table<'_> {
        Table::new(self, id)
    }

    /// The column with an id that a referent told.
    #[must_use]
    pub fn column(&self, id: u32) -> Column<'_> {
        Column::new(self, id)
    }

    /// The row with an id that a referent told.
    #[must_use]
    pub fn row(&self, id: u32) -> Row<'_> {
        Row::new(self, id)
    }

    /// The value with an id that a referent told.
    #[must_use]
    pub fn value(&self, id: u32) -> Value<'_> {
        Value::new(self, id)
    }

    /// What is called exactly so, or by a word that means the same; each once, in ascending order.
    #[must_use]
    pub fn find_exact(&self, phrase: &Phrase) -> Vec<Referent> {
        let mut called: Vec<Referent> = self.referents(phrase).collect();
        // They are a few runs in order already, which a stable sort merges.
        called.sort();
        called.dedup();
        called
    }

    /// The rows that are called so by their keywords, besides their names; in ascending order.
    #[must_use]
    #[expect(
        clippy::stable_sort_primitive,
        reason = "they are a few runs in order already, which a stable sort merges"
    )]
    pub fn rows_with_keyword(&self, phrase: &Phrase) -> Vec<u32> {
        let rows = self
            .referents(phrase)
            .filter_map(|referent| match referent {
                Referent::Tag(id) | Referent::Mention(id) => Some(id),
                _ => None,
            });
        let mut rows: Vec<u32> = rows.collect();
        rows.sort();
        rows
    }

    /// What is called exactly so, and then what is called by each word that means the same.
    fn referents(&self, phrase: &Phrase) -> impl Iterator<Item = Referent> + use<'_> {
        let phrases = self.phrase(phrase).into_iter().flat_map(|phrase| {
            let equals = self.list_of(Section::EqualKeys, Section::EqualStarts, phrase);
            std::iter::once(phrase).chain(equals)
        });
        let names = phrases.flat_map(|phrase| self.names(phrase));
        names.map(|name| name.referent)
    }

    /// The rows whose whole names are some of the words of a phrase, one after the other.
    pub fn rows_named_in(&self, phrase: &Phrase) -> impl Iterator<Item = Row<'_>> {
        let words = phrase.words();
        let ids = words.map(|word| self.image.find_text(Section::WordStarts, word));
        let ids: Vec<Option<u32>> = ids.collect();
        let known = ids.split(Option::is_none);
        let runs = known.flat_map(|words| (0..words.len()).filter_map(|start| words.get(start..)));
        let named = runs.flat_map(|words| self.phrases_starting(words));
        let named: Vec<u32> = named.collect();
        let rows = named.into_iter().flat_map(move |phrase| {
            let referents = self.names(phrase).map(|name| name.referent);
            // Few referents come before the rows of a name, and any number after them.
            let upto = referents.take_while(|referent| *referent <= Referent::Name(u32::MAX));
            upto.filter_map(move |referent| match referent {
                Referent::Name(id) => Some((phrase, self.row(id))),
                _ => None,
            })
        });
        // Some are known by their names without what they are.
        let whole = rows.filter(|(phrase, row)| row.name().words().is_phrase(*phrase));
        whole.map(|(_, row)| row)
    }

    /// The phrases that words start with, as ids.
    fn phrases_starting(&self, words: &[Option<u32>]) -> Vec<u32> {
        let mut phrases = 0..self.image.count(Section::PhraseStarts).saturating_sub(1);
        let mut found = Vec::new();
        for (place, word) in words.iter().enumerate() {
            // Those that are left have the words before this one.
            let at = |phrase| Words::new(self, phrase).ids().nth(place);
            let start = first(phrases.clone(), |phrase| at(phrase) >= *word);
            let end = first(start..phrases.end, |phrase| at(phrase) > *word);
            phrases = start..end;
            if phrases.is_empty() {
                break;
            }
            // The shortest one comes first.
            let length = place.saturating_add(1);
            found.extend((Words::new(self, start).len() == length).then_some(start));
        }
        found
    }

    /// What has all words of the phrase among others in its name. Topics, tables and columns are
    /// found by the last word alone: a "chemical element" is an element, and a "gold medal" no gold.
    #[must_use]
    pub fn find_containing(&self, phrase: &Phrase) -> BTreeSet<Referent> {
        // A single letter is too little to be a part of a name.
        let words = self.words(phrase).filter(|_| !phrase.is_letter());
        let Some(words @ [first, ..]) = words.as_deref() else {
            return BTreeSet::new();
        };
        let least = if words.len() > 1 {
            Found::BySeveral
        } else {
            Found::ByAnyWord
        };
        let holding = self.phrases_with(*first).filter(|phrase| {
            let own = Words::new(self, *phrase);
            words.iter().all(|word| own.ids().any(|own| own == *word))
        });
        let names = holding.flat_map(|phrase| {
            let is_head = Words::new(self, phrase).ids().last() == words.last().copied();
            let names = self.names(phrase).filter(move |name| name.found >= least);
            names.filter(move |name| is_head || !name.referent.is_structural())
        });
        let referents = names.map(|name| match name.referent {
            Referent::Value(id) => Referent::RowOfValue(self.value(id).row().id()),
            other => other,
        });
        referents.collect()
    }

    /// The names that a phrase is with the fewest mistakes of typing, if they are few.
    #[must_use]
    pub fn find_misspelled(&self, typed: &Phrase) -> Vec<Term> {
        let near = self.spelled_like(typed).into_iter();
        let known = near.filter(|phrase| self.names(*phrase).next().is_some());
        let counted = known.filter_map(|id| {
            let phrase = Words::new(self, id).to_phrase();
            let count = mistakes(typed, &phrase)?;
            Some((count, Term(phrase.joined().to_owned())))
        });
        let mut found: Vec<(usize, Term)> = counted.collect();
        let fewest = found.iter().map(|(count, _)| *count).min();
        found.retain(|(count, _)| Some(*count) == fewest);
        let mut terms: Vec<Term> = found.into_iter().map(|(_, term)| term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Whether a phrase is a single word of the language that would otherwise be taken for a
    /// mistyped name.
    #[must_use]
    pub fn is_dictionary_word(&self, phrase: &Phrase) -> bool {
        let word = self
            .image
            .find_text(Section::EnglishStarts, phrase.joined());
        word.is_some()
    }

    /// The topics that are near in meaning to a phrase that finds nothing.
    pub fn related(&self, phrase: &Phrase) -> impl Iterator<Item = Topic<'_>> {
        let phrase = self.phrase(phrase).into_iter();
        let topics = phrase
            .flat_map(|phrase| self.list_of(Section::RelatedKeys, Section::RelatedStarts, phrase));
        topics.map(|id| Topic::new(self, id))
    }

    /// The phrases whose first word is one of these, as ids.
    pub(super) fn phrases_from(&self, words: Range<u32>) -> Range<u32> {
        let phrases = 0..self.image.count(Section::PhraseStarts).saturating_sub(1);
        let from = |word: u32| {
            first(phrases.clone(), |phrase| {
                Words::new(self, phrase).ids().next() >= Some(word)
            })
        };
        from(words.start)..from(words.end)
    }

    /// The id of a phrase, if it is stored.
    fn phrase(&self, phrase: &Phrase) -> Option<u32> {
        let words = self.words(phrase)?;
        let phrases = self.image.count(Section::PhraseStarts).saturating_sub(1);
        let ids = |phrase| Words::new(self, phrase).ids();
        let place = first(0..phrases, |phrase| ids(phrase).ge(words.iter().copied()));
        (place < phrases && ids(place).eq(words)).then_some(place)
    }

    /// The ids of the words of a phrase, if all are stored.
    fn words(&self, phrase: &Phrase) -> Option<Vec<u32>> {
        let words = phrase.words();
        words
            .map(|word| self.image.find_text(Section::WordStarts, word))
            .collect()
    }

    fn names(&self, phrase: u32) -> impl Iterator<Item = Name> + use<'_> {
        Name::read(self.image.bytes(Section::NameStarts, phrase))
    }

    /// The phrases that are found by a word among others.
    fn phrases_with(&self, word: u32) -> impl Iterator<Item = u32> + use<'_> {
        let distances = Varints::new(self.image.bytes(Section::HolderStarts, word));
        distances.scan(0_u32, |last, distance| {
            *last = last.wrapping_add(distance);
            Some(*last)
        })
    }

    /// The list of a key, if there is such a key.
    fn list_of(
        &self,
        keys: Section,
        starts: Section,
        key: u32,
    ) -> impl Iterator<Item = u32> + use<'_> {
        let place = self.image.find(keys, key).into_iter();
        place.flat_map(move |place| self.image.list(starts, place))
    }
}
