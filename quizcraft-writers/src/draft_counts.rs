//! The numbers of drafts of one writer that were kept, and that were dropped for each reason.

use quizcraft_core::GameId;

/// Counts the drafts of one writer. It holds numbers only, so it can be logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DraftCounts {
    /// Returned by the writer.
    pub(crate) given: usize,
    /// Added to the game.
    pub(crate) kept: usize,
    /// Asked before. They are added at the end if the game is too short.
    pub(crate) repeated: usize,
    /// Dropped: of a kind that the brief does not request.
    pub(crate) other_kind: usize,
    /// Dropped: more than the brief requests.
    pub(crate) surplus: usize,
    /// Dropped: restored, and against the rules of new drafts.
    pub(crate) invalid: usize,
    /// Dropped: with a flaw that the review finds.
    pub(crate) flawed: usize,
    /// Dropped: asks for the same as another.
    pub(crate) same: usize,
    /// Dropped: reveals the solution of another, or has its own revealed.
    pub(crate) spoilers: usize,
    /// Drafts of earlier writers that gave their places to those of this one.
    pub(crate) replaced: usize,
}

impl DraftCounts {
    /// Returns whether a draft can be part of the game.
    pub(crate) const fn has_usable(&self) -> bool {
        self.kept > 0 || self.repeated > 0
    }

    /// Logs the numbers. The number of a writer is its place in the list, counted from 1.
    pub(crate) fn log(&self, game: GameId, writer: usize) {
        tracing::info!(
            game = %game,
            writer,
            given = self.given,
            kept = self.kept,
            repeated = self.repeated,
            other_kind = self.other_kind,
            surplus = self.surplus,
            invalid = self.invalid,
            flawed = self.flawed,
            same = self.same,
            spoilers = self.spoilers,
            replaced = self.replaced,
            "drafts received",
        );
    }
}

/// Removes the items that do not pass, and returns how many those are.
pub(crate) fn drop_unless<T>(items: &mut Vec<T>, passes: impl FnMut(&T) -> bool) -> usize {
    let before = items.len();
    items.retain(passes);
    before.saturating_sub(items.len())
}
