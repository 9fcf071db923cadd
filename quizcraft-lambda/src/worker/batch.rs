use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse};
use futures_util::stream::{self, StreamExt};
use lambda_http::Context;
use quizcraft_core::gateway::{Causes, GatewayError, QuestionWriter, Work, WorkQueue};
use quizcraft_core::{Error, Prepared, Quiz};
use tokio::time::timeout;
use tracing::Instrument;

use super::event::Message;
use crate::deadline::time_left;
use crate::observe::{Handled, Outcome, WorkerObserver, note_record};

/// How many records are worked at once: each has requests to the tables under way, and a batch may
/// have thousands.
const AT_ONCE: usize = 10;

/// Prepares the games whose work comes in one batch.
#[derive(Clone)]
pub(super) struct Worker {
    quiz: Quiz,
    writer: Arc<dyn QuestionWriter>,
    observer: WorkerObserver,
}

impl Worker {
    pub(super) const fn new(
        quiz: Quiz,
        writer: Arc<dyn QuestionWriter>,
        observer: WorkerObserver,
    ) -> Self {
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
        let prepared = stream::iter(&records).map(|record| self.prepare(record, context));
        let prepared: Vec<_> = prepared.buffered(AT_ONCE).collect().await;
        let handled = records.len();
        let again = records.into_iter().zip(prepared);
        let again = again.filter(|(_, outcome)| !outcome.is_done());
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = again.map(|(record, _)| failure(record)).collect();
        let handled = Handled {
            records: handled,
            again: response.batch_item_failures.len(),
            duration: since.elapsed(),
        };
        self.observer.note_batch(handled, context);
        response
    }

    async fn prepare(&self, record: &Message, context: &Context) -> Outcome {
        let outcome = match read(record) {
            None => Outcome::Unreadable,
            Some(work) => self.prepare_in_time(work, time_left(context)).await,
        };
        note_record(outcome, context);
        outcome
    }

    /// Does one piece of work in a task of its own: a writer that panics costs that piece only.
    async fn prepare_in_time(&self, work: Work, left: Duration) -> Outcome {
        let (quiz, writer) = (self.quiz.clone(), Arc::clone(&self.writer));
        let prepare = async move { quiz.prepare(&work, &*writer).await };
        let mut task = tokio::spawn(prepare.in_current_span());
        match timeout(left, &mut task).await {
            Ok(Ok(prepared)) => outcome(prepared),
            Ok(Err(died)) => {
                // What it died of may tell what the game is about.
                let panicked = died.is_panic();
                tracing::error!(game = ?work.game(), panicked, "the worker died at a game");
                Outcome::Failed
            }
            Err(_) => {
                task.abort();
                tracing::warn!(game = ?work.game(), "no time is left; it will be tried again");
                Outcome::OutOfTime
            }
        }
    }
}

fn outcome(prepared: Result<Prepared, Error>) -> Outcome {
    match prepared {
        Ok(Prepared::Opened(game)) => Outcome::Ready(game.created()),
        Ok(Prepared::Failed(_)) => Outcome::GivenUp,
        Ok(Prepared::Before) => Outcome::Before,
        Ok(Prepared::Gone) => Outcome::Gone,
        Err(error) => {
            tracing::error!(error = %Causes(&error), "not prepared; it will be tried again");
            Outcome::Failed
        }
    }
}

/// The work of a record. One that can't be read never will be, and the queue sees to it in the end.
fn read(record: &Message) -> Option<Work> {
    let message = record.message_id.as_deref().unwrap_or_default();
    let work = serde_json::from_str(record.body.as_deref().unwrap_or_default());
    if work.is_err() {
        tracing::error!(message_id = message, "the message cannot be read");
    }
    work.ok()
}

/// A failure without an id fails the whole batch, which is right where nothing tells the record.
fn failure(record: Message) -> BatchItemFailure {
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = record.message_id.unwrap_or_default();
    failure
}

/// The worker takes work, and sends none.
pub(super) struct NoQueue;

#[async_trait]
impl WorkQueue for NoQueue {
    async fn send(&self, _: &Work) -> Result<(), GatewayError> {
        Err(GatewayError::Broken(
            "the worker has no queue to send to".into(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::SystemTime;

    use quizcraft_core::gateway::{Brief, WriteError};
    use quizcraft_core::{Drafts, GameRequest, PlayerId};
    use quizcraft_memory::Memory;

    use super::*;
    use crate::observe::RoundTrips;
    use crate::worker::aside::Aside;

    /// A writer that keeps its thread busy for so long, and then panics.
    struct Computing(Duration);

    #[async_trait]
    impl QuestionWriter for Computing {
        async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
            sleep(self.0);
            panic!("it computed in vain");
        }
    }

    /// What comes of a record whose questions take so long, in an invocation that may take so long.
    async fn outcome_after(computing: Duration, time: Duration) -> Outcome {
        let memory = Memory::new();
        let request = GameRequest::parse(["Napoleon"], None).unwrap();
        let player = PlayerId::from_bytes([7; 32]);
        let _ = memory.quiz().start(&player, request, None).await.unwrap();
        let work = memory.queue().receive().unwrap().work();
        let record = Message {
            message_id: Some("1".to_owned()),
            body: Some(serde_json::to_string(&work).unwrap()),
        };
        let observer = WorkerObserver::new(RoundTrips::default());
        let writer = Arc::new(Aside::new(Arc::new(Computing(computing))));
        let worker = Worker::new(memory.quiz(), writer, observer);
        let deadline = SystemTime::now().checked_add(time);
        let deadline = deadline
            .unwrap()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap();
        let mut context = Context::default();
        context.deadline = u64::try_from(deadline.as_millis()).unwrap();
        worker.prepare(&record, &context).await
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
