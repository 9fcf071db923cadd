//! Texts, words, phrases and labels, each stored once.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use crate::image::{Draft, Section};
use crate::source::Label;
use crate::text::{Phrase, root};

/// What is stored so far.
#[derive(Default)]
pub(super) struct Pools {
    texts: Interned<String>,
    roots: Interned<String>,
    words: Interned<String>,
    phrases: Interned<Vec<u32>>,
    labels: Interned<[u32; 3]>,
    lists: Vec<u32>,
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
    pub(super) fn text(&mut self, text: &str) -> u32 {
        self.texts.add(text.to_owned())
    }

    pub(super) fn texts<T: AsRef<str>>(
        &mut self,
        texts: impl IntoIterator<Item = T>,
    ) -> Range<u32> {
        let ids: Vec<u32> = texts
            .into_iter()
            .map(|text| self.text(text.as_ref()))
            .collect();
        self.list(ids)
    }

    pub(super) fn list(&mut self, numbers: impl IntoIterator<Item = u32>) -> Range<u32> {
        let place = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let start = place(self.lists.len());
        self.lists.extend(numbers);
        start..place(self.lists.len())
    }

    pub(super) fn phrase(&mut self, phrase: &Phrase) -> u32 {
        let words = phrase.words().iter();
        let ids = words.map(|word| self.words.add(word.clone())).collect();
        self.phrases.add(ids)
    }

    pub(super) fn label(&mut self, label: &Label) -> u32 {
        let text = self.text(label.as_str());
        let phrase = self.phrase(label.phrase());
        self.labels
            .add([text, phrase, u32::from(label.has_article())])
    }

    pub(super) fn finish(mut self, draft: &mut Draft) {
        let mut words = Vec::new();
        for word in std::mem::take(&mut self.words.items) {
            let root = self.roots.add(root(&word));
            words.extend([self.text(&word), root]);
        }
        let mut phrases = Vec::new();
        for phrase in std::mem::take(&mut self.phrases.items) {
            let words = self.list(phrase);
            phrases.extend([words.start, words.end]);
        }
        let mut pool = Vec::new();
        let mut ends = Vec::new();
        for text in &self.texts.items {
            pool.extend_from_slice(text.as_bytes());
            ends.push(u32::try_from(pool.len()).unwrap_or(u32::MAX));
        }
        draft.set_numbers(Section::Words, &words);
        draft.set_numbers(Section::Phrases, &phrases);
        draft.set_numbers(Section::Labels, &self.labels.items.concat());
        draft.set_numbers(Section::Lists, &self.lists);
        draft.set_numbers(Section::Texts, &ends);
        draft.set(Section::Pool, pool);
    }
}
