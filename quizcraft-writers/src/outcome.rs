//! What the writers fail with, and what follows for the game.

use quizcraft_core::gateway::WriteError;
use quizcraft_core::{Draft, Drafts, Failure, QuestionsLimit};

/// The failures of the writers of one game.
#[derive(Debug, Default)]
pub(crate) struct Failures {
    /// What the player reads if every writer fails permanently.
    impossible: Option<Failure>,
    transient: Option<WriteError>,
    /// Why a writer contributed nothing although it did not say that no questions can be written.
    unusable: Option<&'static str>,
}

impl Failures {
    /// Adds the error of a writer. Of several transient ones the first counts.
    pub(crate) fn add(&mut self, error: WriteError) {
        match error {
            WriteError::Impossible(failure) => {
                self.impossible = Some(match self.impossible.take() {
                    Some(earlier) => earlier.then(failure),
                    None => failure,
                });
            }
            WriteError::Temporary { .. } | WriteError::OutOfTime => {
                self.transient.get_or_insert(error);
            }
            _ => self.add_unusable("a writer returned an error that the brief does not allow"),
        }
    }

    /// Adds that a writer contributed nothing for another reason than an error.
    pub(crate) fn add_unusable(&mut self, reason: &'static str) {
        self.unusable.get_or_insert(reason);
    }

    /// Returns the drafts of the game, or the error that explains why there are too few.
    pub(crate) fn outcome(
        self,
        drafts: Vec<Draft>,
        limit: QuestionsLimit,
    ) -> Result<Drafts, WriteError> {
        if let Some(error) = self.transient
            && drafts.len() < limit.enough()
        {
            return Err(error);
        }
        match (drafts.as_slice(), self.unusable, self.impossible) {
            ([], None, Some(failure)) => Err(WriteError::Impossible(failure)),
            ([], reason, _) => Err(WriteError::temporary(
                reason.unwrap_or("no writer returned questions"),
            )),
            _ => Drafts::new(drafts).map_err(WriteError::temporary),
        }
    }
}
