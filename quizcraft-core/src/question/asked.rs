use std::collections::HashSet;
use std::fmt;

use super::{DraftFingerprint, Questions};

/// What a player was asked before about some keywords: the fingerprints of the latest questions, newest first.
///
/// It is advisory: a lost update may repeat a question.
///
/// ```
/// use quizcraft_core::{Asked, DraftFingerprint};
///
/// let fact = DraftFingerprint::of(&["France", "capital"]);
/// let asked = Asked::restore([fact]);
/// assert!(asked.contains(fact));
/// assert_eq!(Asked::from_bytes(&asked.to_bytes()), asked);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Asked(Vec<DraftFingerprint>);

impl Asked {
    /// The maximum number of fingerprints. The oldest ones are dropped.
    pub const MAX: usize = 2_000;

    /// Restores stored fingerprints, newest first. Repeated ones are kept once.
    #[must_use]
    pub fn restore(newest_first: impl IntoIterator<Item = DraftFingerprint>) -> Self {
        let mut seen = HashSet::new();
        let distinct = newest_first.into_iter().filter(|&fact| seen.insert(fact));
        Self(distinct.take(Self::MAX).collect())
    }

    /// Restores the stored [bytes](Self::to_bytes). A rest that is shorter than a fingerprint is ignored.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (all, _rest) = bytes.as_chunks::<{ DraftFingerprint::BYTES }>();
        Self::restore(all.iter().copied().map(DraftFingerprint::from_bytes))
    }

    /// Returns the fingerprints one after the other, newest first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|fact| *fact.as_bytes()).collect()
    }

    /// Returns the fingerprints, newest first.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = DraftFingerprint> {
        self.0.iter().copied()
    }

    /// Returns whether the player was asked for this.
    #[must_use]
    pub fn contains(&self, fact: DraftFingerprint) -> bool {
        self.0.contains(&fact)
    }

    /// Returns whether the player was asked nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns this after the questions of one more game. The last question is the newest.
    #[must_use]
    pub fn after(&self, questions: &Questions) -> Self {
        let new: Vec<_> = questions
            .iter()
            .map(|question| question.draft().fingerprint())
            .collect();
        Self::restore(new.into_iter().rev().chain(self.iter()))
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({} fingerprints)", self.0.len())
    }
}
