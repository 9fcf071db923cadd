//! Drafts with their places in the game.

use quizcraft_core::{Draft, DraftFingerprint, comparable};

/// The place of a draft: the number of its writer, and its index among the drafts of that writer. Drafts that
/// the brief contains have the writer 0.
pub(crate) type Place = (usize, usize);

/// A draft with its place, and with what it asks for.
#[derive(Clone)]
pub(crate) struct Candidate {
    place: Place,
    draft: Draft,
    fingerprint: DraftFingerprint,
    /// The prompt, whatever its letter case.
    prompt: DraftFingerprint,
    /// The solution, whatever its letter case.
    solution: String,
}

impl Candidate {
    pub(crate) fn new(place: Place, draft: Draft) -> Self {
        Self {
            place,
            fingerprint: draft.fingerprint(),
            prompt: DraftFingerprint::of_prompt(draft.prompt()),
            solution: comparable(draft.solution().as_str()).to_lowercase(),
            draft,
        }
    }

    pub(crate) const fn place(&self) -> Place {
        self.place
    }

    pub(crate) const fn draft(&self) -> &Draft {
        &self.draft
    }

    pub(crate) const fn fingerprint(&self) -> DraftFingerprint {
        self.fingerprint
    }

    /// Returns whether both ask for the same: they have the same fingerprint, the same content, or the same
    /// prompt and solution beside other wrong options.
    pub(crate) fn asks_for_same_as(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
            || self.prompt == other.prompt && self.solution == other.solution
            || self.draft.same_as(&other.draft)
    }
}
