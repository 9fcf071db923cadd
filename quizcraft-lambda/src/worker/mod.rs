//! The function behind the queue.

mod aside;
mod batch;
mod event;
mod no_queue;

use std::process::ExitCode;
use std::sync::Arc;

use aws_lambda_events::sqs::SqsBatchResponse;
use futures_util::future::join;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::{Context, LambdaEvent, service_fn};
use quizcraft_core::gateway::{BoxError, Causes, GameStore};
use quizcraft_core::{GameId, Gateways, PlayerId, Quiz};
use quizcraft_dynamo::DynamoGames;
use quizcraft_generator::FactWriter;
use quizcraft_memory::{OsRandomness, SystemClock};
use tokio::task::spawn_blocking;
use tower::util::MapRequestLayer;
use tracing::Instrument;

use crate::config::WorkerConfig;
use crate::event::{InvalidEvent, RawEvent, readable};
use crate::init;
use crate::observe::{RoundTrips, WorkerObserver, invocation};
use aside::Aside;
use batch::Worker;
use event::messages;
use no_queue::NoQueue;

pub use event::{Message, read_batch};

/// Runs the function behind the queue: the whole of its `main`.
#[must_use]
pub fn worker() -> ExitCode {
    init::run(WorkerConfig::from_env(), |config| config.level, serve)
}

async fn serve(config: WorkerConfig) -> Result<(), BoxError> {
    let trips = RoundTrips::default();
    let dynamodb = config.aws.counted_dynamodb(&trips);
    let games = DynamoGames::new(dynamodb, config.tables);
    // While the tables are waited for, the facts are read.
    let (writer, ()) = join(spawn_blocking(FactWriter::new), warm_up(&games)).await;
    let writer = Arc::new(Aside::new(Arc::new(writer?)));
    let quiz = Quiz::new(Gateways {
        games: Arc::new(games),
        queue: Arc::new(NoQueue),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
    });
    let observer = WorkerObserver::new(trips);
    let worker = Worker::new(quiz, writer, observer.clone());
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let records = messages(&event);
        let records = records.inspect_err(|invalid| observer.note_refused(*invalid, &context));
        let worker = worker.clone();
        async move { Ok::<_, InvalidEvent>(answer(&worker, records?, &context).await) }
    });
    let runtime = Runtime::new(function).layer(MapRequestLayer::new(readable));
    runtime.run().await
}

async fn answer(worker: &Worker, records: Vec<Message>, context: &Context) -> SqsBatchResponse {
    let answer = worker.answer(records, context);
    answer.instrument(invocation(context)).await
}

/// Looks for a game that nobody has, so that the connection is there when the first work comes. If
/// it does not come about, that work will say so.
async fn warm_up(games: &DynamoGames) {
    let (nobody, nothing) = (PlayerId::from_bytes([0; 32]), GameId::from_bytes([0; 32]));
    if let Err(error) = games.find(&nobody, &nothing).await {
        tracing::warn!(error = %Causes(&error), "the tables do not answer yet");
    }
}
