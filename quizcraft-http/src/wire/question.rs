use quizcraft_core::{Answered, Feedback, Posed, Summary, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Integer;

/// A question as it is put to its player.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Posed)]
pub(crate) struct PosedBody {
    /// Which question it is, from 1.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// What is asked.
    #[schema(example = "On which island was Napoleon born?")]
    prompt: String,
    /// What can be answered.
    #[schema(example = json!(["Elba", "Corsica", "Malta", "Sardinia"]))]
    options: Vec<String>,
}

/// An answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Answer)]
pub(crate) struct AnswerBody {
    /// One of the options, to the letter.
    #[schema(example = "Corsica")]
    pub(crate) choice: String,
    /// Which question it answers; without it, the first one that is not answered yet.
    #[schema(value_type = Option<i64>, minimum = 1, example = 4)]
    pub(crate) question: Option<Integer>,
}

/// What a player learns by an answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Feedback)]
pub(crate) struct FeedbackBody {
    /// Which question was answered.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// Whether the answer is right.
    #[schema(example = true)]
    result: bool,
    /// The right answer.
    #[schema(example = "Corsica")]
    solution: String,
    /// Why it is right.
    #[schema(example = "He was born in Ajaccio in 1769, the year after France took the island.")]
    clarification: String,
}

/// A question in the list of a game's questions.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Summary)]
pub(crate) struct SummaryBody {
    /// Which question it is, from 1.
    #[schema(minimum = 1, example = 4)]
    index: u16,
    /// What is asked.
    #[schema(example = "On which island was Napoleon born?")]
    prompt: String,
    /// Whether it is answered.
    #[schema(example = true)]
    is_answered: bool,
    /// What was chosen, once it is answered.
    #[schema(required, example = "Elba")]
    choice: Option<String>,
    /// Whether that is right, once it is answered.
    #[schema(required, example = false)]
    result: Option<bool>,
    /// The right answer, once it is answered.
    #[schema(required, example = "Corsica")]
    solution: Option<String>,
    /// Why that is right, once it is answered.
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
    /// The questions; none while there are none.
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
            choice: told(|answered| answered.choice.to_string()),
            result: summary
                .answered
                .as_ref()
                .map(|answered| is_right(answered.verdict)),
            solution: told(|answered| answered.solution.to_string()),
            clarification: told(|answered| answered.clarification.to_string()),
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
