//! From what a person calls something to what that is.

use std::collections::BTreeSet;

use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, Set, Streamer};

use super::{Column, Facts, Row, Table, Topic, Value, Words};
use crate::image::Section;
use crate::text::Phrase;
use crate::typing::{Typed, mistakes};

/// What a name stands for, and in which way; the number is an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Referent {
    /// The topic of this name.
    TopicName(u32),
    /// A topic that has it among its further words.
    TopicKeyword(u32),
    /// A table of things that are called so.
    Table(u32),
    /// A column that is called so.
    Column(u32),
    /// The row of this name.
    Name(u32),
    /// One of several rows that have it among their keywords, or a row that it is another name of.
    Tag(u32),
    /// The only row that has it among its keywords, which it does not name.
    Mention(u32),
    /// A value.
    Value(u32),
    /// A row of which a value has it among its words.
    Holder(u32),
}

/// How many bits of a referent are its id.
const ID_BITS: u32 = 28;
const ID_MASK: u32 = (1 << ID_BITS) - 1;

impl Referent {
    pub(crate) fn to_bits(self) -> u32 {
        let (kind, id) = match self {
            Self::TopicName(id) => (0, id),
            Self::TopicKeyword(id) => (1, id),
            Self::Table(id) => (2, id),
            Self::Column(id) => (3, id),
            Self::Name(id) => (4, id),
            Self::Tag(id) => (5, id),
            Self::Mention(id) => (6, id),
            Self::Value(id) => (7, id),
            Self::Holder(id) => (8, id),
        };
        kind << ID_BITS | id & ID_MASK
    }

    /// Whether it stands for a topic, a table or a column.
    fn is_of_many(self) -> bool {
        matches!(
            self,
            Self::TopicName(_) | Self::TopicKeyword(_) | Self::Table(_) | Self::Column(_)
        )
    }

    fn from_bits(bits: u32) -> Self {
        let id = bits & ID_MASK;
        match bits >> ID_BITS {
            0 => Self::TopicName(id),
            1 => Self::TopicKeyword(id),
            2 => Self::Table(id),
            3 => Self::Column(id),
            4 => Self::Name(id),
            5 => Self::Tag(id),
            6 => Self::Mention(id),
            7 => Self::Value(id),
            _ => Self::Holder(id),
        }
    }
}

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

    /// What is called exactly so, or by a word that means the same.
    #[must_use]
    pub fn called(&self, phrase: &Phrase) -> BTreeSet<Referent> {
        let joined = phrase.joined();
        let equals = self
            .list(Section::Equals, &joined)
            .map(|id| self.image.text(id));
        let names = std::iter::once(joined.as_str()).chain(equals);
        let found = names.flat_map(|name| self.list(Section::Terms, name));
        found.map(Referent::from_bits).collect()
    }

    /// What has all words of the phrase among others in its name. Topics, tables and columns are
    /// found by the last word alone: a "chemical element" is an element, and a "gold medal" no gold.
    #[must_use]
    pub fn holding(&self, phrase: &Phrase) -> BTreeSet<Referent> {
        // A single letter is too little to be a part of a name.
        let Some(first) = phrase.words().first().filter(|_| !phrase.is_letter()) else {
            return BTreeSet::new();
        };
        let entries: Vec<u32> = self.list(Section::Parts, first).collect();
        let (entries, _) = entries.as_chunks::<3>();
        let several = phrase.words().len() > 1;
        let held = entries.iter().filter(|[_, name, by_several]| {
            let name = Words::new(self, *name);
            let has = |word: &String| name.iter().any(|own| own == word);
            (several || *by_several == 0) && phrase.words().iter().all(has)
        });
        let last = phrase.words().last();
        let fits = held.filter_map(|[referent, name, _]| {
            let referent = Referent::from_bits(*referent);
            let is_head = || Words::new(self, *name).iter().last() == last.map(String::as_str);
            (!referent.is_of_many() || is_head()).then_some(referent)
        });
        fits.collect()
    }

    /// The names that a phrase is with the fewest mistakes of typing, if they are few.
    #[must_use]
    pub fn terms(&self, typed: &Phrase) -> Vec<Term> {
        let Ok(map) = Map::new(self.image.bytes(Section::Terms)) else {
            return Vec::new();
        };
        let mut found: Vec<(usize, Term)> = Vec::new();
        for spelling in Typed::spellings(&typed.joined()) {
            let mut near = map.search(&spelling).into_stream();
            while let Some((key, _)) = near.next() {
                let Ok(term) = str::from_utf8(key) else {
                    continue;
                };
                let count = mistakes(typed, &Phrase::of_stems(term.split(' ')));
                found.extend(count.map(|count| (count, Term(term.to_owned()))));
            }
        }
        let fewest = found.iter().map(|(count, _)| *count).min();
        found.retain(|(count, _)| Some(*count) == fewest);
        let mut terms: Vec<Term> = found.into_iter().map(|(_, term)| term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Whether a phrase is a single word of the language.
    #[must_use]
    pub fn is_word(&self, phrase: &Phrase) -> bool {
        let words = Set::new(self.image.bytes(Section::English));
        words.is_ok_and(|words| words.contains(phrase.joined()))
    }

    /// The topics that are near in meaning to a phrase that finds nothing.
    pub fn related(&self, phrase: &Phrase) -> impl Iterator<Item = Topic<'_>> {
        let joined = phrase.joined();
        let topics = self.list(Section::Related, &joined);
        topics.map(|id| Topic::new(self, id))
    }

    fn list(&self, section: Section, key: &str) -> impl Iterator<Item = u32> + use<'_> {
        let map = Map::new(self.image.bytes(section)).ok();
        let list = map.and_then(|map| map.get(key)).unwrap_or_default();
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        self.image
            .slice(Section::Lists, half(list >> 32)..half(list))
    }
}

impl From<&Term> for Phrase {
    fn from(term: &Term) -> Self {
        Self::of_stems(term.0.split(' '))
    }
}

/// So that a search goes through the names with as many mistakes as a typed one may have.
impl Automaton for Typed {
    type State = Option<crate::typing::Progress>;

    fn start(&self) -> Self::State {
        Some(self.begin())
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state.as_ref().is_some_and(|state| self.is_done(state))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        state.as_ref().and_then(|state| self.advance(state, byte))
    }
}
