//! A function that serves the quiz next to its own routes and authenticates players in its own way.
//!
//! `cargo lambda build --release --example beside_others` builds the function.

use std::env;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::routing::get;
use http::request::Parts;
use lambda_http::Error;
use quizcraft_core::{Gateways, PlayerId, Quiz};
use quizcraft_dynamo::{DynamoGames, GameTables, TableName};
use quizcraft_http::{Api, log_panics};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_identity::{Email, PlayerIdKey, PlayerIds};
use quizcraft_lambda::{Aws, QueueUrl, SqsQueue, serve};
use quizcraft_memory::{OsRandomness, SystemClock};

/// A trusted proxy sets this header, and removes it from requests of clients.
const COLLEAGUE: &str = "x-colleague";

/// Authenticates colleagues by the email address in the header.
struct Colleagues(PlayerIds);

#[async_trait]
impl Authenticator for Colleagues {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        let header = request.headers.get(COLLEAGUE).ok_or(Refusal::NoToken)?;
        let email = header.to_str().ok().and_then(|text| Email::new(text).ok());
        email
            .map(|email| self.0.of(&email))
            .ok_or(Refusal::EmailNotVerified)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    tracing_subscriber::fmt().json().init();
    log_panics();
    let aws = Aws::from_env()?;
    let games = TableName::new(&env::var("GAME_TABLE")?)?;
    let questions = TableName::new(&env::var("QUESTION_TABLE")?)?;
    let tables = GameTables::new(games, questions);
    let queue = QueueUrl::new(&env::var("GAME_QUEUE_URL")?)?;
    let quiz = Quiz::new(Gateways::new(
        Arc::new(DynamoGames::new(aws.dynamodb(), tables)),
        Arc::new(SqsQueue::new(aws.sqs(), queue)),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ));
    let players = PlayerIds::keyed(PlayerIdKey::new(env::var("PLAYER_ID_KEY")?)?);
    let api = Api::new(quiz, Arc::new(Colleagues(players)));
    let app = Router::new()
        .route("/lunch", get(async || "soup"))
        .nest("/quiz", quizcraft_http::router(api));
    serve(app).await
}
