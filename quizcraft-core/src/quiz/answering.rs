use super::{Error, Quiz};
use crate::game::Reply;
use crate::gateway::Recording;
use crate::question::{Feedback, Posed, QuestionIndex, RawResponse, Summary};
use crate::value::{GameId, PlayerId};

impl Quiz {
    /// Returns the summaries of all questions of a game in order. Empty if the game is pending or
    /// failed.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchGame`] if the player has no such game, and [`Error::Unavailable`] or
    /// [`Error::Internal`] if it could not be read.
    pub async fn questions(&self, player: &PlayerId, game: &GameId) -> Result<Vec<Summary>, Error> {
        Ok(self.games.load(player, game).await?.summaries())
    }

    /// Returns the summary of one question of a game.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and [`PlayError::NoSuchQuestion`] if the game has no such
    /// question (yet).
    ///
    /// [`PlayError::NoSuchQuestion`]: crate::PlayError::NoSuchQuestion
    pub async fn question(
        &self,
        player: &PlayerId,
        game: &GameId,
        index: QuestionIndex,
    ) -> Result<Summary, Error> {
        Ok(self.games.load(player, game).await?.summary(index)?)
    }

    /// Returns the first unanswered question. Repeated calls return the same question, with its options
    /// in the same order.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and those of [`Play::pose`](crate::Play::pose).
    pub async fn ask(&self, player: &PlayerId, game: &GameId) -> Result<Posed, Error> {
        Ok(self.games.load(player, game).await?.pose()?)
    }

    /// Answers the named question, or the first unanswered one.
    ///
    /// A question is answered once. The same answer again returns the same feedback. Of concurrent
    /// answers exactly one is recorded. A concurrent answer never applies to the next question.
    ///
    /// # Errors
    ///
    /// As [`questions`](Self::questions), and those of [`Play::answer`](crate::Play::answer).
    ///
    /// [`Error::Unavailable`] also if recording the answer failed; it may have been recorded. A retry
    /// is safe if it names the question. Otherwise it may answer the next question.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Error, PlayError, Verdict};
    ///
    /// # use async_trait::async_trait;
    /// # use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
    /// # use quizcraft_core::*;
    /// # struct Planets;
    /// # fn planets() -> Result<Drafts, Box<dyn std::error::Error + Send + Sync>> {
    /// #     let (mars, io) = (Choice::new("Mars")?, Choice::new("Io")?);
    /// #     let why = Clarification::new("Io is a moon of Jupiter.")?;
    /// #     Ok(Drafts::new(vec![Draft::single(Prompt::new("Which is a planet?")?, mars, vec![io], why)?])?)
    /// # }
    /// # #[async_trait]
    /// # impl QuestionWriter for Planets {
    /// #     async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
    /// #         planets().map_err(WriteError::temporary)
    /// #     }
    /// # }
    /// # quizcraft_contract::block_on(async {
    /// # let memory = quizcraft_memory::Memory::new();
    /// # let (quiz, player) = (memory.quiz(), PlayerId::from_bytes([7; 32]));
    /// # let game = quiz.start(&player, GameRequest::parse(["planets"], None)?, None).await?.game().id();
    /// # let work = memory.queue().receive().ok_or("the work was sent")?.work();
    /// # let _opened = quiz.prepare(&work, &Planets).await?;
    /// let posed = quiz.ask(&player, &game).await?;
    /// assert_eq!(posed.options.len(), 2);
    /// let feedback = quiz.answer(&player, &game, Some(posed.index), "Io").await?;
    /// assert_eq!((feedback.verdict, feedback.solution.as_str()), (Verdict::Wrong, "Mars"));
    ///
    /// // A retry of the same answer is safe; a correction is refused.
    /// assert_eq!(quiz.answer(&player, &game, Some(posed.index), "Io").await?, feedback);
    /// let changed = quiz.answer(&player, &game, Some(posed.index), "Mars").await;
    /// assert!(matches!(changed, Err(Error::Play(PlayError::AlreadyAnswered))));
    ///
    /// let over = quiz.ask(&player, &game).await;
    /// assert!(matches!(over, Err(Error::Play(PlayError::QuestionsLimitReached { .. }))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn answer(
        &self,
        player: &PlayerId,
        game: &GameId,
        named: Option<QuestionIndex>,
        response: impl Into<RawResponse>,
    ) -> Result<Feedback, Error> {
        let play = self.games.load(player, game).await?;
        let answer = match play.answer(named, response)? {
            Reply::Repeated(feedback) => return Ok(feedback),
            Reply::New(answer) => answer,
        };
        match self.games.record(&answer).await? {
            Recording::Recorded => Ok(answer.into_feedback()),
            Recording::Preceded(earlier) => Ok(answer.after(&earlier)?),
            Recording::Gone => Err(Error::NoSuchGame),
        }
    }
}
