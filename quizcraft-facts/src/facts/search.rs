//! The search for records by name.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Column, Facts, Row, Table, Topic, Value, Words};
use crate::image::{Section, Varints, binary_search};
use crate::names::{Found, Name, Referent};
use quizcraft_text::Phrase;
use quizcraft_text::typing_errors;

/// A name of a record, in the form in which names are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(String);

impl Term {
    /// Returns the words, separated by spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Term> for Phrase {
    fn from(term: &Term) -> Self {
        Self::from_stems(term.0.split(' '))
    }
}

impl Facts {
    /// Returns the topic with the id of a referent.
    #[must_use]
    pub fn topic(&self, id: u32) -> Topic<'_> {
        Topic::new(self, id)
    }

    /// Returns the table with the id of a referent.
    #[must_use]
    pub fn table(&self, id: u32) -> Table<'_> {
        Table::new(self, id)
    }

    /// Returns the column with the id of a referent.
    #[must_use]
    pub fn column(&self, id: u32) -> Column<'_> {
        Column::new(self, id)
    }

    /// Returns the row with the id of a referent.
    #[must_use]
    pub fn row(&self, id: u32) -> Row<'_> {
        Row::new(self, id)
    }

    /// Returns the value with the id of a referent.
    #[must_use]
    pub fn value(&self, id: u32) -> Value<'_> {
        Value::new(self, id)
    }

    /// Returns the referents with exactly this name or a synonym of it, sorted, without duplicates.
    ///
    /// ```
    /// use quizcraft_facts::{Facts, Lexicon, Referent, compile};
    /// use quizcraft_text::Phrase;
    ///
    /// let seas = "topic: Seas\ntable: sea\nrows: name\nBaltic Sea\nNorth Sea\n";
    /// let facts = Facts::open(compile([("seas.txt", seas)], &Lexicon::default())?)?;
    /// let found = facts.find_exact(&Phrase::new("BALTIC seas"));
    /// assert_eq!(found, [Referent::Name(0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn find_exact(&self, phrase: &Phrase) -> Vec<Referent> {
        let mut referents: Vec<Referent> = self.referents(phrase).collect();
        // The referents of each synonym are sorted; a stable sort merges sorted runs.
        referents.sort();
        referents.dedup();
        referents
    }

    /// Returns the ids of the rows with this keyword, sorted.
    #[must_use]
    #[expect(
        clippy::stable_sort_primitive,
        reason = "the rows of each synonym are sorted; a stable sort merges sorted runs"
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

    /// Returns the referents of a name, and then those of each synonym.
    fn referents(&self, phrase: &Phrase) -> impl Iterator<Item = Referent> + use<'_> {
        let phrases = self.phrase(phrase).into_iter().flat_map(|phrase| {
            let equals = self.list_of(Section::SynonymKeys, Section::SynonymStarts, phrase);
            std::iter::once(phrase).chain(equals)
        });
        let names = phrases.flat_map(|phrase| self.names(phrase));
        names.map(|name| name.referent)
    }

    /// Returns the rows whose whole name occurs within a phrase, as consecutive words.
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
            // Referents are sorted: few precede the rows of a name, but many may follow.
            let upto = referents.take_while(|referent| *referent <= Referent::Name(u32::MAX));
            upto.filter_map(move |referent| match referent {
                Referent::Name(id) => Some((phrase, self.row(id))),
                _ => None,
            })
        });
        // Names without their kind ("Austerlitz") are not whole names.
        let whole = rows.filter(|(phrase, row)| row.name().words().is_phrase(*phrase));
        whole.map(|(_, row)| row)
    }

    /// Returns the ids of the phrases that are prefixes of a sequence of words.
    fn phrases_starting(&self, words: &[Option<u32>]) -> Vec<u32> {
        let mut phrases = 0..self.image.count(Section::PhraseStarts).saturating_sub(1);
        let mut found = Vec::new();
        for (place, word) in words.iter().enumerate() {
            // All remaining phrases start with the previous words.
            let at = |phrase| Words::new(self, phrase).ids().nth(place);
            let start = binary_search(phrases.clone(), |phrase| at(phrase) >= *word);
            let end = binary_search(start..phrases.end, |phrase| at(phrase) > *word);
            phrases = start..end;
            if phrases.is_empty() {
                break;
            }
            // A phrase that ends here is sorted before the longer ones.
            let length = place.saturating_add(1);
            found.extend((Words::new(self, start).len() == length).then_some(start));
        }
        found
    }

    /// Returns the referents whose names contain all words of the phrase. Names of topics, tables and
    /// columns must also end with its last word: a "chemical element" is an element, but a "gold
    /// medal" is not gold.
    #[must_use]
    pub fn find_containing(&self, phrase: &Phrase) -> BTreeSet<Referent> {
        // A single letter does not count as a part of a name.
        let words = self.words(phrase).filter(|_| !phrase.is_single_letter());
        let Some(words @ [first, ..]) = words.as_deref() else {
            return BTreeSet::new();
        };
        let least = if words.len() > 1 {
            Found::BySeveral
        } else {
            Found::ByAnyWord
        };
        let containing = self.phrases_with(*first).filter(|phrase| {
            let own = Words::new(self, *phrase);
            words.iter().all(|word| own.ids().any(|own| own == *word))
        });
        let names = containing.flat_map(|phrase| {
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

    /// Returns the names with the smallest edit distance to a phrase, if that distance is small.
    #[must_use]
    pub fn find_misspelled(&self, typed: &Phrase) -> Vec<Term> {
        let near = self.spelled_like(typed).into_iter();
        let known = near.filter(|phrase| self.names(*phrase).next().is_some());
        let counted = known.filter_map(|id| {
            let phrase = Words::new(self, id).to_phrase();
            let count = typing_errors(typed, &phrase)?;
            Some((count, Term(phrase.as_str().to_owned())))
        });
        let mut found: Vec<(usize, Term)> = counted.collect();
        let fewest = found.iter().map(|(count, _)| *count).min();
        found.retain(|(count, _)| Some(*count) == fewest);
        let mut terms: Vec<Term> = found.into_iter().map(|(_, term)| term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Returns whether a phrase is a dictionary word that [`Facts::find_misspelled`] would otherwise
    /// correct to a name.
    #[must_use]
    pub fn is_dictionary_word(&self, phrase: &Phrase) -> bool {
        let word = self
            .image
            .find_text(Section::DictionaryStarts, phrase.as_str());
        word.is_some()
    }

    /// Returns the topics that the lexicon relates to a phrase, for phrases that find nothing.
    pub fn related(&self, phrase: &Phrase) -> impl Iterator<Item = Topic<'_>> {
        let phrase = self.phrase(phrase).into_iter();
        let topics = phrase
            .flat_map(|phrase| self.list_of(Section::RelatedKeys, Section::RelatedStarts, phrase));
        topics.map(|id| Topic::new(self, id))
    }

    /// Returns the ids of the phrases whose first word is one of these.
    pub(super) fn phrases_from(&self, words: Range<u32>) -> Range<u32> {
        let phrases = 0..self.image.count(Section::PhraseStarts).saturating_sub(1);
        let from = |word: u32| {
            binary_search(phrases.clone(), |phrase| {
                Words::new(self, phrase).ids().next() >= Some(word)
            })
        };
        from(words.start)..from(words.end)
    }

    /// Returns the id of a phrase, if it is stored.
    fn phrase(&self, phrase: &Phrase) -> Option<u32> {
        let words = self.words(phrase)?;
        let phrases = self.image.count(Section::PhraseStarts).saturating_sub(1);
        let ids = |phrase| Words::new(self, phrase).ids();
        let place = binary_search(0..phrases, |phrase| ids(phrase).ge(words.iter().copied()));
        (place < phrases && ids(place).eq(words)).then_some(place)
    }

    /// Returns the ids of the words of a phrase, if all are stored.
    fn words(&self, phrase: &Phrase) -> Option<Vec<u32>> {
        let words = phrase.words();
        words
            .map(|word| self.image.find_text(Section::WordStarts, word))
            .collect()
    }

    fn names(&self, phrase: u32) -> impl Iterator<Item = Name> + use<'_> {
        Name::read(self.image.bytes(Section::NameStarts, phrase))
    }

    /// Returns the ids of the phrases that contain a word and can be found by it.
    fn phrases_with(&self, word: u32) -> impl Iterator<Item = u32> + use<'_> {
        let distances = Varints::new(self.image.bytes(Section::PhrasesOfWordStarts, word));
        distances.scan(0_u32, |last, distance| {
            *last = last.wrapping_add(distance);
            Some(*last)
        })
    }

    /// Returns the list of a key; an empty one if the key is not found.
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
