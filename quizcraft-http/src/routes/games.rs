use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::LOCATION;
use quizcraft_core::{GameRequest, Started};

use super::responses::{BodyErrors, CommonErrors, ReadUnavailable, StartUnavailable};
use crate::extract::{Body, GamePath, Idempotency, PageQuery, Player, RequestQuiz};
use crate::problem::Problem;
use crate::wire::{ErrorsBody, GameBody, GamesBody, Json, NewGameBody};

/// List the player's games, newest first.
#[utoipa::path(
    get, path = "/games", operation_id = "list_games", tag = "games",
    params(
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "The maximum number of games; 100 by default."),
        ("cursor" = Option<String>, Query, description = "The value `next` of the previous page."),
    ),
    responses(
        (status = 200, description = "A page of games.", body = GamesBody),
        (status = 400, description = "`invalid_request`: the limit or the cursor is invalid.", body = ErrorsBody),
        CommonErrors,
        ReadUnavailable,
    ),
)]
pub(super) async fn list(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    page: PageQuery,
) -> Result<Json<GamesBody>, Problem> {
    let games = quiz.list(&player, page.limit, page.cursor.as_ref()).await?;
    Ok(Json(games.into()))
}

/// Start a game. Its questions are written while it is pending.
#[utoipa::path(
    post, path = "/games", operation_id = "start_game", tag = "games",
    params(
        ("idempotency-key" = Option<String>, Header, nullable = false, min_length = 1, max_length = 64, description = "A key that the client chooses. A request with the same key and the same body returns the same game, so that a client can retry safely. Recommended for every request."),
    ),
    request_body = NewGameBody,
    responses(
        (status = 200, description = "The game that an earlier request with this key started.", body = GameBody),
        (status = 201, description = "The game is started.", body = GameBody, headers(("location" = String, description = "The path of the game."))),
        (status = 400, description = "`invalid_request`: the body or the key is malformed; `invalid_game`: values are out of range, with one entry per field.", body = ErrorsBody),
        (status = 422, description = "`idempotency_key_reused`: the key was used with another body.", body = ErrorsBody),
        (
            status = 429, description = "`too_many_games`: the player has started as many games in this hour as the operator allows. A repeated request under an `Idempotency-Key` is neither counted nor refused.",
            body = ErrorsBody, headers(("retry-after" = u64, description = "The time until the next hour, in seconds.")),
            example = json!({"errors": [{"code": "too_many_games", "message": "the limit of new games per hour is reached"}]}),
        ),
        BodyErrors,
        CommonErrors,
        StartUnavailable,
    ),
)]
pub(super) async fn start(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    Idempotency(key): Idempotency,
    OriginalUri(uri): OriginalUri,
    Body(body): Body<NewGameBody>,
) -> Result<Response, Problem> {
    let limit = body.questions_limit.map(|limit| limit.0);
    let request = GameRequest::parse_with_kinds(body.keywords, limit, body.kinds);
    let started = quiz.start(
        &player,
        request.map_err(quizcraft_core::Error::from)?,
        key.as_ref(),
    );
    Ok(match started.await? {
        Started::New(game) => {
            let location = format!("{}/{}", uri.path(), game.id());
            let headers = [(LOCATION, location)];
            (StatusCode::CREATED, headers, Json(GameBody::from(&game))).into_response()
        }
        Started::Existing(game) => Json(GameBody::from(&game)).into_response(),
    })
}

/// View a game.
#[utoipa::path(
    get, path = "/games/{game}", operation_id = "view_game", tag = "games",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The game.", body = GameBody),
        (status = 404, description = "`no_such_game`: the player has no game with this id.", body = ErrorsBody),
        CommonErrors,
        ReadUnavailable,
    ),
)]
pub(super) async fn view(
    RequestQuiz(quiz): RequestQuiz,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<GameBody>, Problem> {
    let game = quiz.view(&player, &game).await?;
    Ok(Json(GameBody::from(&game)))
}
