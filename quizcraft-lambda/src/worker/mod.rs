//! The function behind the SQS queue.

mod batch;
mod event;
mod gateways;
mod redelivery;
mod restart;

use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::sqs::SqsBatchResponse;
use aws_sdk_dynamodb::Client;
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

use crate::aws::Aws;
use crate::config::{ModelConfig, WorkerConfig};
use crate::event::{InvalidEvent, RawEvent, replace_invalid_json};
use crate::observe::{ModelCounters, ModelMetrics, RoundTrips, WorkerObserver, invocation_span};
use crate::{init, model};
use batch::Worker;
use event::messages;
use gateways::NoQueue;
use restart::restart_if_blocked;

/// Bounds what the invocation's deadline does not bound. 15 minutes is the maximum timeout of a
/// function.
const POLICY: WritingPolicy = WritingPolicy {
    limit: Duration::from_mins(15),
    max_threads: NonZeroUsize::MIN.saturating_add(63),
};

pub use event::{Message, read_batch};
pub use redelivery::Redelivery;

/// Runs the function behind the SQS queue. It is the body of its `main`.
#[must_use]
pub fn worker() -> ExitCode {
    init::run(WorkerConfig::from_env(), |config| config.level, serve)
}

async fn serve(config: WorkerConfig) -> Result<(), BoxError> {
    let trips = RoundTrips::default();
    let dynamodb = config.aws.counted_dynamodb(&trips);
    let games = DynamoGames::new(dynamodb.clone(), config.tables);
    warm_up(&games).await;
    let (writer, metrics) = writer(config.model, &config.aws, &games, dynamodb);
    let quiz = Quiz::new(Gateways::new(
        Arc::new(games),
        Arc::new(NoQueue),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ))
    .with_retention(config.retention)
    .with_expensive_games_per_hour(config.expensive_games_per_hour);
    let observer = WorkerObserver::new(trips).with_model(metrics);
    let redelivery = config.queue.map(|queue| Redelivery::new(config.aws, queue));
    serve_queue(quiz, writer, observer, redelivery).await
}

/// Returns the writer of a configuration, and the metrics of its language model if there is one.
fn writer(
    model: Option<ModelConfig>,
    aws: &Aws,
    games: &DynamoGames,
    dynamodb: Client,
) -> (Arc<dyn QuestionWriter>, Option<ModelMetrics>) {
    let facts = Arc::new(FactWriter::new());
    let Some(config) = model else {
        return (facts, None);
    };
    let counters = ModelCounters::default();
    let meter = Arc::new(games.clone());
    let author = model::author(config, aws, dynamodb, meter, counters.clone());
    let author = Arc::new(author);
    let writer = Arc::new(model::after(facts, Arc::clone(&author)));
    (writer, Some(ModelMetrics::new(counters, author)))
}

/// Prepares the games whose work an SQS queue delivers, with the questions of `writer`, until the
/// process ends.
///
/// Each call of the writer runs on its own thread. The brief's deadline leaves time to store the
/// questions before the invocation ends.
///
/// A writer that blocks its thread beyond the deadline would compete with the next invocation for the
/// processor. In that case the process replaces itself by `exec` after the response is sent, with the
/// same arguments and environment, and `main` runs again.
///
/// An event that is not a batch of an SQS queue gets an error as the response.
///
/// Failed messages are reported individually. With a [`Redelivery`], SQS delivers them again after a
/// short delay; without one, after the visibility timeout of the queue.
///
/// # Examples
///
/// ```no_run
/// use std::sync::Arc;
///
/// use quizcraft_core::Quiz;
/// use quizcraft_core::gateway::{BoxError, QuestionWriter};
/// use quizcraft_lambda::{Aws, QueueUrl, Redelivery, prepare_games};
///
/// async fn run(quiz: Quiz, writer: impl QuestionWriter + 'static) -> Result<(), BoxError> {
///     let queue = QueueUrl::new("https://sqs.eu-west-1.amazonaws.com/123456789012/games")?;
///     let redelivery = Redelivery::new(Aws::from_env()?, queue);
///     prepare_games(quiz, Arc::new(writer), Some(redelivery)).await
/// }
/// ```
///
/// # Errors
///
/// Returns an error if the Lambda runtime API does not respond, or if `exec` fails.
///
/// # Panics
///
/// Panics if the variables that Lambda sets are missing.
pub async fn prepare_games(
    quiz: Quiz,
    writer: Arc<dyn QuestionWriter>,
    redelivery: Option<Redelivery>,
) -> Result<(), BoxError> {
    let observer = WorkerObserver::new(RoundTrips::default());
    serve_queue(quiz, writer, observer, redelivery).await
}

/// Serves a queue.
async fn serve_queue(
    quiz: Quiz,
    writer: Arc<dyn QuestionWriter>,
    observer: WorkerObserver,
    redelivery: Option<Redelivery>,
) -> Result<(), BoxError> {
    let threads = WriterThreads::new(writer, POLICY);
    let worker = Worker::new(quiz, threads.clone(), observer.clone());
    let worker = worker.with_redelivery(redelivery);
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let records = messages(&event);
        let records = records.inspect_err(|invalid| observer.rejected(*invalid, &context));
        let worker = worker.clone();
        async move { Ok::<_, InvalidEvent>(process(&worker, records?, &context).await) }
    });
    // The runtime's own service ends when the response is sent, so a layer around it runs after that.
    let after = |answered: Result<(), BoxError>| {
        let threads = threads.clone();
        async move {
            answered?;
            restart_if_blocked(&threads).await
        }
    };
    let runtime = Runtime::new(function).layer(MapRequestLayer::new(replace_invalid_json));
    let runtime = runtime.layer(layer_fn(|service| Then::new(service, &after)));
    runtime.run().await
}

async fn process(worker: &Worker, records: Vec<Message>, context: &Context) -> SqsBatchResponse {
    let response = worker.process(records, context);
    response.instrument(invocation_span(context)).await
}

/// Looks up a game that does not exist, so that the connection is open before the first batch.
/// A failure is only logged: the first batch tries again and reports it.
async fn warm_up(games: &DynamoGames) {
    let (player, game) = (PlayerId::from_bytes([0; 32]), GameId::from_bytes([0; 32]));
    if let Err(error) = games.find(&player, &game).await {
        tracing::warn!(error = %Causes(&error), "the connection to the tables could not be opened in advance");
    }
}
