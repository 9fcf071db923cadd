//! Playing a game: asking its questions one at a time, and answering each once.

use super::{Failure, FinishedGamesKept, Game, Stage, Unreadable};
use crate::question::{
    Feedback, InvalidResponse, Posed, Question, QuestionIndex, Questions, RawResponse, Response,
    Score, Summary, Verdict,
};
use crate::value::{ErrorCode, GameId, Timestamp};

/// A game with its questions, if it has any.
///
/// ```
/// use quizcraft_core::Play;
///
/// /// The prompt that a player sees next.
/// fn next_prompt(play: &Play) -> Result<String, quizcraft_core::PlayError> {
///     Ok(play.pose()?.prompt.to_string())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Play {
    game: Game,
    questions: Option<Questions>,
}

/// The outcome of an answer that the rules accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The first answer to the question. The caller stores it.
    New(Box<Answer>),
    /// The stored answer, repeated. The feedback is the same.
    Repeated(Feedback),
}

/// The command that stores the first answer to a question, and the new state of its game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    game: Game,
    question: Question,
    response: Response,
    feedback: Feedback,
    others: Vec<QuestionIndex>,
    expiry: Option<Timestamp>,
}

/// The error for a request that breaks a rule of the game.
///
/// Adapters report the [code](Self::code), which does not change when a text is reworded:
///
/// ```
/// use quizcraft_core::{ErrorCode, PlayError, QuestionIndex};
///
/// let error = PlayError::OutOfOrder { next: QuestionIndex::FIRST };
/// assert_eq!(error.code(), ErrorCode::OutOfOrder);
/// assert_eq!(error.to_string(), "answer question 1 first");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlayError {
    /// The game has no such question.
    #[error("question not found")]
    NoSuchQuestion,
    /// The questions of the game are still being written.
    #[error("the questions of this game are still being written")]
    Pending,
    /// The game failed: no questions could be written.
    #[error("this game has no questions: {0}")]
    Failed(Failure),
    /// All questions of the game are answered.
    #[error("Game {game} has reached questions limit of {limit}")]
    QuestionsLimitReached {
        /// The game.
        game: GameId,
        /// The number of its questions.
        limit: u16,
    },
    /// The question does not allow the response.
    #[error(transparent)]
    InvalidAnswer(#[from] InvalidResponse),
    /// The question is already answered with a different response.
    #[error("this question is already answered with a different response")]
    AlreadyAnswered,
    /// An earlier question is not answered yet.
    #[error("answer question {next} first")]
    OutOfOrder {
        /// The first unanswered question.
        next: QuestionIndex,
    },
}

impl PlayError {
    /// Returns the public code of this error.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::NoSuchQuestion => ErrorCode::NoSuchQuestion,
            Self::Pending => ErrorCode::GamePending,
            Self::Failed(_) => ErrorCode::GameFailed,
            Self::QuestionsLimitReached { .. } => ErrorCode::QuestionsLimitReached,
            Self::InvalidAnswer(InvalidResponse::WrongType { .. }) => ErrorCode::InvalidRequest,
            Self::InvalidAnswer(_) => ErrorCode::InvalidAnswer,
            Self::AlreadyAnswered => ErrorCode::AlreadyAnswered,
            Self::OutOfOrder { .. } => ErrorCode::OutOfOrder,
        }
    }
}

impl Play {
    /// Combines a game and its questions, which a store may have read without a snapshot. Where they
    /// disagree, the questions decide.
    ///
    /// Leftover questions of an interrupted worker are ignored: a pending or failed game has no
    /// questions, and an open game has the first ones up to its total. A ready game without answers
    /// whose questions were not all read is returned as pending, because the read was concurrent with
    /// its opening. No player therefore plays an incomplete game.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Incomplete`] if a game with answers lacks some of its questions.
    pub fn new(game: Game, questions: Option<Questions>) -> Result<Self, Unreadable> {
        let total = match game.stage() {
            Stage::Pending(_) | Stage::Failed(_) => {
                return Ok(Self {
                    game,
                    questions: None,
                });
            }
            Stage::Ready(ready) => ready.total(),
            Stage::Finished(finished) => finished.total(),
        };
        let questions = questions.map(|questions| questions.first(total));
        let found = questions.as_ref().map_or(0, |q| q.total().get());
        match questions {
            Some(questions) if questions.total() == total => Ok(Self {
                game: game.with_stage_of(&questions),
                questions: Some(questions),
            }),
            _ if game.questions_answered() == 0 => Ok(Self {
                game: game.before_open(total),
                questions: None,
            }),
            _ => Err(Unreadable::Incomplete {
                total: total.get(),
                found,
            }),
        }
    }

    /// Returns the game.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the questions, or `None` if the game is pending or failed.
    #[must_use]
    pub const fn questions(&self) -> Option<&Questions> {
        self.questions.as_ref()
    }

    /// Returns the summaries of all questions in order. Empty if the game is pending or failed.
    #[must_use]
    pub fn summaries(&self) -> Vec<Summary> {
        self.questions
            .iter()
            .flat_map(Questions::iter)
            .map(Question::summary)
            .collect()
    }

    /// Returns the summary of one question.
    ///
    /// # Errors
    ///
    /// [`PlayError::NoSuchQuestion`] if the game has no such question (yet).
    pub fn summary(&self, index: QuestionIndex) -> Result<Summary, PlayError> {
        let question = self
            .questions
            .as_ref()
            .and_then(|questions| questions.get(index));
        question
            .map(Question::summary)
            .ok_or(PlayError::NoSuchQuestion)
    }

    /// Returns the first unanswered question, as it is shown to the player. Repeated calls return the
    /// same question with the same order of options.
    ///
    /// # Errors
    ///
    /// [`PlayError::Pending`] or [`PlayError::Failed`] if the game has no questions,
    /// [`PlayError::QuestionsLimitReached`] if all of them are answered.
    pub fn pose(&self) -> Result<Posed, PlayError> {
        Ok(self.next()?.pose(self.game.id()))
    }

    /// Answers a question. Answers the first unanswered question if `named` is `None`.
    ///
    /// # Errors
    ///
    /// In this order: [`PlayError::Pending`] or [`PlayError::Failed`] if the game has no questions;
    /// [`PlayError::NoSuchQuestion`] if it has no question with that index, or
    /// [`PlayError::QuestionsLimitReached`] if `named` is `None` and all questions are answered;
    /// [`PlayError::InvalidAnswer`] if the question does not allow the response;
    /// [`PlayError::AlreadyAnswered`] if the question is answered with a response that means something else;
    /// [`PlayError::OutOfOrder`] if an earlier question is unanswered.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::*;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let draft = |prompt| -> Result<_, Box<dyn std::error::Error>> {
    /// #     let (wrong, why) = (vec![Choice::new("Io")?], Clarification::new("Io is a moon.")?);
    /// #     Ok(Draft::single(Prompt::new(prompt)?, Choice::new("Mars")?, wrong, why)?)
    /// # };
    /// # let drafts = Drafts::new(vec![draft("Which is a planet?")?, draft("Which is no moon?")?])?;
    /// # let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    /// # let new = GameRequest::parse(["planets"], None)?.begin(id, player, Timestamp::from_secs(0));
    /// let (game, questions) = new.game().open(drafts)?.into_parts();
    /// let play = Play::new(game, Some(questions))?;
    ///
    /// let invalid = Err(PlayError::InvalidAnswer(InvalidResponse::NoSuchOption));
    /// assert_eq!(play.answer(None, "mars"), invalid, "options match exactly");
    /// let second = QuestionIndex::named(2);
    /// let next = QuestionIndex::FIRST;
    /// assert_eq!(play.answer(Some(second), "Mars"), Err(PlayError::OutOfOrder { next }));
    ///
    /// let Reply::New(answer) = play.answer(None, "Io")? else { panic!("it is the first answer") };
    /// assert_eq!((answer.index(), answer.verdict()), (next, Verdict::Wrong));
    /// assert_eq!(answer.game().questions_answered(), 1);
    /// assert_eq!(answer.into_feedback().solution.as_str(), "Mars");
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(
        &self,
        named: Option<QuestionIndex>,
        raw: impl Into<RawResponse>,
    ) -> Result<Reply, PlayError> {
        let raw = &raw.into();
        let question = match named {
            Some(index) => self
                .playable()?
                .get(index)
                .ok_or(PlayError::NoSuchQuestion)?,
            None => self.next()?,
        };
        if let Some(recorded) = exactly_recorded(question, raw) {
            return Ok(Reply::Repeated(question.feedback(recorded)));
        }
        let task = question.draft().task();
        let response = task.parse(raw)?;
        match question.response() {
            Some(recorded) if task.equivalent(recorded, &response) => {
                Ok(Reply::Repeated(question.feedback(recorded)))
            }
            Some(_) => Err(PlayError::AlreadyAnswered),
            None => self.first_answer(question, response),
        }
    }

    fn first_answer(&self, question: &Question, response: Response) -> Result<Reply, PlayError> {
        let next = self.next()?.index();
        if question.index() != next {
            return Err(PlayError::OutOfOrder { next });
        }
        let feedback = question.feedback(&response);
        let game = self.game.after_answer(feedback.score);
        let question = question.clone();
        let all = self.playable()?.iter().map(Question::index);
        let others = all.filter(|index| *index != next).collect();
        Ok(Reply::New(Box::new(Answer {
            game,
            question,
            response,
            feedback,
            others,
            expiry: None,
        })))
    }

    fn next(&self) -> Result<&Question, PlayError> {
        self.playable()?
            .first_unanswered()
            .ok_or_else(|| PlayError::QuestionsLimitReached {
                game: self.game.id(),
                limit: self.game.questions_limit(),
            })
    }

    fn playable(&self) -> Result<&Questions, PlayError> {
        match self.game.failure() {
            Some(failure) => Err(PlayError::Failed(failure.clone())),
            None => self.questions.as_ref().ok_or(PlayError::Pending),
        }
    }
}

/// Returns the recorded choice if it equals the text. A choice that was stored under looser rules may
/// not be one of the options.
fn exactly_recorded<'a>(question: &'a Question, raw: &RawResponse) -> Option<&'a Response> {
    let recorded = question.response()?;
    let is_same = |text: &str| recorded.choice().is_some_and(|own| own.as_str() == text);
    matches!(raw, RawResponse::Text(text) if is_same(text)).then_some(recorded)
}

impl Answer {
    /// Returns the state of the game after this answer.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns the number of the answered question.
    #[must_use]
    pub const fn index(&self) -> QuestionIndex {
        self.question.index()
    }

    /// Returns the response.
    #[must_use]
    pub const fn response(&self) -> &Response {
        &self.response
    }

    /// Returns whether the response is right.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.feedback.verdict
    }

    /// Returns the score of the response.
    #[must_use]
    pub const fn score(&self) -> Score {
        self.feedback.score
    }

    /// Returns the command that records the answer at `now`. If it is the last answer, the finished game
    /// expires `kept` after `now`, or never if `kept` is `None`.
    #[must_use]
    pub fn kept_for(self, kept: impl Into<Option<FinishedGamesKept>>, now: Timestamp) -> Self {
        let kept = kept.into().filter(|_| self.is_last());
        Self {
            expiry: kept.map(|kept| kept.expiry(now)),
            ..self
        }
    }

    /// Returns the expiry of the game, if this answer finishes it and the game is not kept for ever.
    #[must_use]
    pub const fn expiry(&self) -> Option<Timestamp> {
        self.expiry
    }

    /// Returns the numbers of the game's other questions, in ascending order. They expire with the game.
    #[must_use]
    pub fn other_questions(&self) -> &[QuestionIndex] {
        &self.others
    }

    const fn is_last(&self) -> bool {
        matches!(self.game.stage(), Stage::Finished(_))
    }

    /// Returns the feedback for the player, for when this answer is stored.
    #[must_use]
    pub fn into_feedback(self) -> Feedback {
        self.feedback
    }

    /// Returns the feedback for the player, for when a concurrent answer was stored first.
    ///
    /// # Errors
    ///
    /// [`PlayError::AlreadyAnswered`] if the stored response means something else.
    pub fn after(self, earlier: &Response) -> Result<Feedback, PlayError> {
        let task = self.question.draft().task();
        if task.equivalent(earlier, &self.response) {
            Ok(self.feedback)
        } else {
            Err(PlayError::AlreadyAnswered)
        }
    }
}
