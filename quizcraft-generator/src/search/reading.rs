//! How a keyword is read.

use quizcraft_facts::Facts;
use quizcraft_text::{Phrase, folded_words};

use super::combination::LEAST;
use super::fact_set::FactSet;
use super::meaning::Meaning;
use super::naming::Naming;
use super::period::period;

/// A keyword, and what it was taken for.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) keyword: String,
    /// What it stands for; nothing if it was not understood.
    pub(crate) meaning: Meaning,
    /// The names that mistyped words of it were taken for.
    pub(crate) corrected: Vec<String>,
}

/// Reads a keyword, with its initials as one word or else each by itself, or else without them.
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

/// Returns the words after the initials that a keyword starts with: "mozart" of "W. A. Mozart";
/// none if it starts otherwise.
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

/// A run of words, and what it stands for.
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

    /// Returns what words stand for: as a whole, or as pieces that narrow one another where there
    /// is more to say of these.
    fn words(&mut self, words: &[String]) -> Meaning {
        let whole = Meaning::of(self.facts, &phrase_of(words));
        if let Some(period) = period(words).filter(|period| period.words.len() == words.len()) {
            return whole.or(Meaning::of_years(self.facts, period.years));
        }
        if whole.makes_a_game() {
            return whole;
        }
        let parts = self.parts(words);
        if parts.own.len() > whole.own.len() {
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
        let telling = phrase_of(&rest);
        if !telling.is_empty() {
            meanings.extend(self.names(&telling));
        }
        narrowed(meanings)
    }

    /// Returns what the names in a phrase stand for; nothing unless most of its words are
    /// understood.
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

    /// Returns the longest runs of words that stand for something, from the first word on.
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
                let is_good = words == 1 && !meaning.is_empty() || meaning.makes_a_game();
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

    /// Returns what a phrase or the name that it is with few mistakes stands for. A word of the
    /// language is no mistake.
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
        // A name about which nothing is asked is found among the names as it is.
        let others = terms.iter().filter(|term| Phrase::from(*term) != *phrase);
        self.corrected
            .extend(others.map(|term| term.as_str().to_owned()));
        meaning.unwrap_or_default()
    }
}

fn phrase_of(words: &[String]) -> Phrase {
    Phrase::from_folded_words(words.iter().map(String::as_str))
}

/// Returns whether the pieces are more than half of the words: a single word out of several is
/// likely to mean something else.
fn is_most(pieces: &[Piece], phrase: &Phrase) -> bool {
    let words: usize = pieces.iter().map(|piece| piece.words).sum();
    words.saturating_mul(2) > phrase.words().count()
}

/// Returns what all the pieces of a keyword stand for together.
fn narrowed(meanings: Vec<Meaning>) -> Meaning {
    if meanings.len() < 2 {
        return meanings.into_iter().next().unwrap_or_default();
    }
    let all = |sets: fn(&Meaning) -> &FactSet| {
        let sets = meanings.iter().map(sets).cloned();
        sets.reduce(|one, other| one.and(&other))
            .unwrap_or_default()
    };
    let wide = all(|meaning| &meaning.wide);
    let core = all(|meaning| &meaning.core);
    let named = meanings.into_iter().map(|meaning| meaning.named);
    let own = if core.len() < LEAST {
        wide.clone()
    } else {
        core
    };
    Meaning {
        core: own.clone(),
        own,
        wide,
        named: Naming::Together(named.collect()),
    }
}
