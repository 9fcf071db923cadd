//! A function without HTTP. A schedule, a chat bot or another service invokes it to start a game for a
//! player. The worker prepares the game like any other.
//!
//! `cargo lambda build --release --example quiz_alone` builds the function.

use std::env;
use std::sync::Arc;

use lambda_http::lambda_runtime;
use lambda_http::{Error, LambdaEvent, service_fn};
use quizcraft_core::{GameRequest, Gateways, IdempotencyKey, Quiz};
use quizcraft_dynamo::{DynamoGames, GameTables, TableName};
use quizcraft_http::log_panics;
use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
use quizcraft_lambda::{Aws, QueueUrl, SqsQueue};
use quizcraft_memory::{OsRandomness, SystemClock};
use serde::{Deserialize, Serialize};

/// The player and the keywords of a game.
#[derive(Deserialize)]
struct Invitation {
    email: String,
    keywords: Vec<String>,
}

/// The game that was started.
#[derive(Serialize)]
struct Started {
    game: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing_subscriber::fmt().json().init();
    log_panics();
    let quiz = quiz()?;
    let players = PlayerIds::keyed(PlayerIdKey::new(env::var("PLAYER_ID_KEY")?)?);
    let function = |event: LambdaEvent<Invitation>| start(&quiz, &players, event);
    lambda_runtime::run(service_fn(function)).await
}

fn quiz() -> Result<Quiz, Error> {
    let aws = Aws::from_env()?;
    let games = TableName::new(&env::var("GAME_TABLE")?)?;
    let questions = TableName::new(&env::var("QUESTION_TABLE")?)?;
    let tables = GameTables::new(games, questions);
    let queue = QueueUrl::new(&env::var("GAME_QUEUE_URL")?)?;
    Ok(Quiz::new(Gateways::new(
        Arc::new(DynamoGames::new(aws.dynamodb(), tables)),
        Arc::new(SqsQueue::new(aws.sqs(), queue)),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    )))
}

async fn start(
    quiz: &Quiz,
    players: &PlayerIds,
    event: LambdaEvent<Invitation>,
) -> Result<Started, Error> {
    let (invited, invocation) = event.into_parts();
    // Lambda retries a failed invocation under the same request id, so a retry finds the first game.
    let key = IdempotencyKey::new(&invocation.request_id)?;
    let player = players.of(&Email::new(&invited.email)?);
    let request = GameRequest::parse(invited.keywords, None)?;
    let started = quiz.start(&player, request, Some(&key)).await?;
    let game = started.game().id().to_string();
    Ok(Started { game })
}
