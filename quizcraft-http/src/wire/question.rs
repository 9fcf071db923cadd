use quizcraft_core::{Feedback, Posed, RawResponse, Response, Summary, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

use super::Integer;
use super::kind::KindBody;
use super::response::ResponseBody;
use super::score;
use super::source::SourceBody;

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
    /// The options to choose from, or the items to put into order. A number and a text have none.
    #[schema(example = json!(["Elba", "Corsica", "Malta", "Sardinia"]))]
    options: Vec<String>,
    /// The kind of question.
    #[schema(inline = false)]
    kind: KindBody,
    /// The unit of a number, if it has one.
    #[schema(required, example = json!(null))]
    unit: Option<String>,
}

/// An answer. It has either a `choice` or a `response`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Answer)]
pub(crate) struct AnswerBody {
    /// The response to a question of the kind `single` or `text`. The same text as `response` means the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Corsica")]
    choice: Option<String>,
    /// The response to a question of any kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<ResponseBody>,
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
    /// Whether the answer is correct: whether its score is 1.
    #[schema(example = true)]
    result: bool,
    /// The solution as a text for people.
    #[schema(example = "Corsica")]
    solution: String,
    /// Why the solution is correct.
    #[schema(example = "He was born in Ajaccio in 1769, the year after France took the island.")]
    clarification: String,
    /// The score.
    #[schema(schema_with = score::score)]
    score: Number,
    /// The response with the score 1.
    #[schema(inline = false)]
    correct: ResponseBody,
    /// The source of the fact, if it is known.
    #[schema(required)]
    source: Option<SourceBody>,
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
    /// The response to a question of the kind `single` or `text`; `null` for other kinds, and until the
    /// question is answered.
    #[schema(required, example = "Elba")]
    choice: Option<String>,
    /// Whether the answer is correct; `null` until the question is answered.
    #[schema(required, example = false)]
    result: Option<bool>,
    /// The solution as a text for people; `null` until the question is answered.
    #[schema(required, example = "Corsica")]
    solution: Option<String>,
    /// Why the solution is correct; `null` until the question is answered.
    #[schema(
        required,
        example = "He was born in Ajaccio in 1769, the year after France took the island."
    )]
    clarification: Option<String>,
    /// The kind of question.
    #[schema(inline = false)]
    kind: KindBody,
    /// The response; `null` until the question is answered.
    #[schema(required)]
    response: Option<ResponseBody>,
    /// The score; `null` until the question is answered.
    #[schema(schema_with = score::nullable_score, required)]
    score: Option<Number>,
    /// The response with the score 1; `null` until the question is answered.
    #[schema(required)]
    correct: Option<ResponseBody>,
    /// The source of the fact, if it is known; `null` until the question is answered.
    #[schema(required)]
    source: Option<SourceBody>,
}

/// All questions of a game, in order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Questions)]
pub(crate) struct QuestionsBody {
    /// The questions. Empty while the game is pending, and if it failed.
    questions: Vec<SummaryBody>,
}

/// The answer has no response, or two.
#[derive(Debug, thiserror::Error)]
#[error("the body must contain either `choice` or `response`")]
pub(crate) struct NotOneResponse;

impl AnswerBody {
    /// Returns the response, under whichever of the two names it was sent.
    pub(crate) fn into_raw(self) -> Result<RawResponse, NotOneResponse> {
        match (self.choice, self.response) {
            (Some(choice), None) => Ok(RawResponse::Text(choice)),
            (None, Some(ResponseBody(response))) => Ok(response),
            (None, None) | (Some(_), Some(_)) => Err(NotOneResponse),
        }
    }
}

impl From<Posed> for PosedBody {
    fn from(posed: Posed) -> Self {
        Self {
            index: posed.index.get(),
            prompt: posed.prompt.to_string(),
            options: posed.options.iter().map(ToString::to_string).collect(),
            kind: KindBody(posed.kind),
            unit: posed.unit.as_ref().map(ToString::to_string),
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
            score: score::number(feedback.score),
            correct: body_of(&feedback.correct),
            source: source_of(&feedback),
        }
    }
}

impl From<&Summary> for SummaryBody {
    fn from(summary: &Summary) -> Self {
        let answered = summary.answered.as_ref();
        let feedback = answered.map(|answered| &answered.feedback);
        let choice = answered.and_then(|answered| answered.response.choice());
        Self {
            index: summary.index.get(),
            prompt: summary.prompt.to_string(),
            is_answered: answered.is_some(),
            choice: choice.map(ToString::to_string),
            result: feedback.map(|feedback| is_right(feedback.verdict)),
            solution: feedback.map(|feedback| feedback.solution.to_string()),
            clarification: feedback.map(|feedback| feedback.clarification.to_string()),
            kind: KindBody(summary.kind),
            response: answered.map(|answered| body_of(&answered.response)),
            score: feedback.map(|feedback| score::number(feedback.score)),
            correct: feedback.map(|feedback| body_of(&feedback.correct)),
            source: feedback.and_then(source_of),
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

fn body_of(response: &Response) -> ResponseBody {
    ResponseBody(response.to_raw())
}

fn source_of(feedback: &Feedback) -> Option<SourceBody> {
    feedback.source.as_ref().map(SourceBody::from)
}
