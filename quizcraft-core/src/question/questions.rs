//! The questions of a game, some of them answered.

use std::num::NonZeroU16;

use super::{
    Answered, Choice, Draft, Feedback, Posed, QuestionIndex, Response, Score, Summary, TotalScore,
    Verdict, order,
};
use crate::value::GameId;

/// A question of a game: a draft with a number, answered at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    index: QuestionIndex,
    draft: Draft,
    response: Option<Response>,
}

impl Question {
    /// Restores a stored question.
    #[must_use]
    pub const fn restore(index: QuestionIndex, draft: Draft, response: Option<Response>) -> Self {
        Self {
            index,
            draft,
            response,
        }
    }

    /// Returns the number of the question.
    #[must_use]
    pub const fn index(&self) -> QuestionIndex {
        self.index
    }

    /// Returns the draft: prompt, task and clarification.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns the player's response, or `None` if the question is unanswered.
    #[must_use]
    pub const fn response(&self) -> Option<&Response> {
        self.response.as_ref()
    }

    /// Returns the player's choice or text, or `None` if the question is unanswered or of another kind.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.response().and_then(Response::choice)
    }

    /// Returns the score of the player's response, or `None` if the question is unanswered.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        let task = self.draft.task();
        self.response().map(|response| task.score(response))
    }

    /// Returns the feedback for this response.
    pub(crate) fn feedback(&self, response: &Response) -> Feedback {
        let score = self.draft.task().score(response);
        Feedback {
            index: self.index,
            verdict: score.into(),
            score,
            solution: self.draft.solution().clone(),
            correct: self.draft.task().correct(),
            clarification: self.draft.clarification().clone(),
            source: self.draft.source().cloned(),
        }
    }

    /// Returns the question as the player of `game` sees it.
    pub(crate) fn pose(&self, game: GameId) -> Posed {
        Posed {
            index: self.index,
            prompt: self.draft.prompt().clone(),
            kind: self.draft.kind(),
            options: order::shown(game, self.index, &self.draft),
            unit: self.draft.task().unit().cloned(),
        }
    }

    pub(crate) fn summary(&self) -> Summary {
        Summary {
            index: self.index,
            prompt: self.draft.prompt().clone(),
            kind: self.draft.kind(),
            answered: self.response().map(|response| self.answered(response)),
        }
    }

    fn answered(&self, response: &Response) -> Answered {
        Answered {
            response: response.clone(),
            feedback: self.feedback(response),
        }
    }
}

/// The error for stored questions that are not in ascending order, or of which two have the same
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("question {found} after question {after}")]
pub struct Misnumbered {
    /// The number of the preceding question.
    pub after: u16,
    /// The number of the question.
    pub found: u16,
}

/// All questions of a game: at least one, in ascending order of their numbers.
///
/// The questions of a new game are numbered from 1 without gaps. An interrupted worker may have left
/// gaps in a stored game. Such a game is played with the questions that exist.
///
/// ```
/// use quizcraft_core::{
///     Choice, Clarification, Draft, Misnumbered, Prompt, Question, QuestionIndex, Questions, Response,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let draft = Draft::single(
///     Prompt::new("Which of these is a planet?")?,
///     Choice::new("Mars")?,
///     vec![Choice::new("Io")?],
///     Clarification::new("Io is a moon of Jupiter.")?,
/// )?;
/// let stored = |number, choice: Option<&str>| {
///     let index = QuestionIndex::new(number).unwrap();
///     let response = choice.map(|text| Response::Single(Choice::restore(text)));
///     Question::restore(index, draft.clone(), response)
/// };
///
/// let questions = Questions::restore(vec![stored(1, Some("Io")), stored(3, None)])?;
/// let questions = questions.ok_or("there are questions")?;
/// assert_eq!(questions.total().get(), 2);
/// assert_eq!(questions.first_unanswered().map(|question| question.index().get()), Some(3));
///
/// let reversed = Questions::restore(vec![stored(3, None), stored(1, None)]);
/// assert_eq!(reversed, Err(Misnumbered { after: 3, found: 1 }));
/// assert_eq!(Questions::restore(vec![]), Ok(None));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions(Vec<Question>);

impl Questions {
    /// Restores the stored questions of a game. Returns `None` if there are none.
    ///
    /// # Errors
    ///
    /// [`Misnumbered`] if the numbers are not strictly ascending.
    pub fn restore(questions: Vec<Question>) -> Result<Option<Self>, Misnumbered> {
        for (before, question) in questions.iter().zip(questions.iter().skip(1)) {
            if question.index <= before.index {
                let (after, found) = (before.index.get(), question.index.get());
                return Err(Misnumbered { after, found });
            }
        }
        Ok((!questions.is_empty()).then_some(Self(questions)))
    }

    /// Numbers the drafts from 1. There is at least one, as [`Drafts`](super::Drafts) guarantees.
    pub(super) fn unanswered(drafts: Vec<Draft>) -> Self {
        let numbered = QuestionIndex::all().zip(drafts);
        Self(
            numbered
                .map(|(index, draft)| Question::restore(index, draft, None))
                .collect(),
        )
    }

    /// Returns the questions in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Question> {
        self.0.iter()
    }

    /// Returns the question with this index, or `None` if the game has no such question.
    #[must_use]
    pub fn get(&self, index: QuestionIndex) -> Option<&Question> {
        let found = self.0.binary_search_by_key(&index, Question::index);
        found.ok().and_then(|place| self.0.get(place))
    }

    /// Returns the first unanswered question, or `None` if all are answered.
    #[must_use]
    pub fn first_unanswered(&self) -> Option<&Question> {
        self.0.iter().find(|question| question.response.is_none())
    }

    /// Returns the number of questions.
    #[must_use]
    pub fn total(&self) -> NonZeroU16 {
        NonZeroU16::MIN.saturating_add(count(self.0.iter().skip(1)))
    }

    /// Returns the first questions, up to `total`.
    pub(crate) fn first(mut self, total: NonZeroU16) -> Self {
        self.0.truncate(total.get().into());
        self
    }

    /// Returns the number of answered questions.
    pub(crate) fn answered(&self) -> u16 {
        count(self.scores())
    }

    /// Returns the number of correctly answered questions.
    pub(crate) fn correct(&self) -> u16 {
        count(
            self.scores()
                .filter(|&score| Verdict::from(score) == Verdict::Right),
        )
    }

    /// Returns the sum of the scores.
    pub(crate) fn score(&self) -> TotalScore {
        self.scores().fold(TotalScore::default(), TotalScore::plus)
    }

    fn scores(&self) -> impl Iterator<Item = Score> {
        self.0.iter().filter_map(Question::score)
    }
}

/// Returns the length of an iterator over questions. It always fits, because a game has no more
/// questions than there are indices.
fn count(questions: impl Iterator) -> u16 {
    u16::try_from(questions.count()).unwrap_or(u16::MAX)
}
