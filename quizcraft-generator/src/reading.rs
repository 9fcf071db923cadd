//! The interpretation of keywords, for display.

use std::fmt::{Display, Formatter, Result};

use quizcraft_core::isolated;
use quizcraft_facts::Facts;

use crate::search::{Combination, KeywordUse, Meaning, Reading};

/// The interpretation of a keyword by a [`FactWriter`](crate::FactWriter).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordReading {
    keyword: String,
    meaning: Vec<String>,
    corrected: Vec<String>,
    topics: Vec<String>,
    facts: usize,
    used: KeywordUse,
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
            facts: reading.meaning.about.len(),
            meaning: reading.meaning.naming.texts(facts),
            corrected: reading.corrected,
            used: *used,
        });
        read.collect()
    }

    /// Returns the keyword as the player wrote it.
    #[must_use]
    pub fn keyword(&self) -> &str {
        &self.keyword
    }

    /// Returns its meaning in words: topics, kinds of subjects, relations, subjects and periods.
    pub fn meaning(&self) -> impl ExactSizeIterator<Item = &str> {
        self.meaning.iter().map(String::as_str)
    }

    /// Returns the topics of the facts about it.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = &str> {
        self.topics.iter().map(String::as_str)
    }

    /// Returns the names that replaced its mistyped words.
    pub fn corrected(&self) -> impl ExactSizeIterator<Item = &str> {
        self.corrected.iter().map(String::as_str)
    }

    /// Returns the number of facts about it.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.facts
    }

    /// Returns how a game uses it.
    #[must_use]
    pub fn used(&self) -> KeywordUse {
        self.used
    }
}

/// Returns the names of the topics with facts about the keyword.
fn topics(facts: &Facts, meaning: &Meaning) -> Vec<String> {
    let topics = facts
        .topics()
        .filter(|topic| meaning.about.overlaps(&topic.fact_ids()));
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
            KeywordUse::LeftOut if self.meaning.is_empty() => return write!(f, "unknown"),
            _ if self.meaning.is_empty() => return write!(f, "{} facts", self.facts),
            KeywordUse::LeftOut => write!(f, "left out, with {} about ", counted(self.facts))?,
            KeywordUse::Alone => write!(f, "{} about ", counted(self.facts))?,
            KeywordUse::Narrowed => write!(f, "narrowed with other keywords, ")?,
        }
        write!(f, "{}", self.meaning.join(", "))
    }
}
