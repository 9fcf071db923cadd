//! A rule for pronouns of the clarification: [`Flaw::UnclearPronoun`](crate::Flaw::UnclearPronoun).

use quizcraft_text::Phrase;

use super::{Item, prompt};

const PERSONAL_PRONOUNS: [&str; 8] = [
    "he", "him", "his", "himself", "she", "her", "hers", "herself",
];
const OTHER_PRONOUNS: [&str; 10] = [
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
/// Words that make a pronoun of the noun after them: "this country" does not name the country.
const DEMONSTRATIVES: [&str; 2] = ["this", "these"];
/// Words before the name of a place. The name of a place is no referent of "he" or "she".
const PLACE_PREPOSITIONS: [&str; 7] = ["in", "into", "at", "on", "near", "from", "to"];

/// Returns whether the clarification has a pronoun without a clear referent.
///
/// A pronoun is clear if one of these conditions is met:
///
/// - its sentence or an earlier one contains a distinctive word of the prompt or a word of the
///   solution, not counting the noun of a phrase such as "this country";
/// - it is a personal pronoun and follows a name that is not the name of a place.
///
/// A pronoun at the start of a sentence is clear only if an earlier sentence makes it so. At the
/// start of a clarification, players cannot know whether it means the solution or the subject of
/// the prompt.
pub(super) fn has_unclear_pronoun(item: &Item<'_>, clarification: &str) -> bool {
    // Fast path: most clarifications have no pronoun.
    if !sentences(clarification).flatten().any(is_pronoun) {
        return false;
    }
    let mut referents = Referents::default();
    let mut sentences = sentences(clarification);
    sentences.any(|sentence| referents.read_sentence(&sentence.collect::<Vec<_>>(), item))
}

/// The kinds of referents that the text has named so far.
#[derive(Default)]
struct Referents {
    /// Whether the text contains a word of the prompt or of the solution.
    subject: bool,
    /// Whether the text contains a name that can be that of a person.
    person: bool,
}

impl Referents {
    /// Reads the next sentence. Returns whether it has an unclear pronoun.
    fn read_sentence(&mut self, sentence: &[&str], item: &Item<'_>) -> bool {
        let opens_with_pronoun = sentence.first().is_some_and(|word| is_pronoun(word));
        let without_referent = !self.subject && !self.person;
        let before = || std::iter::once(None).chain(sentence.iter().map(Some));
        let mut named = sentence.iter().zip(before());
        self.subject |= named.any(|(word, before)| {
            let is_demonstrative = before.is_some_and(|before| is_one_of(before, &DEMONSTRATIVES));
            !is_demonstrative && names_subject(word, item)
        });
        let after = sentence.iter().skip(1).map(Some).chain([None]);
        let mut words = sentence.iter().zip(before().zip(after));
        let is_unclear = words.any(|(word, (before, next))| {
            let is_place = before.is_some_and(|before| is_one_of(before, &PLACE_PREPOSITIONS));
            self.person |= !is_place && is_name(word, before.is_none(), next.copied());
            let means_person = self.person && is_one_of(word, &PERSONAL_PRONOUNS);
            is_pronoun(word) && !self.subject && !means_person
        });
        is_unclear || opens_with_pronoun && without_referent
    }
}

/// Returns the words of each sentence of a text.
fn sentences(text: &str) -> impl Iterator<Item = impl Iterator<Item = &str>> {
    let sentences = text.split_inclusive(['.', '!', '?', ';']);
    sentences.map(|sentence| {
        let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        words.filter(|word| !word.is_empty())
    })
}

fn is_pronoun(word: &str) -> bool {
    is_one_of(word, &PERSONAL_PRONOUNS) || is_one_of(word, &OTHER_PRONOUNS)
}

/// Returns whether a word is one of these in any case.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Returns whether a word is capitalised as a name is. The first word of a sentence is a name only
/// if the next word is capitalised too.
fn is_name(word: &str, is_first: bool, next: Option<&str>) -> bool {
    let is_capitalised = |word: &str| word.starts_with(char::is_uppercase);
    let is_distinct = !is_first || next.is_some_and(is_capitalised);
    is_capitalised(word)
        && is_distinct
        && !is_pronoun(word)
        && !is_one_of(word, &PLACE_PREPOSITIONS)
}

/// Returns whether the solution contains the word, or the prompt contains it and it is distinctive.
fn names_subject(word: &str, item: &Item<'_>) -> bool {
    let bare = word.trim_end_matches("'s").trim_end_matches("’s");
    Phrase::new(bare).words().any(|word| {
        let in_prompt = || prompt::is_distinctive(word) && item.prompt.words().contains(word);
        item.right.words().contains(word) || in_prompt()
    })
}
