//! Texts, words, phrases and labels, each stored once.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use crate::image::{Draft, Section};
use crate::source::Label;
use quizcraft_text::Phrase;

/// What is stored so far.
#[derive(Default)]
pub(super) struct Pools {
    texts: Interned<String>,
    phrases: Interned<Phrase>,
    /// Text, phrase, and whether there is an article.
    labels: Interned<(String, u32, bool)>,
}

/// Items, each once, in the order in which they came.
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

    /// The number of a phrase among those that came; [`Phrases::id`] tells its id.
    pub(super) fn phrase(&mut self, phrase: &Phrase) -> u32 {
        self.phrases.add(phrase.clone())
    }

    pub(super) fn label(&mut self, label: &Label) -> u32 {
        let phrase = self.phrase(label.phrase());
        let text = label.as_str().to_owned();
        self.labels.add((text, phrase, label.has_article()))
    }

    /// Writes everything, and puts the ids of phrases and labels in the place of their numbers.
    pub(super) fn finish(self, draft: &mut Draft) -> Phrases {
        let phrases = Phrases::new(&self.phrases.items);
        phrases.write(draft);
        for text in &self.texts.items {
            draft.bytes(Section::TextStarts, text.as_bytes());
        }
        let labels = Sorted::new(&self.labels.items);
        for (text, phrase, has_article) in &labels.items {
            draft.bytes(Section::LabelStarts, text.as_bytes());
            draft.push(Section::LabelPhrases, *phrase);
            draft.push(Section::LabelArticles, u32::from(*has_article));
        }
        for section in [
            Section::LabelPhrases,
            Section::TableKindPhrases,
            Section::RowKeywords,
        ] {
            draft.replace(section, |number| phrases.sorted.id_of_number(number));
        }
        for section in [Section::RowLabels, Section::ValueLabels] {
            draft.replace(section, |number| labels.id_of_number(number));
        }
        phrases
    }
}

/// Phrases and their words in ascending order, which is that of their ids.
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

    fn write(&self, draft: &mut Draft) {
        for word in &self.words {
            draft.bytes(Section::WordStarts, word.as_bytes());
        }
        for phrase in self.iter() {
            let words = phrase.words();
            let ids = words.map(|word| place(&self.words, &word.to_owned()));
            draft.list(Section::PhraseStarts, ids);
        }
    }

    /// The words in the order of their ids.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The phrases in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Phrase> {
        self.sorted.items.iter()
    }

    /// The id of a phrase that was stored.
    pub(super) fn id(&self, phrase: &Phrase) -> u32 {
        place(&self.sorted.items, phrase)
    }
}

/// Items in ascending order, which is that of their ids.
struct Sorted<T> {
    items: Vec<T>,
    /// The id of each item by its number.
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

/// The place of an item among those in ascending order.
fn place<T: Ord>(items: &[T], item: &T) -> u32 {
    let place = items.binary_search(item).unwrap_or_else(|place| place);
    u32::try_from(place).unwrap_or(u32::MAX)
}
