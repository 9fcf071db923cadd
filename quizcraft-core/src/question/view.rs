//! What a player sees of a question: unanswered, after an answer, and in a list.

use super::{Choice, Clarification, Prompt, QuestionIndex};

/// Whether an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is the solution.
    Right,
    /// It is another of the options.
    Wrong,
}

/// A question as its player sees it before answering. It does not reveal the solution.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posed {
    /// Which question it is.
    pub index: QuestionIndex,
    /// What is asked.
    pub prompt: Prompt,
    /// The options, in an order that does not reveal the solution.
    pub options: Vec<Choice>,
}

/// The response to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feedback {
    /// Which question was answered.
    pub index: QuestionIndex,
    /// Whether the answer is right.
    pub verdict: Verdict,
    /// The right answer.
    pub solution: Choice,
    /// Why it is right.
    pub clarification: Clarification,
}

/// A question in the list of a game's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Which question it is.
    pub index: QuestionIndex,
    /// What is asked.
    pub prompt: Prompt,
    /// How it was answered, once it is.
    pub answered: Option<Answered>,
}

/// How a question was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// What the player chose.
    pub choice: Choice,
    /// Whether the choice is right.
    pub verdict: Verdict,
    /// The right answer.
    pub solution: Choice,
    /// Why it is right.
    pub clarification: Clarification,
}
