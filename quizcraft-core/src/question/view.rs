//! Views of a question for its player: before the answer, after it, and in a list.

use super::{Choice, Clarification, Kind, Prompt, QuestionIndex, Response, Score, Source, Unit};

/// Whether an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The response scores 1.
    Right,
    /// The response scores less than 1.
    Wrong,
}

/// A question as its player sees it before answering. It does not reveal the solution.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posed {
    /// The number of the question.
    pub index: QuestionIndex,
    /// The prompt.
    pub prompt: Prompt,
    /// The kind of question.
    pub kind: Kind,
    /// The options or items, in an order that does not reveal the solution. A number and a text have none.
    pub options: Vec<Choice>,
    /// The unit of a number.
    pub unit: Option<Unit>,
}

/// The response to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feedback {
    /// The number of the answered question.
    pub index: QuestionIndex,
    /// Whether the answer is right.
    pub verdict: Verdict,
    /// The score of the answer.
    pub score: Score,
    /// The solution as a text.
    pub solution: Choice,
    /// The response that scores 1.
    pub correct: Response,
    /// The clarification.
    pub clarification: Clarification,
    /// The source of the fact, if the writer named one.
    pub source: Option<Source>,
}

/// A question in the list of a game's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The number of the question.
    pub index: QuestionIndex,
    /// The prompt.
    pub prompt: Prompt,
    /// The kind of question.
    pub kind: Kind,
    /// The answer with its feedback, or `None` if the question is unanswered.
    pub answered: Option<Answered>,
}

/// An answer with its feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// The player's response.
    pub response: Response,
    /// The feedback to it.
    pub feedback: Feedback,
}
