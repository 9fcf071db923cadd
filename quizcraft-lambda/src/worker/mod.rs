//! The function behind the queue.

mod batch;
mod event;

use std::process::ExitCode;
use std::sync::Arc;

use aws_lambda_events::sqs::SqsBatchResponse;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::{LambdaEvent, service_fn};
use quizcraft_core::gateway::{BoxError, Causes, GameStore};
use quizcraft_core::{GameId, Gateways, PlayerId, Quiz};
use quizcraft_dynamo::DynamoGames;
use quizcraft_generator::FactWriter;
use quizcraft_memory::{OsRandomness, SystemClock};
use tracing::Instrument;

use crate::config::WorkerConfig;
use crate::init;
use crate::observe::{RoundTrips, WorkerObserver, invocation};
use batch::Worker;
use event::QueueEvent;

/// Runs the function behind the queue: the whole of its `main`.
#[must_use]
pub fn worker() -> ExitCode {
    init::run(WorkerConfig::from_env(), |config| config.level, serve)
}

async fn serve(config: WorkerConfig) -> Result<(), BoxError> {
    let trips = RoundTrips::default();
    let dynamodb = config.aws.counted_dynamodb(&trips);
    let games = DynamoGames::new(dynamodb, config.tables);
    warm_up(&games).await;
    let quiz = Quiz::new(Gateways {
        games: Arc::new(games),
        queue: Arc::new(batch::NoQueue),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
    });
    let writer = Arc::new(FactWriter::new());
    let worker = Worker::new(quiz, writer, WorkerObserver::new(trips));
    let function = service_fn(|event: LambdaEvent<QueueEvent>| {
        let worker = worker.clone();
        async move { Ok::<_, BoxError>(answer(&worker, event).await) }
    });
    Runtime::new(function).run().await
}

async fn answer(worker: &Worker, event: LambdaEvent<QueueEvent>) -> SqsBatchResponse {
    let (QueueEvent(records), context) = event.into_parts();
    let answer = worker.answer(records, &context);
    answer.instrument(invocation(&context)).await
}

/// Looks for a game that nobody has, so that the connection is there when the first work comes. If
/// it does not come about, that work will say so.
async fn warm_up(games: &DynamoGames) {
    let (nobody, nothing) = (PlayerId::from_bytes([0; 32]), GameId::from_bytes([0; 32]));
    if let Err(error) = games.find(&nobody, &nothing).await {
        tracing::warn!(error = %Causes(&error), "the tables do not answer yet");
    }
}
