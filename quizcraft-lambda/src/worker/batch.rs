use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use lambda_http::Context;
use quizcraft_core::gateway::{Causes, Work, WriteError};
use quizcraft_core::{Error, Prepared, Quiz, RequestId};
use quizcraft_memory::WriterThreads;
use tokio::time::timeout;
use tracing::{Instrument, Span, field};

use super::event::Message;
use super::gateways::DeadlineWriter;
use super::redelivery::{Failed, Redelivery};
use crate::deadline::{abort_after, time_left};
use crate::observe::{BatchSummary, Outcome, WorkerObserver, write_record};

/// The number of records that are processed concurrently. A batch may have thousands, and each record
/// sends requests to the tables.
const MAX_CONCURRENT_RECORDS: usize = 10;

/// The time before the end of the work at which calls of the store time out, so that the timeout can be
/// reported.
const STORE_MARGIN: Duration = Duration::from_millis(50);

/// Prepares the games of one batch.
#[derive(Clone)]
pub(super) struct Worker {
    quiz: Quiz,
    writer: WriterThreads,
    observer: WorkerObserver,
    redelivery: Option<Arc<Redelivery>>,
}

impl Worker {
    pub(super) const fn new(quiz: Quiz, writer: WriterThreads, observer: WorkerObserver) -> Self {
        Self {
            quiz,
            writer,
            observer,
            redelivery: None,
        }
    }

    /// Delivers failed records again after a short delay, instead of after the queue's visibility timeout.
    pub(super) fn with_redelivery(self, redelivery: Option<Redelivery>) -> Self {
        let redelivery = redelivery.map(Arc::new);
        Self { redelivery, ..self }
    }

    /// Processes all records, and returns those that failed, so that only they are delivered again.
    pub(super) async fn process(
        &self,
        records: Vec<Message>,
        context: &Context,
    ) -> SqsBatchResponse {
        let since = Instant::now();
        self.observer.begin();
        let count = records.len();
        // Unordered, so that a slow record occupies one slot and does not delay the others.
        let failed: Vec<_> = stream::iter(records)
            .map(|record| self.process_record(record, context))
            .buffer_unordered(MAX_CONCURRENT_RECORDS)
            .filter_map(ready)
            .collect()
            .await;
        if let Some(redelivery) = &self.redelivery {
            redelivery.schedule(&failed, abort_after(context)).await;
        }
        let summary = BatchSummary {
            records: count,
            failed: failed.len(),
            duration: since.elapsed(),
        };
        self.observer.write_batch(summary, context);
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = failed.into_iter().map(failure).collect();
        response
    }

    /// Processes a record, and returns it if it must be delivered again.
    async fn process_record(&self, record: Message, context: &Context) -> Option<Failed> {
        let outcome = self.prepare(&record, context).await;
        (!outcome.is_done()).then(|| Failed::new(record, outcome.retry_after()))
    }

    async fn prepare(&self, record: &Message, context: &Context) -> Outcome {
        let message = record.id.as_deref();
        let (request, trace) = (record.correlation.request(), record.correlation.trace());
        let span = tracing::error_span!(
            "record",
            message_id = message,
            request_id = request.map(RequestId::as_str),
            traceparent = trace.map(field::display),
            game = field::Empty
        );
        let outcome = self.prepare_message(record, time_left(context));
        let outcome = outcome.instrument(span).await;
        write_record(outcome, record, context);
        outcome
    }

    async fn prepare_message(&self, record: &Message, left: Duration) -> Outcome {
        // A retry cannot help, but the redrive policy moves the message to the dead-letter queue.
        let Ok(work) = record.work() else {
            tracing::error!("malformed message");
            return Outcome::Malformed;
        };
        Span::current().record("game", field::debug(work.game()));
        self.prepare_in_time(work, left).await
    }

    /// Returns the quiz whose calls of the store end by `deadline`.
    fn quiz_until(&self, deadline: Option<Instant>) -> Quiz {
        deadline.map_or_else(|| self.quiz.clone(), |deadline| self.quiz.until(deadline))
    }

    /// Prepares a game in a task of its own, so that a panic fails its record only.
    async fn prepare_in_time(&self, work: Work, left: Duration) -> Outcome {
        let deadline = Instant::now().checked_add(left.saturating_sub(STORE_MARGIN));
        let quiz = self.quiz_until(deadline);
        let writer = DeadlineWriter::within(left, &self.writer);
        let prepare = async move { quiz.prepare(&work, &writer).await };
        let mut task = tokio::spawn(prepare.in_current_span());
        match timeout(left, &mut task).await {
            Ok(Ok(prepared)) => outcome(prepared, deadline),
            Ok(Err(failure)) => {
                // The panic's message may contain keywords of the game, so it is not logged.
                let panicked = failure.is_panic();
                tracing::error!(
                    panicked,
                    "preparing a game failed; the record will be retried"
                );
                Outcome::Retry(None)
            }
            Err(_) => {
                task.abort();
                tracing::warn!("preparing a game timed out; the record will be retried");
                Outcome::TimedOut
            }
        }
    }
}

/// Returns the outcome of preparing a game whose calls of the store ended by `deadline`.
fn outcome(prepared: Result<Prepared, Error>, deadline: Option<Instant>) -> Outcome {
    match prepared {
        Ok(Prepared::Opened(game)) => Outcome::Ready(game.created()),
        Ok(Prepared::Failed(_)) => Outcome::GameFailed,
        Ok(Prepared::NotPending) => Outcome::AlreadyPrepared,
        Ok(Prepared::Gone) => Outcome::Gone,
        Err(error) if is_writer_timeout(&error) => {
            tracing::warn!("the writer timed out; the record will be retried");
            Outcome::TimedOut
        }
        Err(Error::Unavailable(source)) if has_passed(deadline) => {
            let error = Causes(&*source);
            tracing::warn!(%error, "the store timed out; the record will be retried");
            Outcome::TimedOut
        }
        // A writer that is busy and a lease of another worker are expected.
        Err(error) if error.retry_after().is_some() => {
            tracing::warn!(error = %Causes(&error), "preparing a game is postponed; the record will be retried");
            Outcome::Retry(error.retry_after())
        }
        Err(error) => {
            tracing::error!(error = %Causes(&error), "preparing a game failed; the record will be retried");
            Outcome::Retry(None)
        }
    }
}

/// Returns whether the writer missed its deadline.
fn is_writer_timeout(error: &Error) -> bool {
    let Error::Unavailable(source) = error else {
        return false;
    };
    matches!(source.downcast_ref(), Some(WriteError::OutOfTime))
}

fn has_passed(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| deadline <= Instant::now())
}

/// Returns the failure of a record. A failure without an id fails the whole batch, which is right for a
/// record without an id.
fn failure(record: Failed) -> BatchItemFailure {
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = record.into_id().unwrap_or_default();
    failure
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::thread::sleep;
    use std::time::SystemTime;

    use async_trait::async_trait;
    use quizcraft_core::gateway::{Brief, QuestionWriter};
    use quizcraft_core::{Drafts, Failure, GameRequest, PlayerId};
    use quizcraft_memory::Memory;

    use super::*;
    use crate::deadline::tests::invocation_until;
    use crate::observe::RoundTrips;
    use crate::worker::POLICY;

    /// A writer that blocks its thread for this time and then panics.
    struct BlockingWriter(Duration);

    #[async_trait]
    impl QuestionWriter for BlockingWriter {
        async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
            sleep(self.0);
            panic!("expected by the test");
        }
    }

    /// A writer that never returns for the keyword "silence", and fails the game for all others.
    struct SelectiveWriter;

    #[async_trait]
    impl QuestionWriter for SelectiveWriter {
        async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
            if brief
                .keywords()
                .iter()
                .any(|keyword| keyword.as_str() == "silence")
            {
                pending::<()>().await;
            }
            Err(WriteError::Impossible(Failure::restore("I know nothing.")))
        }
    }

    fn worker(memory: &Memory, writer: impl QuestionWriter + 'static) -> Worker {
        let observer = WorkerObserver::new(RoundTrips::default());
        let threads = WriterThreads::new(Arc::new(writer), POLICY);
        Worker::new(memory.quiz(), threads, observer)
    }

    /// Creates a game, and returns the record of its work.
    async fn record(memory: &Memory, id: usize, keyword: &str) -> Message {
        let request = GameRequest::parse([keyword], None).unwrap();
        let player = PlayerId::from_bytes([7; 32]);
        let _ = memory.quiz().start(&player, request, None).await.unwrap();
        let work = memory.queue().receive().unwrap().work();
        Message {
            id: Some(id.to_string()),
            body: Some(serde_json::to_string(&work).unwrap()),
            receipt: None,
            deliveries: 1,
            correlation: work.correlation(),
            keywords: work.keywords(),
        }
    }

    /// Returns the context of an invocation with this timeout.
    fn invocation(time: Duration) -> Context {
        invocation_until(SystemTime::now().checked_add(time).unwrap())
    }

    /// Returns the outcome of a record whose writer blocks its thread for `blocked`, in an invocation with
    /// this timeout.
    async fn outcome_after(blocked: Duration, timeout: Duration) -> Outcome {
        let memory = Memory::new();
        let record = record(&memory, 1, "Napoleon").await;
        let worker = worker(&memory, BlockingWriter(blocked));
        worker.prepare(&record, &invocation(timeout)).await
    }

    #[test]
    fn an_unavailable_store_is_a_timeout_after_the_deadline_and_a_failure_before() {
        let unavailable = || Err(Error::Unavailable("the table timed out".into()));
        let internal = Err(Error::Internal("the table is missing".into()));
        let now = Instant::now();
        let later = now.checked_add(Duration::from_hours(1));
        assert_eq!(outcome(unavailable(), Some(now)), Outcome::TimedOut);
        assert_eq!(outcome(unavailable(), later), Outcome::Retry(None));
        assert_eq!(outcome(unavailable(), None), Outcome::Retry(None));
        assert_eq!(outcome(internal, Some(now)), Outcome::Retry(None));
        let postponed = WriteError::temporary("too many requests").after(Duration::from_secs(40));
        let postponed = Err(Error::Unavailable(postponed.into()));
        let after = Some(Duration::from_secs(40));
        assert_eq!(outcome(postponed, later), Outcome::Retry(after));
    }

    #[tokio::test]
    async fn a_slow_record_does_not_delay_the_others() {
        let memory = Memory::new();
        let mut records = vec![record(&memory, 0, "silence").await];
        for id in 1..=3 * MAX_CONCURRENT_RECORDS {
            records.push(record(&memory, id, "chemistry").await);
        }
        let worker = worker(&memory, SelectiveWriter);
        let context = invocation(Duration::from_secs(3));
        let response = worker.process(records, &context).await;
        let failed = response.batch_item_failures.iter();
        let failed: Vec<_> = failed.map(|failure| &*failure.item_identifier).collect();
        assert_eq!(failed, ["0"]);
    }

    #[tokio::test]
    async fn a_writer_that_blocks_its_thread_times_out() {
        let outcome = outcome_after(Duration::from_secs(2), Duration::from_millis(800)).await;
        assert_eq!(outcome, Outcome::TimedOut);
    }

    #[tokio::test]
    async fn a_writer_that_panics_fails_its_record() {
        let outcome = outcome_after(Duration::ZERO, Duration::from_secs(30)).await;
        assert_eq!(outcome, Outcome::Retry(None));
    }
}
