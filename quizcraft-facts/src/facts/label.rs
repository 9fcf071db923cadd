//! Names and their words.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use super::Facts;
use crate::image::Section;
use crate::source::{capitalised, in_sentence};
use quizcraft_text::Phrase;

/// The name of a row or the text of a value. It may have an article, which sentences use ("the
/// Netherlands") and most options omit ("Netherlands"). Labels are ordered alphabetically.
#[derive(Clone, Copy)]
pub struct Label<'f> {
    facts: &'f Facts,
    id: u32,
}

impl PartialEq for Label<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Label<'_> {}

impl PartialOrd for Label<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl<'f> Label<'f> {
    pub(super) fn new(facts: &'f Facts, id: u32) -> Self {
        Self { facts, id }
    }

    /// Returns the name without its article.
    #[must_use]
    pub fn as_str(&self) -> &'f str {
        self.facts.image.text(Section::LabelStarts, self.id)
    }

    /// Returns the words, by which names are compared.
    #[must_use]
    pub fn words(&self) -> Words<'f> {
        let phrase = self.facts.image.number(Section::LabelPhrases, self.id);
        Words::new(self.facts, phrase)
    }

    /// Returns the form within a sentence: with its article.
    #[must_use]
    pub fn in_sentence(&self) -> Cow<'f, str> {
        let article = self.facts.image.number(Section::LabelArticles, self.id);
        in_sentence(self.as_str(), article != 0)
    }

    /// Returns the form as an option: capitalised, so that no option stands out.
    #[must_use]
    pub fn as_option(&self) -> Cow<'f, str> {
        capitalised(self.as_str())
    }

    /// Returns the form as an option beside options with an indefinite article: capitalised and with
    /// its article.
    #[must_use]
    pub fn as_description(&self) -> String {
        capitalised(&self.in_sentence()).into_owned()
    }

    /// Returns whether the name starts with an indefinite article ("a wedge at the top of an arch").
    #[must_use]
    pub fn is_indefinite(&self) -> bool {
        let text = self.as_str();
        text.starts_with("a ") || text.starts_with("an ")
    }
}

impl std::fmt::Debug for Label<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// The words of a name in the form in which they are compared: without case, accents and plural.
#[derive(Clone, Copy)]
pub struct Words<'f> {
    facts: &'f Facts,
    phrase: u32,
    /// The range of the words in `Section::PhraseWords`.
    places: (u32, u32),
}

impl PartialEq for Words<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.phrase == other.phrase
    }
}

impl Eq for Words<'_> {}

impl PartialOrd for Words<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Words<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.phrase.cmp(&other.phrase)
    }
}

impl<'f> Words<'f> {
    pub(super) fn new(facts: &'f Facts, phrase: u32) -> Self {
        let Range { start, end } = facts.image.range(Section::PhraseStarts, phrase);
        Self {
            facts,
            phrase,
            places: (start, end),
        }
    }

    /// Returns an id that is equal for equal words.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.phrase
    }

    /// Returns the number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids().len()
    }

    /// Returns whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids().len() == 0
    }

    /// Returns the words in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'f str> + use<'f> {
        let facts = self.facts;
        self.ids()
            .map(move |word| facts.image.text(Section::WordStarts, word))
    }

    /// Returns the words as an owned phrase.
    #[must_use]
    pub fn to_phrase(&self) -> Phrase {
        Phrase::from_stems(self.iter())
    }

    /// Returns the words that none of the others contains, as an owned phrase.
    #[must_use]
    pub fn without(&self, others: &(impl Iterator<Item = Self> + Clone)) -> Phrase {
        let is_other = |word| others.clone().any(|other| other.ids().any(|id| id == word));
        let rest = self.ids().filter(|word| !is_other(*word));
        Phrase::from_stems(rest.map(|word| self.facts.image.text(Section::WordStarts, word)))
    }

    /// Returns whether these words contain every word of the other, which must not be empty.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        !other.is_empty() && other.ids().all(|word| self.ids().any(|own| own == word))
    }

    /// Returns whether the two are equal, or one contains the other.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self == other || self.holds(other) || other.holds(self)
    }

    /// Returns whether the two have a word in common.
    #[must_use]
    pub fn shares_a_word(&self, other: &Self) -> bool {
        other.ids().any(|word| self.ids().any(|own| own == word))
    }

    /// Returns whether these are the words of the phrase with this id.
    pub(super) fn is_phrase(&self, phrase: u32) -> bool {
        self.phrase == phrase
    }

    /// Returns the ids of the words.
    pub(super) fn ids(&self) -> impl ExactSizeIterator<Item = u32> + Clone + use<'f> {
        let (facts, (start, end)) = (self.facts, self.places);
        (start..end).map(move |place| facts.image.number(Section::PhraseWords, place))
    }
}

impl std::fmt::Debug for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
