use std::time::Duration;

use futures_util::future::join;

use super::{Error, Quiz};
use crate::game::{CannotOpen, Failure, Game, LeaseHolder};
use crate::gateway::{Brief, Expense, Leasing, QuestionWriter, Transition, Work, WriteError};
use crate::question::{Asked, Drafts};

/// The outcome of a unit of work. The work is done in every case and need not be redelivered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Prepared {
    /// The game has its questions and is open.
    Opened(Game),
    /// No questions can be written; the game failed.
    Failed(Game),
    /// The game is not pending: an earlier or a concurrent delivery opened it or failed it.
    NotPending,
    /// The game does not exist.
    Gone,
}

impl Quiz {
    /// Prepares a game: calls the writer, and opens or fails the game. The brief contains what the player was
    /// asked before about the same keywords, so that the writer can ask for something else.
    ///
    /// If the writer [needs a lease](WriteError::NeedsLease), it is called again under a lease on the game, so
    /// that no two workers pay for one game at the same time. The lease lasts for the pending
    /// timeout, which must be longer than the writer's deadline. It ends when the game opens or fails, or when the
    /// attempt fails with an error. If the lease was taken [as often as allowed](crate::Lease::MAX_ATTEMPTS), or if
    /// the player has reached the [limit](Self::with_expensive_games_per_hour) of this hour, the writer is called
    /// again without a lease, and must [do without expense](Expense::Refused).
    ///
    /// Once the game is open, the player's games beyond the [limit](crate::Retention) are removed. The
    /// open game may be one of them, if it is older than the others. An error of the removal is logged
    /// and does not fail the work.
    ///
    /// Preparing is idempotent: work may be delivered late, repeatedly, or to two workers
    /// concurrently.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] for a transient error of the store or the writer (its source is
    /// [`WriteError::OutOfTime`] if the writer missed the deadline of its brief), or if another worker holds the
    /// lease on the game; and [`Error::Internal`] for a permanent error, or if the writer asks for a lease
    /// although its brief allows or refuses expense. The caller MUST have the work
    /// redelivered, no earlier than [`Error::retry_after`] says.
    ///
    /// # Examples
    ///
    /// ```
    /// use async_trait::async_trait;
    /// use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
    /// use quizcraft_core::{Drafts, Error, Failure, GameRequest, PlayerId, Prepared};
    ///
    /// /// Cannot write questions, now or ever.
    /// struct Failing(fn() -> WriteError);
    ///
    /// #[async_trait]
    /// impl QuestionWriter for Failing {
    ///     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
    ///         Err(self.0())
    ///     }
    /// }
    ///
    /// # quizcraft_contract::block_on(async {
    /// let memory = quizcraft_memory::Memory::new();
    /// let (quiz, player) = (memory.quiz(), PlayerId::from_bytes([7; 32]));
    /// let _started = quiz.start(&player, GameRequest::parse(["Rome"], None)?, None).await?;
    /// let work = memory.queue().receive().ok_or("the work was sent")?.work();
    ///
    /// let transient = Failing(|| WriteError::temporary("connection refused"));
    /// let failed = quiz.prepare(&work, &transient).await;
    /// assert!(matches!(failed, Err(Error::Unavailable(_))), "the work must be delivered again");
    ///
    /// let permanent = Failing(|| WriteError::Impossible(Failure::restore("Nothing is known.")));
    /// assert!(matches!(quiz.prepare(&work, &permanent).await?, Prepared::Failed(_)));
    /// assert_eq!(quiz.prepare(&work, &permanent).await?, Prepared::NotPending);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn prepare(
        &self,
        work: &Work,
        writer: &dyn QuestionWriter,
    ) -> Result<Prepared, Error> {
        let Some((game, asked)) = self.find_with_asked(work).await? else {
            return Ok(Prepared::Gone);
        };
        let Some(brief) = Brief::of(&game) else {
            return Ok(Prepared::NotPending);
        };
        let brief = brief.with_asked(asked.clone().unwrap_or_default());
        let assignment = Assignment { game, asked, brief };
        match writer.write(&assignment.brief).await {
            Err(WriteError::NeedsLease) => self.prepare_under_lease(assignment, writer).await,
            written => self.finish(&assignment, written).await,
        }
    }

    /// Takes the lease on the game, calls the writer again, and opens or fails the game.
    async fn prepare_under_lease(
        &self,
        assignment: Assignment,
        writer: &dyn QuestionWriter,
    ) -> Result<Prepared, Error> {
        let Ok(lease) = self.games.lease_for(&assignment.game, self.random_holder()) else {
            return Ok(Prepared::NotPending);
        };
        let lease = lease.with_expensive_games_per_hour(self.expensive_games_per_hour);
        match self.games.take(&lease).await? {
            Leasing::Taken => {
                let prepared = self.write(assignment, Expense::Allowed, writer).await;
                if prepared.is_err() {
                    // The drafts are lost, so nothing is gained by making the next delivery wait. If the error
                    // hides a game that opened, nothing is released.
                    self.games.release(&lease).await;
                }
                prepared
            }
            Leasing::Refused(reason) => {
                let game = assignment.game.id();
                tracing::info!(?game, ?reason, "the writer is called without expense");
                let refused = Expense::Refused(reason);
                self.write(assignment, refused, writer).await
            }
            Leasing::Missed => Ok(Prepared::NotPending),
            Leasing::Held(until) => {
                let retry_after = self.games.time_until(until);
                Err(Error::Unavailable(LeaseHeld { retry_after }.into()))
            }
        }
    }

    /// Calls the writer with this expense, and opens or fails the game.
    async fn write(
        &self,
        assignment: Assignment,
        expense: Expense,
        writer: &dyn QuestionWriter,
    ) -> Result<Prepared, Error> {
        let assignment = Assignment {
            brief: assignment.brief.with_expense(expense),
            ..assignment
        };
        let written = writer.write(&assignment.brief).await;
        self.finish(&assignment, written).await
    }

    /// Opens or fails the game with what the writer returned.
    async fn finish(
        &self,
        Assignment { game, asked, .. }: &Assignment,
        written: Result<Drafts, WriteError>,
    ) -> Result<Prepared, Error> {
        match written {
            Ok(drafts) => self.open(game, drafts, asked.as_ref()).await,
            Err(WriteError::Impossible(failure)) => self.fail(game, failure).await,
            Err(WriteError::NeedsLease) => Err(Error::Internal(NeedlessLease.into())),
            Err(transient) => Err(Error::Unavailable(transient.into())),
        }
    }

    /// Returns the game and, if it is known, what its player was asked before about its keywords. Reads both
    /// concurrently if the work names the keywords. They may be those of an earlier game with the same id, which
    /// was removed before its player used the idempotency key again.
    async fn find_with_asked(&self, work: &Work) -> Result<Option<(Game, Option<Asked>)>, Error> {
        let player = work.player();
        let game = self.games.find_for_worker(work);
        let (game, asked) = match work.keywords() {
            Some(keywords) => {
                let (game, asked) = join(game, self.games.asked(&player, &keywords)).await;
                (game?, Some((keywords, asked)))
            }
            None => (game.await?, None),
        };
        let Some(game) = game else {
            return Ok(None);
        };
        let keywords = game.keywords().fingerprint();
        let asked = match asked {
            Some((named, asked)) if named == keywords => asked,
            _ => self.games.asked(&player, &keywords).await,
        };
        Ok(Some((game, asked)))
    }

    fn random_holder(&self) -> LeaseHolder {
        let random = self.randomness.bytes();
        LeaseHolder::from_bytes(random.first_chunk().copied().unwrap_or_default())
    }

    async fn open(
        &self,
        game: &Game,
        drafts: Drafts,
        asked: Option<&Asked>,
    ) -> Result<Prepared, Error> {
        let command = match game.open(drafts) {
            Ok(command) => command,
            Err(CannotOpen::NotPending(_)) => return Ok(Prepared::NotPending),
            Err(error @ CannotOpen::NoRequestedKind) => {
                tracing::warn!(%error, game = ?game.id(), "the writer ignored the kinds of its brief; the game fails");
                return self.fail(game, Failure::not_of_requested_kinds()).await;
            }
        };
        let command = match asked {
            Some(asked) => command.asked_after(asked),
            None => command,
        };
        Ok(match self.games.open(&command).await? {
            Transition::Made => {
                self.games.trim(&game.player()).await;
                Prepared::Opened(command.into_parts().0)
            }
            Transition::Missed => Prepared::NotPending,
        })
    }

    async fn fail(&self, game: &Game, failure: Failure) -> Result<Prepared, Error> {
        let Ok(command) = game.fail(failure) else {
            return Ok(Prepared::NotPending);
        };
        Ok(match self.games.fail(&command).await? {
            Transition::Made => Prepared::Failed(command.game().clone()),
            Transition::Missed => Prepared::NotPending,
        })
    }
}

/// A pending game with the brief for its writer.
struct Assignment {
    game: Game,
    /// What the player was asked before, if it is known.
    asked: Option<Asked>,
    brief: Brief,
}

/// The writer is broken. It is the source of [`Error::Internal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the writer asked for a lease on its game although its brief allows or refuses expense")]
struct NeedlessLease;

/// Another worker holds the lease on the game. It is the source of [`Error::Unavailable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another worker writes the questions of this game")]
pub(super) struct LeaseHeld {
    /// The time until the lease expires.
    pub(super) retry_after: Duration,
}
