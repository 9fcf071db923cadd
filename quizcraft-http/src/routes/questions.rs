use quizcraft_core::QuestionIndex;

use super::responses::{AnswerUnavailable, BodyErrors, CommonErrors, ReadUnavailable};
use crate::extract::{Body, GamePath, Player, QuestionPath, RequestQuiz};
use crate::problem::Problem;
use crate::wire::{
    AnswerBody, ErrorsBody, FeedbackBody, Json, PosedBody, QuestionsBody, SummaryBody,
};

/// List a game's questions in order.
#[utoipa::path(
    get, path = "/games/{game}/questions", operation_id = "list_questions", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The questions. The list is empty while the game is pending, and if it failed.", body = QuestionsBody),
        (status = 404, description = "`no_such_game`: the player has no game with this id.", body = ErrorsBody),
        CommonErrors,
        ReadUnavailable,
    ),
)]
pub(super) async fn list(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<QuestionsBody>, Problem> {
    Ok(Json(quiz.questions(&player, &game).await?.into()))
}

/// Ask the first unanswered question. Repeated requests return the same question until it is answered.
#[utoipa::path(
    post, path = "/games/{game}/questions/ask", operation_id = "ask", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The question.", body = PosedBody),
        (status = 400, description = "`questions_limit_reached`: all questions are answered.", body = ErrorsBody),
        (status = 404, description = "`no_such_game`: the player has no game with this id.", body = ErrorsBody),
        (status = 409, description = "`game_pending`: retry after `Retry-After`; `game_failed`: the game has no questions.", body = ErrorsBody, headers(("retry-after" = u64, description = "The time after which to retry, in seconds, if the game is pending."))),
        CommonErrors,
        ReadUnavailable,
    ),
)]
pub(super) async fn ask(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<PosedBody>, Problem> {
    Ok(Json(quiz.ask(&player, &game).await?.into()))
}

/// Answer the given question, or the first unanswered one.
#[utoipa::path(
    post, path = "/games/{game}/questions/answer", operation_id = "answer", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    request_body = AnswerBody,
    responses(
        (status = 200, description = "The answer is recorded. A repeated answer that means the same returns the same feedback.", body = FeedbackBody),
        (status = 400, description = "`invalid_request`: the body is malformed, or the response has a type that the kind of question does not take; `invalid_answer`: the question does not allow the response; `questions_limit_reached`: all questions are answered.", body = ErrorsBody),
        (status = 404, description = "`no_such_game`: the player has no game with this id; `no_such_question`: the game has no question with this number.", body = ErrorsBody),
        (status = 409, description = "`already_answered`: the question is answered with a different response; `out_of_order`: an earlier question is unanswered; `game_pending`: retry after `Retry-After`; `game_failed`: the game has no questions.", body = ErrorsBody, headers(("retry-after" = u64, description = "The time after which to retry, in seconds, if the game is pending."))),
        BodyErrors,
        CommonErrors,
        AnswerUnavailable,
    ),
)]
pub(super) async fn answer(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    GamePath(game): GamePath,
    Body(body): Body<AnswerBody>,
) -> Result<Json<FeedbackBody>, Problem> {
    let named = body.question.map(|number| QuestionIndex::named(number.0));
    let response = body
        .into_raw()
        .map_err(|error| Problem::InvalidRequest(error.to_string()))?;
    let feedback = quiz.answer(&player, &game, named, response).await?;
    Ok(Json(feedback.into()))
}

/// View one of a game's questions.
#[utoipa::path(
    get, path = "/games/{game}/questions/{question}", operation_id = "view_question", tag = "questions",
    params(
        ("game" = String, Path, description = "The game's id."),
        ("question" = u16, Path, minimum = 1, description = "The number of the question, starting at 1."),
    ),
    responses(
        (status = 200, description = "The question.", body = SummaryBody),
        (status = 404, description = "`no_such_game`: the player has no game with this id; `no_such_question`: the game has no question with this number.", body = ErrorsBody),
        CommonErrors,
        ReadUnavailable,
    ),
)]
pub(super) async fn view(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    QuestionPath(game, question): QuestionPath,
) -> Result<Json<SummaryBody>, Problem> {
    let summary = quiz.question(&player, &game, question).await?;
    Ok(Json(SummaryBody::from(&summary)))
}
