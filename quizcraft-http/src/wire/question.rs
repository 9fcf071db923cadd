use quizcraft_core::{Answered, Feedback, Posed, Summary, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Integer;

/// A question that is asked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Posed)]
pub(crate) struct PosedBody {
    /// The number of the question, starting at 1.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// The prompt.
    #[schema(example = "On which island was Napoleon born?")]
    prompt: String,
    /// The options to choose from.
    #[schema(example = json!(["Elba", "Corsica", "Malta", "Sardinia"]))]
    options: Vec<String>,
}

/// An answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Answer)]
pub(crate) struct AnswerBody {
    /// One of the options, byte by byte.
    #[schema(example = "Corsica")]
    pub(crate) choice: String,
    /// The number of the question; by default the first unanswered one.
    #[schema(value_type = Option<i64>, minimum = 1, example = 4)]
    pub(crate) question: Option<Integer>,
}

/// The feedback on an answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Feedback)]
pub(crate) struct FeedbackBody {
    /// The number of the answered question.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// Whether the answer is correct.
    #[schema(example = true)]
    result: bool,
    /// The correct option.
    #[schema(example = "Corsica")]
    solution: String,
    /// Why the solution is correct.
    #[schema(example = "He was born in Ajaccio in 1769, the year after France took the island.")]
    clarification: String,
}

/// A question in the list of a game's questions.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Summary)]
pub(crate) struct SummaryBody {
    /// The number of the question, starting at 1.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// The prompt.
    #[schema(example = "On which island was Napoleon born?")]
    prompt: String,
    /// Whether the question is answered.
    #[schema(example = true)]
    is_answered: bool,
    /// The chosen option; `null` until the question is answered.
    #[schema(required, example = "Elba")]
    choice: Option<String>,
    /// Whether the chosen option is correct; `null` until the question is answered.
    #[schema(required, example = false)]
    result: Option<bool>,
    /// The correct option; `null` until the question is answered.
    #[schema(required, example = "Corsica")]
    solution: Option<String>,
    /// Why the solution is correct; `null` until the question is answered.
    #[schema(
        required,
        example = "He was born in Ajaccio in 1769, the year after France took the island."
    )]
    clarification: Option<String>,
}

/// All questions of a game, in order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Questions)]
pub(crate) struct QuestionsBody {
    /// The questions. Empty while the game is pending, and if it failed.
    questions: Vec<SummaryBody>,
}

impl From<Posed> for PosedBody {
    fn from(posed: Posed) -> Self {
        Self {
            index: posed.index.get(),
            prompt: posed.prompt.to_string(),
            options: posed.options.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<Feedback> for FeedbackBody {
    fn from(feedback: Feedback) -> Self {
        Self {
            index: feedback.index.get(),
            result: is_right(feedback.verdict),
            solution: feedback.solution.to_string(),
            clarification: feedback.clarification.to_string(),
        }
    }
}

impl From<&Summary> for SummaryBody {
    fn from(summary: &Summary) -> Self {
        let told = |part: fn(&Answered) -> String| summary.answered.as_ref().map(part);
        Self {
            index: summary.index.get(),
            prompt: summary.prompt.to_string(),
            is_answered: summary.answered.is_some(),
            choice: told(|answered| {
                answered
                    .response
                    .choice()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            }),
            result: summary
                .answered
                .as_ref()
                .map(|answered| is_right(answered.feedback.verdict)),
            solution: told(|answered| answered.feedback.solution.to_string()),
            clarification: told(|answered| answered.feedback.clarification.to_string()),
        }
    }
}

impl From<Vec<Summary>> for QuestionsBody {
    fn from(summaries: Vec<Summary>) -> Self {
        Self {
            questions: summaries.iter().map(SummaryBody::from).collect(),
        }
    }
}

fn is_right(verdict: Verdict) -> bool {
    verdict == Verdict::Right
}
