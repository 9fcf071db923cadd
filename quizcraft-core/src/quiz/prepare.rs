use futures_util::future::join;

use super::{Error, Quiz};
use crate::game::{Failure, Game, PageRequest};
use crate::gateway::{Brief, Causes, QuestionWriter, Transition, Work, WriteError};
use crate::question::Drafts;
use crate::value::PlayerId;

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
    /// Prepares a game: calls the writer, and opens or fails the game. The brief lists the player's
    /// earlier games about the same keywords, so that the writer can avoid repeating their questions.
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
    /// [`WriteError::OutOfTime`] if the writer missed the deadline of its brief), and
    /// [`Error::Internal`] for a permanent error. The caller MUST have the work redelivered.
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
    /// let transient = Failing(|| WriteError::Temporary("connection refused".into()));
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
        let game = self.games.find_for_worker(work);
        let (found, others) = join(game, self.latest(&work.player())).await;
        let Some(game) = found? else {
            return Ok(Prepared::Gone);
        };
        let Some(brief) = Brief::of(&game, &others) else {
            return Ok(Prepared::NotPending);
        };
        match writer.write(&brief).await {
            Ok(drafts) => self.open(&game, drafts).await,
            Err(WriteError::Impossible(failure)) => self.fail(&game, failure).await,
            Err(WriteError::Temporary(source)) => Err(Error::Unavailable(source)),
            Err(late @ WriteError::OutOfTime) => Err(Error::Unavailable(late.into())),
        }
    }

    /// Returns the player's latest games, so that the writer can avoid their questions. Returns none if
    /// reading them fails, because they are optional.
    async fn latest(&self, player: &PlayerId) -> Vec<Game> {
        let first = PageRequest::default();
        match self.games.page_for_worker(player, &first).await {
            Ok(page) => page.into_parts().0,
            Err(error) => {
                let error = Causes(&error);
                tracing::warn!(%error, "the player's earlier games could not be read; the game is prepared without them");
                Vec::new()
            }
        }
    }

    async fn open(&self, game: &Game, drafts: Drafts) -> Result<Prepared, Error> {
        let Ok(command) = game.open(drafts) else {
            return Ok(Prepared::NotPending);
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
