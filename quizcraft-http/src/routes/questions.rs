use quizcraft_core::QuestionIndex;

use super::answers::{Any, UnavailableToAnswer, UnavailableToRead, WithBody};
use crate::extract::{Body, GamePath, InTime, Player, QuestionPath};
use crate::problem::Problem;
use crate::wire::{
    AnswerBody, ErrorsBody, FeedbackBody, Json, PosedBody, QuestionsBody, SummaryBody,
};

/// List a game's questions in order.
#[utoipa::path(
    get, path = "/games/{game}/questions", operation_id = "list_questions", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The questions; none while there are none.", body = QuestionsBody),
        (status = 404, description = "`no_such_game`: the player has none with this id.", body = ErrorsBody),
        Any,
        UnavailableToRead,
    ),
)]
pub(super) async fn list(
    InTime(quiz): InTime,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<QuestionsBody>, Problem> {
    Ok(Json(quiz.questions(&player, &game).await?.into()))
}

/// Pose the first question that is not answered yet; the same every time.
#[utoipa::path(
    post, path = "/games/{game}/questions/ask", operation_id = "ask", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The question.", body = PosedBody),
        (status = 400, description = "`questions_limit_reached`: all are answered.", body = ErrorsBody),
        (status = 404, description = "`no_such_game`: the player has none with this id.", body = ErrorsBody),
        (status = 409, description = "`game_pending`: come back after `Retry-After`; `game_failed`: there are no questions and never will be.", body = ErrorsBody, headers(("retry-after" = u64, description = "In how many seconds to come back, if the game is pending."))),
        Any,
        UnavailableToRead,
    ),
)]
pub(super) async fn ask(
    InTime(quiz): InTime,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<PosedBody>, Problem> {
    Ok(Json(quiz.ask(&player, &game).await?.into()))
}

/// Answer a question: the named one, or else the first that is not answered yet.
#[utoipa::path(
    post, path = "/games/{game}/questions/answer", operation_id = "answer", tag = "questions",
    params(("game" = String, Path, description = "The game's id.")),
    request_body = AnswerBody,
    responses(
        (status = 200, description = "The answer is recorded, now or before.", body = FeedbackBody),
        (status = 400, description = "`invalid_request`: not such a body; `invalid_answer`: none of the options; `questions_limit_reached`: all are answered.", body = ErrorsBody),
        (status = 404, description = "`no_such_game`, `no_such_question`.", body = ErrorsBody),
        (status = 409, description = "`already_answered`: with another option; `out_of_order`: an earlier one is open; `game_pending`: come back after `Retry-After`; `game_failed`.", body = ErrorsBody, headers(("retry-after" = u64, description = "In how many seconds to come back, if the game is pending."))),
        WithBody,
        Any,
        UnavailableToAnswer,
    ),
)]
pub(super) async fn answer(
    InTime(quiz): InTime,
    Player(player): Player,
    GamePath(game): GamePath,
    Body(body): Body<AnswerBody>,
) -> Result<Json<FeedbackBody>, Problem> {
    let named = body.question.map(|number| QuestionIndex::named(number.0));
    let answered = quiz.answer(&player, &game, named, &body.choice);
    let feedback = answered.await?;
    Ok(Json(feedback.into()))
}

/// View one of a game's questions.
#[utoipa::path(
    get, path = "/games/{game}/questions/{question}", operation_id = "view_question", tag = "questions",
    params(
        ("game" = String, Path, description = "The game's id."),
        ("question" = u16, Path, minimum = 1, description = "The question's number, from 1."),
    ),
    responses(
        (status = 200, description = "The question.", body = SummaryBody),
        (status = 404, description = "`no_such_game`, `no_such_question`.", body = ErrorsBody),
        Any,
        UnavailableToRead,
    ),
)]
pub(super) async fn view(
    InTime(quiz): InTime,
    Player(player): Player,
    QuestionPath(game, question): QuestionPath,
) -> Result<Json<SummaryBody>, Problem> {
    let summary = quiz.question(&player, &game, question).await?;
    Ok(Json(SummaryBody::from(&summary)))
}
