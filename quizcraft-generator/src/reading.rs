//! What a writer took keywords for, for a person to read.

use std::fmt::{Display, Formatter, Result};

use quizcraft_core::isolated;
use quizcraft_facts::Facts;

use crate::search::{Combination, Meaning, Reading, Use};

/// A keyword, and what a [`FactWriter`](crate::FactWriter) took it for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordReading {
    keyword: String,
    meaning: Vec<String>,
    corrected: Vec<String>,
    topics: Vec<String>,
    facts: usize,
    used: KeywordUse,
}

/// What became of a keyword in a game.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeywordUse {
    /// Too few facts are about it, or it was not understood.
    LeftOut,
    /// It stands for itself: no other keyword narrows it.
    Alone,
    /// The game is about what it and other keywords have in common.
    Narrowed,
}

impl KeywordReading {
    pub(crate) fn all(
        facts: &Facts,
        readings: Vec<Reading>,
        combination: &Combination,
    ) -> Vec<Self> {
        let pairs = readings.into_iter().zip(&combination.used);
        let read = pairs.map(|(reading, used)| Self {
            topics: topics(facts, &reading.meaning),
            keyword: reading.keyword,
            facts: reading.meaning.own.len(),
            meaning: reading.meaning.named.texts(facts),
            corrected: reading.corrected,
            used: match used {
                Use::Unused => KeywordUse::LeftOut,
                Use::Alone => KeywordUse::Alone,
                Use::Narrowed => KeywordUse::Narrowed,
            },
        });
        read.collect()
    }

    /// Returns the keyword as the player wrote it.
    #[must_use]
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// Returns what it was taken for: topics, kinds of things, relations, subjects and periods.
    pub fn meaning(&self) -> impl ExactSizeIterator<Item = &str> {
        self.meaning.iter().map(String::as_str)
    }

    /// Returns the topics that the facts about it belong to.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = &str> {
        self.topics.iter().map(String::as_str)
    }

    /// Returns the names that mistyped words of it were taken for.
    pub fn corrected(&self) -> impl ExactSizeIterator<Item = &str> {
        self.corrected.iter().map(String::as_str)
    }

    /// Returns how many facts are about it.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// Returns what became of it in the game.
    #[must_use]
    pub fn used(&self) -> KeywordUse {
        self.used
    }
}

/// Returns the names of the topics that facts belong to, each once.
fn topics(facts: &Facts, meaning: &Meaning) -> Vec<String> {
    let topics = facts
        .topics()
        .filter(|topic| meaning.own.overlaps(&topic.fact_ids()));
    topics.map(|topic| topic.name().to_owned()).collect()
}

fn counted(facts: usize) -> String {
    match facts {
        1 => "1 fact".to_owned(),
        _ => format!("{facts} facts"),
    }
}

impl Display for KeywordReading {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "“{}”: ", isolated(&self.keyword))?;
        if !self.corrected.is_empty() {
            write!(f, "corrected to {}; ", self.corrected.join(", "))?;
        }
        match self.used {
            KeywordUse::LeftOut if self.meaning.is_empty() => return write!(f, "not understood"),
            _ if self.meaning.is_empty() => return write!(f, "{} facts", self.facts),
            KeywordUse::LeftOut => write!(f, "left out, with {} about ", counted(self.facts))?,
            KeywordUse::Alone => write!(f, "{} about ", counted(self.facts))?,
            KeywordUse::Narrowed => write!(f, "narrowed with other keywords, ")?,
        }
        write!(f, "{}", self.meaning.join(", "))
    }
}
