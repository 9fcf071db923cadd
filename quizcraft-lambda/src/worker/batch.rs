use std::time::{Duration, Instant};

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt};
use lambda_http::Context;
use quizcraft_core::gateway::{Causes, Work, WriteError};
use quizcraft_core::{Error, Prepared, Quiz};
use quizcraft_memory::WriterThreads;
use tokio::time::timeout;
use tracing::{Instrument, Span, field};

use super::event::Message;
use super::limited::Limited;
use crate::deadline::time_left;
use crate::observe::{Handled, Outcome, WorkerObserver, note_record};

/// How many records are worked at once: each has requests to the tables under way, and a batch may
/// have thousands.
const AT_ONCE: usize = 10;

/// How long before the end of the time the tables are given up: that leaves a moment to say so.
const RESERVE: Duration = Duration::from_millis(50);

/// Prepares the games whose work comes in one batch.
#[derive(Clone)]
pub(super) struct Worker {
    quiz: Quiz,
    writer: WriterThreads,
    observer: WorkerObserver,
}

impl Worker {
    pub(super) const fn new(quiz: Quiz, writer: WriterThreads, observer: WorkerObserver) -> Self {
        Self {
            quiz,
            writer,
            observer,
        }
    }

    /// Does the work of all records, and names those that are to be delivered again: each for
    /// itself, so that one that fails costs the others nothing.
    pub(super) async fn answer(
        &self,
        records: Vec<Message>,
        context: &Context,
    ) -> SqsBatchResponse {
        let since = Instant::now();
        self.observer.begin();
        let count = records.len();
        // One that takes long keeps its place among those that are worked, and no other's.
        let failures: Vec<_> = stream::iter(records)
            .map(|record| self.failure_of(record, context))
            .buffer_unordered(AT_ONCE)
            .filter_map(ready)
            .collect()
            .await;
        let handled = Handled {
            records: count,
            again: failures.len(),
            duration: since.elapsed(),
        };
        self.observer.note_batch(handled, context);
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = failures;
        response
    }

    /// Does the work of a record, and names it if it is to be delivered again.
    async fn failure_of(&self, record: Message, context: &Context) -> Option<BatchItemFailure> {
        let outcome = self.prepare(&record, context).await;
        (!outcome.is_done()).then(|| failure(record))
    }

    async fn prepare(&self, record: &Message, context: &Context) -> Outcome {
        let message = record.message_id.as_deref();
        let span = tracing::error_span!("record", message_id = message, game = field::Empty);
        let outcome = self.work_off(record, time_left(context));
        let outcome = outcome.instrument(span).await;
        note_record(outcome, message, context);
        outcome
    }

    async fn work_off(&self, record: &Message, left: Duration) -> Outcome {
        // What can't be read never will be, and the queue sees to it in the end.
        let Ok(work) = record.work() else {
            tracing::error!("the message cannot be read");
            return Outcome::Unreadable;
        };
        Span::current().record("game", field::debug(work.game()));
        self.prepare_in_time(work, left).await
    }

    /// Returns the quiz for one piece of work, which waits for no table after this.
    fn quiz_until(&self, deadline: Option<Instant>) -> Quiz {
        deadline.map_or_else(|| self.quiz.clone(), |deadline| self.quiz.until(deadline))
    }

    /// Does one piece of work in a task of its own: a writer that panics costs that piece only.
    async fn prepare_in_time(&self, work: Work, left: Duration) -> Outcome {
        let deadline = Instant::now().checked_add(left.saturating_sub(RESERVE));
        let quiz = self.quiz_until(deadline);
        let writer = Limited::within(left, &self.writer);
        let prepare = async move { quiz.prepare(&work, &writer).await };
        let mut task = tokio::spawn(prepare.in_current_span());
        match timeout(left, &mut task).await {
            Ok(Ok(prepared)) => outcome(prepared, deadline),
            Ok(Err(died)) => {
                // What it died of may tell what the game is about.
                let panicked = died.is_panic();
                tracing::error!(panicked, "the worker died at a game");
                Outcome::Failed
            }
            Err(_) => {
                task.abort();
                tracing::warn!("no time is left; it will be tried again");
                Outcome::OutOfTime
            }
        }
    }
}

/// Returns what came of a piece of work whose tables were waited for until `deadline`.
fn outcome(prepared: Result<Prepared, Error>, deadline: Option<Instant>) -> Outcome {
    match prepared {
        Ok(Prepared::Opened(game)) => Outcome::Ready(game.created()),
        Ok(Prepared::Failed(_)) => Outcome::GivenUp,
        Ok(Prepared::Before) => Outcome::Before,
        Ok(Prepared::Gone) => Outcome::Gone,
        Err(error) if is_late(&error) => {
            tracing::warn!("the questions were not written in time; it will be tried again");
            Outcome::OutOfTime
        }
        Err(Error::Unavailable(source)) if has_passed(deadline) => {
            let error = Causes(&*source);
            tracing::warn!(%error, "no time is left; it will be tried again");
            Outcome::OutOfTime
        }
        Err(error) => {
            tracing::error!(error = %Causes(&error), "not prepared; it will be tried again");
            Outcome::Failed
        }
    }
}

/// Returns whether the writer missed its deadline.
fn is_late(error: &Error) -> bool {
    let Error::Unavailable(source) = error else {
        return false;
    };
    matches!(source.downcast_ref(), Some(WriteError::OutOfTime))
}

fn has_passed(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| deadline <= Instant::now())
}

/// A failure without an id fails the whole batch, which is right where nothing tells the
/// record.
fn failure(record: Message) -> BatchItemFailure {
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = record.message_id.unwrap_or_default();
    failure
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
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

    /// A writer that keeps its thread busy for so long, and then panics.
    struct Computing(Duration);

    #[async_trait]
    impl QuestionWriter for Computing {
        async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
            sleep(self.0);
            panic!("it computed in vain");
        }
    }

    /// A writer that never writes about silence, and knows nothing about anything else.
    struct Silent;

    #[async_trait]
    impl QuestionWriter for Silent {
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

    /// Returns a record of the work of a new game.
    async fn record(memory: &Memory, id: usize, keyword: &str) -> Message {
        let request = GameRequest::parse([keyword], None).unwrap();
        let player = PlayerId::from_bytes([7; 32]);
        let _ = memory.quiz().start(&player, request, None).await.unwrap();
        let work = memory.queue().receive().unwrap().work();
        Message {
            message_id: Some(id.to_string()),
            body: Some(serde_json::to_string(&work).unwrap()),
        }
    }

    /// Returns an invocation that may take so long.
    fn invocation(time: Duration) -> Context {
        invocation_until(SystemTime::now().checked_add(time).unwrap())
    }

    /// Returns what comes of a record whose questions take so long, in an invocation that may take
    /// so long.
    async fn outcome_after(computing: Duration, time: Duration) -> Outcome {
        let memory = Memory::new();
        let record = record(&memory, 1, "Napoleon").await;
        let worker = worker(&memory, Computing(computing));
        worker.prepare(&record, &invocation(time)).await
    }

    #[test]
    fn tables_that_do_not_answer_by_the_deadline_are_no_failure() {
        let unavailable = || Err(Error::Unavailable("the table does not answer".into()));
        let internal = Err(Error::Internal("the table is missing".into()));
        let now = Instant::now();
        let later = now.checked_add(Duration::from_hours(1));
        assert_eq!(outcome(unavailable(), Some(now)), Outcome::OutOfTime);
        assert_eq!(outcome(unavailable(), later), Outcome::Failed);
        assert_eq!(outcome(unavailable(), None), Outcome::Failed);
        assert_eq!(outcome(internal, Some(now)), Outcome::Failed);
    }

    #[tokio::test]
    async fn a_record_that_takes_too_long_keeps_no_other_waiting() {
        let memory = Memory::new();
        let mut records = vec![record(&memory, 0, "silence").await];
        for id in 1..=3 * AT_ONCE {
            records.push(record(&memory, id, "chemistry").await);
        }
        let worker = worker(&memory, Silent);
        let context = invocation(Duration::from_secs(3));
        let answer = worker.answer(records, &context).await;
        let again = answer.batch_item_failures.iter();
        let again: Vec<_> = again.map(|failure| &*failure.item_identifier).collect();
        assert_eq!(again, ["0"]);
    }

    #[tokio::test]
    async fn a_writer_that_computes_for_too_long_is_given_up() {
        let outcome = outcome_after(Duration::from_secs(2), Duration::from_millis(800)).await;
        assert_eq!(outcome, Outcome::OutOfTime);
    }

    #[tokio::test]
    async fn a_writer_that_panics_costs_its_record_only() {
        let outcome = outcome_after(Duration::ZERO, Duration::from_secs(30)).await;
        assert_eq!(outcome, Outcome::Failed);
    }
}
