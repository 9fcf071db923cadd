use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{BoxError, Brief};
use crate::game::Failure;
use crate::question::Drafts;

/// The error of a writer that returns no questions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A permanent error: no questions can be written for this brief. The player reads the failure, and can start a
    /// game from each of its suggestions, so the writer MUST have questions about these. A reason that quotes a
    /// keyword MUST quote it [isolated](crate::isolated).
    #[error("no questions can be written: {0}")]
    Impossible(Failure),
    /// A transient error. A retry may succeed.
    #[error("no questions can be written now")]
    Temporary {
        /// The cause.
        #[source]
        source: BoxError,
        /// How long to wait before a retry, if the writer knows. A queue delivers the work again no earlier, up
        /// to its own maximum delay. A request that reads the overdue game may send the work again before.
        retry_after: Option<Duration>,
    },
    /// The deadline of the brief has passed. A retry may succeed.
    #[error("the questions were not written by the deadline of their brief")]
    OutOfTime,
    /// The questions cost money or much time, which the [expense](Brief::expense) of the brief does not allow yet.
    /// The caller takes the lease on the game and calls the writer again.
    #[error("the questions can only be written under a lease on their game")]
    NeedsLease,
}

impl WriteError {
    /// Creates a transient error of a writer that does not know when to try again.
    pub fn temporary(source: impl Into<BoxError>) -> Self {
        Self::Temporary {
            source: source.into(),
            retry_after: None,
        }
    }

    /// Returns the error with the time to wait before a retry. Other errors than transient ones stay as they
    /// are.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use quizcraft_core::gateway::WriteError;
    ///
    /// let error = WriteError::temporary("too many requests").after(Duration::from_secs(20));
    /// assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    /// ```
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        match self {
            Self::Temporary { source, .. } => Self::Temporary {
                source,
                retry_after: Some(delay),
            },
            other => other,
        }
    }

    /// Returns how long to wait before a retry, if the writer knows.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Temporary { retry_after, .. } => *retry_after,
            Self::Impossible(_) | Self::OutOfTime | Self::NeedsLease => None,
        }
    }
}

/// Writes the questions of a game.
///
/// ```
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
/// use quizcraft_core::{Drafts, Failure};
///
/// /// Fails every brief.
/// struct Ignorant;
///
/// #[async_trait]
/// impl QuestionWriter for Ignorant {
///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
///         let reason = Failure::new("I know nothing about that.");
///         Err(reason.map_or_else(|error| WriteError::temporary(error), WriteError::Impossible))
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait QuestionWriter: Send + Sync {
    /// Writes questions for a brief, in the order in which players answer them.
    ///
    /// An implementation MAY return fewer questions than the limit. Questions above the limit are
    /// ignored. The method may be called several times for one game; the game opens with the
    /// questions of one call.
    ///
    /// An implementation SHOULD write about every keyword of the brief, and MAY return the
    /// [keywords about which it has no questions](Drafts::with_unknown) beside its drafts about the others, so that
    /// another writer is called for them.
    ///
    /// An implementation SHOULD stop at the brief's [deadline](Brief::deadline). It MAY check the time
    /// between steps, and MAY pass the deadline on to its own calls. The caller drops the future at
    /// the deadline and ignores the result of a thread that continues, so the future MUST be safe to
    /// drop at any time.
    ///
    /// # Errors
    ///
    /// [`WriteError::Impossible`] if no attempt can succeed, which fails the game;
    /// [`WriteError::Temporary`] if a retry may succeed; [`WriteError::OutOfTime`] if the deadline has
    /// passed.
    ///
    /// [`WriteError::NeedsLease`] if the questions cost money or much time and the brief's
    /// [expense](Brief::expense) is [`Expense::NeedsLease`](super::Expense::NeedsLease). The caller takes the [lease](crate::Game::lease) on
    /// the game, so that only one worker pays for it at a time, and calls the method again. An implementation
    /// SHOULD return this error before it does anything that takes long, and MUST NOT return it to a brief that
    /// allows or refuses expense.
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError>;
}

#[async_trait]
impl<W: QuestionWriter + ?Sized> QuestionWriter for Arc<W> {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        (**self).write(brief).await
    }
}
