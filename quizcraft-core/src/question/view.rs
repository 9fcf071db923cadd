//! Views of a question for its player: before the answer, after it, and in a list.

use super::{Choice, Clarification, Prompt, QuestionIndex};

/// Whether an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The choice is the solution.
    Right,
    /// The choice is a wrong option.
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
    /// The options, in an order that does not reveal the solution.
    pub options: Vec<Choice>,
}

/// The response to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feedback {
    /// The number of the answered question.
    pub index: QuestionIndex,
    /// Whether the answer is right.
    pub verdict: Verdict,
    /// The solution.
    pub solution: Choice,
    /// The clarification.
    pub clarification: Clarification,
}

/// A question in the list of a game's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The number of the question.
    pub index: QuestionIndex,
    /// The prompt.
    pub prompt: Prompt,
    /// The answer with its feedback, or `None` if the question is unanswered.
    pub answered: Option<Answered>,
}

/// An answer with its feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// The player's choice.
    pub choice: Choice,
    /// Whether the choice is right.
    pub verdict: Verdict,
    /// The solution.
    pub solution: Choice,
    /// The clarification.
    pub clarification: Clarification,
}
