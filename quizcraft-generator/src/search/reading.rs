//! The interpretation of a keyword.

use quizcraft_facts::Facts;
use quizcraft_text::{Phrase, folded_words};

use super::combination::MIN_FACTS;
use super::fact_set::FactSet;
use super::meaning::Meaning;
use super::naming::Naming;
use super::period::period;

/// A keyword and its meaning.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) keyword: String,
    /// The meaning; empty if the keyword is unknown.
    pub(crate) meaning: Meaning,
    /// The names that replaced mistyped words.
    pub(crate) corrected: Vec<String>,
}

/// Looks up a keyword. Tries its initials as one word ("jrr"), then as separate words, then omits
/// them.
pub(crate) fn read(facts: &Facts, keyword: &str) -> Reading {
    let mut reader = Reader::new(facts);
    let mut meaning = reader.words(&folded_words(keyword));
    if meaning.is_empty() {
        meaning = Meaning::of(facts, &Phrase::with_separate_initials(keyword));
    }
    if meaning.is_empty() {
        meaning = reader.words(&after_initials(keyword));
    }
    Reading {
        keyword: keyword.to_owned(),
        meaning,
        corrected: reader.corrected,
    }
}

/// Returns the words after the initials at the start of a keyword: "mozart" of "W. A. Mozart".
/// Returns no words if the keyword does not start with an initial.
fn after_initials(keyword: &str) -> Vec<String> {
    if keyword.trim_start().chars().nth(1) != Some('.') {
        return Vec::new();
    }
    let words = Phrase::with_separate_initials(keyword);
    let is_initial = |word: &&str| word.chars().count() == 1;
    let rest = words.words().skip_while(is_initial);
    rest.map(str::to_owned).collect()
}

struct Reader<'f> {
    facts: &'f Facts,
    corrected: Vec<String>,
}

/// A run of words and its meaning.
struct Piece {
    words: usize,
    meaning: Meaning,
}

impl<'f> Reader<'f> {
    fn new(facts: &'f Facts) -> Self {
        Self {
            facts,
            corrected: Vec::new(),
        }
    }

    /// Returns the meaning of the words as a whole. If that has too few facts, returns the
    /// intersection of the pieces if it has more.
    fn words(&mut self, words: &[String]) -> Meaning {
        let whole = Meaning::of(self.facts, &phrase_of(words));
        if let Some(period) = period(words).filter(|period| period.words.len() == words.len()) {
            return whole.or(Meaning::of_years(self.facts, period.years));
        }
        if whole.has_enough_facts() {
            return whole;
        }
        let parts = self.parts(words);
        if parts.about.len() > whole.about.len() {
            parts
        } else {
            whole
        }
    }

    fn parts(&mut self, words: &[String]) -> Meaning {
        let mut meanings = Vec::new();
        let mut rest = words.to_vec();
        while let Some(period) = period(&rest) {
            meanings.push(Meaning::of_years(self.facts, period.years));
            rest.drain(period.words);
        }
        let rest = phrase_of(&rest);
        if !rest.is_empty() {
            meanings.extend(self.names(&rest));
        }
        intersection(meanings)
    }

    /// Returns the meanings of the names in a phrase, or one empty meaning if at most half of its
    /// words are known.
    fn names(&mut self, phrase: &Phrase) -> Vec<Meaning> {
        let known = self.pieces(phrase, Self::known);
        if is_most(&known, phrase) {
            return known.into_iter().map(|piece| piece.meaning).collect();
        }
        let corrected = self.pieces(phrase, Self::known_or_mistyped);
        if is_most(&corrected, phrase) {
            return corrected.into_iter().map(|piece| piece.meaning).collect();
        }
        vec![Meaning::default()]
    }

    /// Returns the longest runs of words with a meaning, from left to right.
    fn pieces(
        &mut self,
        phrase: &Phrase,
        meaning: fn(&mut Self, &Phrase) -> Meaning,
    ) -> Vec<Piece> {
        let words: Vec<&str> = phrase.words().collect();
        let (mut pieces, mut start) = (Vec::new(), 0);
        while start < words.len() {
            let runs = (start.saturating_add(1)..=words.len()).rev();
            let found = runs.into_iter().find_map(|end| {
                let run = Phrase::from_stems(words.get(start..end)?.iter().copied());
                let meaning = if run.is_single_letter() {
                    Meaning::default()
                } else {
                    meaning(self, &run)
                };
                let words = end.checked_sub(start)?;
                let is_good = words == 1 && !meaning.is_empty() || meaning.has_enough_facts();
                is_good.then_some(Piece { words, meaning })
            });
            start = start.saturating_add(found.as_ref().map_or(1, |piece| piece.words));
            pieces.extend(found);
        }
        pieces
    }

    fn known(&mut self, phrase: &Phrase) -> Meaning {
        Meaning::of(self.facts, phrase)
    }

    /// Returns the meaning of a phrase. If it has none, returns that of the names it may be a typing
    /// error for, unless it is a dictionary word.
    fn known_or_mistyped(&mut self, phrase: &Phrase) -> Meaning {
        let known = Meaning::of(self.facts, phrase);
        if !known.is_empty() || self.facts.is_dictionary_word(phrase) {
            return known;
        }
        let terms = self.facts.find_misspelled(phrase);
        let meanings = terms
            .iter()
            .map(|term| Meaning::of(self.facts, &Phrase::from(term)));
        let meaning = meanings.reduce(Meaning::or);
        // A name without facts is found among the terms itself; it is not a correction.
        let others = terms.iter().filter(|term| Phrase::from(*term) != *phrase);
        self.corrected
            .extend(others.map(|term| term.as_str().to_owned()));
        meaning.unwrap_or_default()
    }
}

fn phrase_of(words: &[String]) -> Phrase {
    Phrase::from_folded_words(words.iter().map(String::as_str))
}

/// Returns whether the pieces have more than half of the words. A smaller part of a keyword is
/// likely to mean something else.
fn is_most(pieces: &[Piece], phrase: &Phrase) -> bool {
    let words: usize = pieces.iter().map(|piece| piece.words).sum();
    words.saturating_mul(2) > phrase.words().count()
}

/// Returns the intersection of the meanings of a keyword's pieces.
fn intersection(meanings: Vec<Meaning>) -> Meaning {
    if meanings.len() < 2 {
        return meanings.into_iter().next().unwrap_or_default();
    }
    let all = |sets: fn(&Meaning) -> &FactSet| {
        let sets = meanings.iter().map(sets).cloned();
        sets.reduce(|one, other| one.intersection(&other))
            .unwrap_or_default()
    };
    let about_or_mentioning = all(|meaning| &meaning.about_or_mentioning);
    let intersected_first = all(|meaning| &meaning.intersected_first);
    let namings = meanings.into_iter().map(|meaning| meaning.naming);
    let about = if intersected_first.len() < MIN_FACTS {
        about_or_mentioning.clone()
    } else {
        intersected_first
    };
    Meaning {
        intersected_first: about.clone(),
        about,
        about_or_mentioning,
        naming: Naming::AllOf(namings.collect()),
    }
}
