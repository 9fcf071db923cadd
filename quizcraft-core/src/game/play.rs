//! Play: a game with its questions, posed one by one and each answered once.

use super::{Failure, Game, Stage, Unreadable};
use crate::question::{
    Choice, Feedback, Posed, Question, QuestionIndex, Questions, Summary, Verdict,
};
use crate::value::{ErrorCode, GameId};

/// A game together with its questions, as far as it has any.
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
    /// The first answer to the question, which is to be stored.
    New(Box<Answer>),
    /// A repetition of the stored answer; the feedback is the same.
    Repeated(Feedback),
}

/// An answer that is to be stored: a question's first, and the game that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    game: Game,
    question: Question,
    choice: Choice,
    feedback: Feedback,
}

/// A rule of the game rejects what the player asks for.
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
        /// Which game.
        game: GameId,
        /// How many questions it has.
        limit: u16,
    },
    /// The answer is not an option of the question.
    #[error("the choice is not an option of this question")]
    InvalidAnswer,
    /// The question is already answered with a different option.
    #[error("this question is already answered with a different option")]
    AlreadyAnswered,
    /// An earlier question is not answered yet.
    #[error("answer question {next} first")]
    OutOfOrder {
        /// The question that is next.
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
            Self::InvalidAnswer => ErrorCode::InvalidAnswer,
            Self::AlreadyAnswered => ErrorCode::AlreadyAnswered,
            Self::OutOfOrder { .. } => ErrorCode::OutOfOrder,
        }
    }
}

impl Play {
    /// Puts a game and its questions together, which a store may have read at slightly different
    /// moments: where they disagree, the questions decide.
    ///
    /// What an interrupted writer left beside a game is not among its questions: a game that is
    /// pending or failed has none, and a game that is open has as many as it says, the first ones.
    /// A game that is ready, but whose questions were read before all of them could be seen, is
    /// shown as it was then: pending. So no player plays a part of a game as if it were the whole.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Incomplete`] for a game with answers that has lost questions.
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
                game: game.before_opening(total),
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

    /// Returns its questions, unless it is pending or failed.
    #[must_use]
    pub const fn questions(&self) -> Option<&Questions> {
        self.questions.as_ref()
    }

    /// Returns all questions in order, with what may be told of each; none while there are none.
    #[must_use]
    pub fn summaries(&self) -> Vec<Summary> {
        self.questions
            .iter()
            .flat_map(Questions::iter)
            .map(Question::summary)
            .collect()
    }

    /// Returns one question, with what may be told of it.
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

    /// Returns the first question not answered yet, posed; the same every time.
    ///
    /// # Errors
    ///
    /// [`PlayError::Pending`] or [`PlayError::Failed`] if the game has no questions,
    /// [`PlayError::QuestionsLimitReached`] if all of them are answered.
    pub fn pose(&self) -> Result<Posed, PlayError> {
        Ok(self.next()?.pose(self.game.id()))
    }

    /// Answers a question with one of its options: the one named, or else the first not answered.
    ///
    /// # Errors
    ///
    /// In this order: [`PlayError::Pending`] or [`PlayError::Failed`] if the game has no questions;
    /// [`PlayError::NoSuchQuestion`] if it has none of that index, or [`PlayError::QuestionsLimitReached`]
    /// if none was named and all are answered; [`PlayError::InvalidAnswer`] if the text is none of the
    /// options; [`PlayError::AlreadyAnswered`] if another option was chosen before;
    /// [`PlayError::OutOfOrder`] if an earlier question is still to be answered.
    pub fn answer(&self, named: Option<QuestionIndex>, text: &str) -> Result<Reply, PlayError> {
        let question = match named {
            Some(index) => self
                .playable()?
                .get(index)
                .ok_or(PlayError::NoSuchQuestion)?,
            None => self.next()?,
        };
        let choice = question.option(text).or_else(|| recorded(question, text));
        let choice = choice.ok_or(PlayError::InvalidAnswer)?;
        match question.choice() {
            Some(recorded) if recorded == choice => Ok(Reply::Repeated(question.feedback(choice))),
            Some(_) => Err(PlayError::AlreadyAnswered),
            None => self.first_answer(question, choice),
        }
    }

    fn first_answer(&self, question: &Question, choice: &Choice) -> Result<Reply, PlayError> {
        let next = self.next()?.index();
        if question.index() != next {
            return Err(PlayError::OutOfOrder { next });
        }
        let feedback = question.feedback(choice);
        let game = self.game.after_answer(feedback.verdict);
        let (question, choice) = (question.clone(), choice.clone());
        Ok(Reply::New(Box::new(Answer {
            game,
            question,
            choice,
            feedback,
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

/// Returns a recorded choice repeated to the letter, even if looser rules let it in beside the
/// options.
fn recorded<'a>(question: &'a Question, text: &str) -> Option<&'a Choice> {
    question.choice().filter(|choice| choice.as_str() == text)
}

impl Answer {
    /// Returns the game as it is once the answer is stored: finished by its last one.
    #[must_use]
    pub const fn game(&self) -> &Game {
        &self.game
    }

    /// Returns which question is answered.
    #[must_use]
    pub const fn index(&self) -> QuestionIndex {
        self.question.index()
    }

    /// Returns what was chosen.
    #[must_use]
    pub const fn choice(&self) -> &Choice {
        &self.choice
    }

    /// Returns whether that is right.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.feedback.verdict
    }

    /// Returns what the player learns once this answer is stored.
    #[must_use]
    pub fn into_feedback(self) -> Feedback {
        self.feedback
    }

    /// Returns what the player learns if another answer turns out to have been stored before this
    /// one.
    ///
    /// # Errors
    ///
    /// [`PlayError::AlreadyAnswered`] unless that other answer chose the same.
    pub fn after(self, earlier: &Choice) -> Result<Feedback, PlayError> {
        if *earlier == self.choice {
            Ok(self.feedback)
        } else {
            Err(PlayError::AlreadyAnswered)
        }
    }
}
