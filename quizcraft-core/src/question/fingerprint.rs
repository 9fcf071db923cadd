//! What a question asks for, and what a player was asked before.

use std::fmt;

use super::Prompt;
use crate::value::GameId;
use crate::value::digest::digest;

/// What a draft asks for, whatever its wording: a hash of 8 bytes.
///
/// A writer gives two drafts the same fingerprint if a player who has seen one of them knows the other,
/// for example because both ask for the same fact in different directions.
///
/// ```
/// use quizcraft_core::{DraftFingerprint, Prompt};
///
/// let of = |parts: &[&str]| DraftFingerprint::of(parts);
/// assert_eq!(of(&["France", "capital", "Paris"]), of(&["France", "capital", "Paris"]));
/// assert_ne!(of(&["France", "capital"]), of(&["Francecapital"]));
///
/// let prompt = DraftFingerprint::of_prompt(&Prompt::new("Who was Napoleon?")?);
/// assert_eq!(prompt, DraftFingerprint::of_prompt(&Prompt::new("WHO WAS NAPOLEON?")?));
/// # Ok::<(), quizcraft_core::TextError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftFingerprint([u8; Self::BYTES]);

impl DraftFingerprint {
    /// The number of bytes.
    pub const BYTES: usize = 8;

    /// Returns the hash of these parts, in this order. Stores keep it, so what it hashes must not change
    /// from release to release.
    #[must_use]
    pub fn of(parts: &[&str]) -> Self {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let hash = digest("quizcraft draft, 1", &parts);
        // A hash is longer, so it has these bytes.
        Self(hash.first_chunk().copied().unwrap_or_default())
    }

    /// Returns the hash of a prompt, whatever its letter case. This is the fingerprint of a draft to which
    /// its writer gives none.
    #[must_use]
    pub fn of_prompt(prompt: &Prompt) -> Self {
        Self::of(&[&crate::value::folded(prompt.as_str())])
    }

    /// Returns a number by which drafts are sorted in an order that differs from game to game, and is the same for
    /// the same game.
    ///
    /// ```
    /// use quizcraft_core::{DraftFingerprint, GameId};
    ///
    /// let fact = DraftFingerprint::of(&["France", "capital"]);
    /// let [first, second] = [1, 2].map(|id| GameId::from_bytes([id; 32]));
    /// assert_eq!(fact.rank(first), fact.rank(first));
    /// assert_ne!(fact.rank(first), fact.rank(second));
    /// ```
    #[must_use]
    pub fn rank(self, game: GameId) -> u64 {
        let hash = digest("quizcraft draft rank, 1", &[game.as_bytes(), &self.0]);
        u64::from_be_bytes(hash.first_chunk().copied().unwrap_or_default())
    }

    /// Restores a stored fingerprint.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Debug for DraftFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftFingerprint({})", hex::encode(self.0))
    }
}
