//! A rule for the clarification: what its pronouns mean.

use super::{Item, stem};
use quizcraft_text::Phrase;

const PERSONS: [&str; 8] = [
    "he", "him", "his", "himself", "she", "her", "hers", "herself",
];
const THINGS: [&str; 10] = [
    "it",
    "its",
    "itself",
    "they",
    "them",
    "their",
    "theirs",
    "themselves",
    "this",
    "these",
];
/// Words that point at the noun after them, which then names nothing: "this country".
const POINTERS: [&str; 2] = ["this", "these"];
/// Words before the name of a place, which is no person: "In Crete".
const PLACING: [&str; 7] = ["in", "into", "at", "on", "near", "from", "to"];

/// Returns whether the clarification has a pronoun, or says "this country", and neither its
/// sentence nor one before it names what that could mean: a word of the prompt or of the solution,
/// or for a person any name that stands before, unless it is a place's. A player reads a pronoun
/// that begins the first sentence as the solution, even where it means the subject, and the other
/// way round.
pub(super) fn has_unclear_pronoun(item: &Item<'_>, clarification: &str) -> bool {
    // Most texts have no pronoun.
    if !sentences(clarification).flatten().any(is_pronoun) {
        return false;
    }
    let mut known = Known::default();
    let mut sentences = sentences(clarification);
    sentences.any(|sentence| known.leaves_unclear(&sentence.collect::<Vec<_>>(), item))
}

/// What a text has named so far.
#[derive(Default)]
struct Known {
    subject: bool,
    person: bool,
}

impl Known {
    /// Reads the next sentence; whether one of its pronouns means nothing that is named.
    fn leaves_unclear(&mut self, sentence: &[&str], item: &Item<'_>) -> bool {
        let opens_with_pronoun = sentence.first().is_some_and(|word| is_pronoun(word));
        let unnamed = !self.subject && !self.person;
        let before = || std::iter::once(None).chain(sentence.iter().map(Some));
        let mut named = sentence.iter().zip(before());
        self.subject |= named.any(|(word, before)| {
            let pointed_at = before.is_some_and(|before| is_one_of(before, &POINTERS));
            !pointed_at && is_asked(word, item)
        });
        let after = sentence.iter().skip(1).map(Some).chain([None]);
        let mut words = sentence.iter().zip(before().zip(after));
        let unclear = words.any(|(word, (before, next))| {
            let placed = before.is_some_and(|before| is_one_of(before, &PLACING));
            self.person |= !placed && is_name(word, before.is_none(), next.copied());
            let person = self.person && is_one_of(word, &PERSONS);
            is_pronoun(word) && !self.subject && !person
        });
        unclear || opens_with_pronoun && unnamed
    }
}

/// Returns the sentences of a text, each as its words.
fn sentences(text: &str) -> impl Iterator<Item = impl Iterator<Item = &str>> {
    let sentences = text.split_inclusive(['.', '!', '?', ';']);
    sentences.map(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        words.filter(|word| !word.is_empty())
    })
}

fn is_pronoun(word: &str) -> bool {
    is_one_of(word, &PERSONS) || is_one_of(word, &THINGS)
}

/// Returns whether a word is one of these, whatever its capitals.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Returns whether a word has the capital letter of a name; the first word of a sentence has one
/// anyway.
fn is_name(word: &str, opening: bool, next: Option<&str>) -> bool {
    let loud = |word: &str| word.starts_with(char::is_uppercase);
    let named = !opening || next.is_some_and(loud);
    loud(word) && named && !is_pronoun(word) && !is_one_of(word, &PLACING)
}

/// Returns whether a word is one of the prompt or of the solution by which a clarification can name
/// its subject.
fn is_asked(word: &str, item: &Item<'_>) -> bool {
    let bare = word.trim_end_matches("'s").trim_end_matches("’s");
    Phrase::new(bare).words().any(|word| {
        let in_prompt = || stem::is_telling(word) && item.stem.words().contains(word);
        item.right.words().contains(word) || in_prompt()
    })
}
