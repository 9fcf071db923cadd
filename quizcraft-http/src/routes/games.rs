use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::LOCATION;
use quizcraft_core::{GameRequest, Started};

use super::answers::{Any, UnavailableToRead, UnavailableToStart, WithBody};
use crate::extract::{Body, GamePath, Idempotency, InTime, PageQuery, Player};
use crate::problem::Problem;
use crate::wire::{ErrorsBody, GameBody, GamesBody, Json, NewGameBody};

/// List the player's games, newest first.
#[utoipa::path(
    get, path = "/games", operation_id = "list_games", tag = "games",
    params(
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100, description = "How many games at most; by default 100."),
        ("cursor" = Option<String>, Query, description = "Where to continue: `next` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of games.", body = GamesBody),
        (status = 400, description = "`invalid_request`: an unusable limit or cursor.", body = ErrorsBody),
        Any,
        UnavailableToRead,
    ),
)]
pub(super) async fn list(
    InTime(quiz): InTime,
    Player(player): Player,
    page: PageQuery,
) -> Result<Json<GamesBody>, Problem> {
    let games = quiz.list(&player, page.limit, page.cursor.as_ref()).await?;
    Ok(Json(games.into()))
}

/// Start a game; its questions are made while it is pending.
#[utoipa::path(
    post, path = "/games", operation_id = "start_game", tag = "games",
    params(
        ("idempotency-key" = Option<String>, Header, nullable = false, min_length = 1, max_length = 64, description = "The same key with the same request gives the same game, so that a client can safely retry a start whose reply it missed. Recommended for every start."),
    ),
    request_body = NewGameBody,
    responses(
        (status = 200, description = "The game that was started under this key before.", body = GameBody),
        (status = 201, description = "The game is started.", body = GameBody, headers(("location" = String, description = "The path of the game: that of this request, and the id."))),
        (status = 400, description = "`invalid_request`: not such a body or key; `invalid_game`: values out of their limits, one entry per field.", body = ErrorsBody),
        (status = 422, description = "`idempotency_key_reused`: the key belongs to another request.", body = ErrorsBody),
        WithBody,
        Any,
        UnavailableToStart,
    ),
)]
pub(super) async fn start(
    InTime(quiz): InTime,
    Player(player): Player,
    Idempotency(key): Idempotency,
    OriginalUri(uri): OriginalUri,
    Body(body): Body<NewGameBody>,
) -> Result<Response, Problem> {
    let request = GameRequest::parse(body.keywords, body.questions_limit.map(|limit| limit.0));
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
        Started::Again(game) => Json(GameBody::from(&game)).into_response(),
    })
}

/// View a game.
#[utoipa::path(
    get, path = "/games/{game}", operation_id = "view_game", tag = "games",
    params(("game" = String, Path, description = "The game's id.")),
    responses(
        (status = 200, description = "The game.", body = GameBody),
        (status = 404, description = "`no_such_game`: the player has none with this id.", body = ErrorsBody),
        Any,
        UnavailableToRead,
    ),
)]
pub(super) async fn view(
    InTime(quiz): InTime,
    Player(player): Player,
    GamePath(game): GamePath,
) -> Result<Json<GameBody>, Problem> {
    let game = quiz.view(&player, &game).await?;
    Ok(Json(GameBody::from(&game)))
}
