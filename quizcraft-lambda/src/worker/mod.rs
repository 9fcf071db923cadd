//! The function behind the queue.

mod batch;
mod event;
mod limited;
mod no_queue;
mod restart;

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::sqs::SqsBatchResponse;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::{Context, LambdaEvent, service_fn};
use quizcraft_core::gateway::{BoxError, Causes, GameStore, QuestionWriter};
use quizcraft_core::{GameId, Gateways, PlayerId, Quiz};
use quizcraft_dynamo::DynamoGames;
use quizcraft_generator::FactWriter;
use quizcraft_memory::{OsRandomness, SystemClock, WriterThreads, WritingPolicy};
use tower::layer::layer_fn;
use tower::util::{MapRequestLayer, Then};
use tracing::Instrument;

use crate::config::WorkerConfig;
use crate::event::{InvalidEvent, RawEvent, readable};
use crate::init;
use crate::observe::{RoundTrips, WorkerObserver, invocation};
use batch::Worker;
use event::messages;
use no_queue::NoQueue;
use restart::without_hanging;

/// What the invocation's time does not bound. A function may run for 15 minutes at most.
const POLICY: WritingPolicy = WritingPolicy {
    limit: Duration::from_mins(15),
    max_threads: NonZeroUsize::MIN.saturating_add(63),
};

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
    warm_up(&games).await;
    let quiz = Quiz::new(Gateways::new(
        Arc::new(games),
        Arc::new(NoQueue),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ));
    serve_queue(quiz, Arc::new(FactWriter::new()), trips).await
}

/// Prepares the games whose work an SQS queue delivers, with questions of this writer, until the
/// process is ended: the function behind the queue with a writer of yours.
///
/// A writer has most of what is left of its invocation's time: its brief has the deadline. Each call has
/// a thread of its own. A thread that goes on after its invocation would compete with the next one:
/// if a writer blocks its thread beyond its deadline, the process starts anew once the response is
/// sent, by `exec` with the same arguments and environment. So `main` runs again.
///
/// An event that is no batch of a queue is answered with an error, and the next one is waited for.
///
/// # Errors
///
/// If the runtime does not answer any more, or the process cannot start anew.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn prepare_games(quiz: Quiz, writer: Arc<dyn QuestionWriter>) -> Result<(), BoxError> {
    serve_queue(quiz, writer, RoundTrips::default()).await
}

/// Serves a queue, and counts round trips to the tables by these.
async fn serve_queue(
    quiz: Quiz,
    writer: Arc<dyn QuestionWriter>,
    trips: RoundTrips,
) -> Result<(), BoxError> {
    let threads = WriterThreads::new(writer, POLICY);
    let observer = WorkerObserver::new(trips);
    let worker = Worker::new(quiz, threads.clone(), observer.clone());
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let records = messages(&event);
        let records = records.inspect_err(|invalid| observer.note_refused(*invalid, &context));
        let worker = worker.clone();
        async move { Ok::<_, InvalidEvent>(answer(&worker, records?, &context).await) }
    });
    // What is around the runtime's own service comes to its turn when the response is sent.
    let after = |answered: Result<(), BoxError>| {
        let threads = threads.clone();
        async move {
            answered?;
            without_hanging(&threads).await
        }
    };
    let runtime = Runtime::new(function).layer(MapRequestLayer::new(readable));
    let runtime = runtime.layer(layer_fn(|service| Then::new(service, &after)));
    runtime.run().await
}

async fn answer(worker: &Worker, records: Vec<Message>, context: &Context) -> SqsBatchResponse {
    let answer = worker.answer(records, context);
    answer.instrument(invocation(context)).await
}

/// Looks for a game that does not exist, so that the connection to the tables is open when the first
/// work comes. If it cannot be opened, that work fails and logs why.
async fn warm_up(games: &DynamoGames) {
    let (player, game) = (PlayerId::from_bytes([0; 32]), GameId::from_bytes([0; 32]));
    if let Err(error) = games.find(&player, &game).await {
        tracing::warn!(error = %Causes(&error), "the tables do not answer yet");
    }
}
