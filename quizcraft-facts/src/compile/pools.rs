//! Interned texts, words, phrases and labels.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::image::{ImageBuilder, Section};
use crate::source::Label;
use quizcraft_text::Phrase;

/// The interned items of all sections.
#[derive(Default)]
pub(super) struct Pools {
    texts: Interned<String>,
    phrases: Interned<Phrase>,
    /// Text, number of the phrase, and whether there is an article.
    labels: Interned<(String, u32, bool)>,
}

/// Distinct items, numbered in the order of their first insertion.
struct Interned<T> {
    ids: HashMap<T, u32>,
    items: Vec<T>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            ids: HashMap::new(),
            items: Vec::new(),
        }
    }
}

impl<T: Hash + Eq + Clone> Interned<T> {
    fn add(&mut self, item: T) -> u32 {
        let next = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(item.clone()).or_insert(next);
        if id == next {
            self.items.push(item);
        }
        id
    }
}

impl Pools {
    pub(super) fn text(&mut self, text: impl Into<String>) -> u32 {
        self.texts.add(text.into())
    }

    pub(super) fn texts<T: Into<String>>(
        &mut self,
        texts: impl IntoIterator<Item = T>,
    ) -> Vec<u32> {
        texts.into_iter().map(|text| self.text(text)).collect()
    }

    /// Interns a phrase and returns its number. [`Pools::finish`] replaces numbers by ids, which
    /// follow the alphabetical order.
    pub(super) fn phrase(&mut self, phrase: &Phrase) -> u32 {
        self.phrases.add(phrase.clone())
    }

    pub(super) fn label(&mut self, label: &Label) -> u32 {
        let phrase = self.phrase(label.phrase());
        let text = label.as_str().to_owned();
        self.labels.add((text, phrase, label.has_article()))
    }

    /// Writes all items, and replaces the numbers of phrases and labels by their ids.
    pub(super) fn finish(self, image: &mut ImageBuilder) -> Phrases {
        let phrases = Phrases::new(&self.phrases.items);
        phrases.write(image);
        for text in &self.texts.items {
            image.bytes(Section::TextStarts, text.as_bytes());
        }
        let labels = Sorted::new(&self.labels.items);
        for (text, phrase, has_article) in &labels.items {
            image.bytes(Section::LabelStarts, text.as_bytes());
            image.push(Section::LabelPhrases, *phrase);
            image.push(Section::LabelArticles, u32::from(*has_article));
        }
        for section in [
            Section::LabelPhrases,
            Section::TableKindPhrases,
            Section::RowKeywords,
        ] {
            image.replace(section, |number| phrases.sorted.id_of_number(number));
        }
        for section in [Section::RowLabels, Section::ValueLabels] {
            image.replace(section, |number| labels.id_of_number(number));
        }
        phrases
    }
}

/// The phrases and their words, sorted. An id is an index in this order.
pub(super) struct Phrases {
    words: Vec<String>,
    sorted: Sorted<Phrase>,
}

impl Phrases {
    fn new(numbered: &[Phrase]) -> Self {
        let words = numbered.iter().flat_map(Phrase::words);
        let words: BTreeSet<String> = words.map(str::to_owned).collect();
        Self {
            words: words.into_iter().collect(),
            sorted: Sorted::new(numbered),
        }
    }

    fn write(&self, image: &mut ImageBuilder) {
        for word in &self.words {
            image.bytes(Section::WordStarts, word.as_bytes());
        }
        for phrase in self.iter() {
            let words = phrase.words();
            let ids = words.map(|word| place(&self.words, &word.to_owned()));
            image.list(Section::PhraseStarts, ids);
        }
    }

    /// Returns the words in the order of their ids.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Returns the phrases in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Phrase> {
        self.sorted.items.iter()
    }

    /// Returns the id of an interned phrase.
    pub(super) fn id(&self, phrase: &Phrase) -> u32 {
        place(&self.sorted.items, phrase)
    }
}

/// Sorted items. An id is an index in this order.
struct Sorted<T> {
    items: Vec<T>,
    /// The id of each item, by its number.
    ids: Vec<u32>,
}

impl<T: Ord + Clone> Sorted<T> {
    fn new(numbered: &[T]) -> Self {
        let mut items = numbered.to_vec();
        items.sort_unstable();
        let ids = numbered.iter().map(|item| place(&items, item));
        Self {
            ids: ids.collect(),
            items,
        }
    }

    fn id_of_number(&self, number: u32) -> u32 {
        let place = usize::try_from(number).ok();
        let id = place.and_then(|place| self.ids.get(place));
        id.copied().unwrap_or(u32::MAX)
    }
}

/// Returns the index of an item in a sorted slice.
fn place<T: Ord>(items: &[T], item: &T) -> u32 {
    let place = items.binary_search(item).unwrap_or_else(|place| place);
    u32::try_from(place).unwrap_or(u32::MAX)
}
