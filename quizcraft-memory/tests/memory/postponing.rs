//! Work whose error says when to try again.

#![expect(
    clippy::unwrap_used,
    reason = "a panic fails the test with its location"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_contract::ManualClock;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, Work, WorkQueue, WriteError};
use quizcraft_core::{
    Drafts, Failure, GameId, GameRequest, Gateways, Keywords, PlayerId, QuestionsLimit, Quiz,
    Timestamp,
};
use quizcraft_memory::{
    MemoryGames, MemoryQueue, OsRandomness, QueuePolicy, Worker, WriterThreads, WritingPolicy,
};

const ADA: PlayerId = PlayerId::from_bytes([1; 32]);

/// A writer that needs the lease, is busy at the first call under it, and knows until when.
struct Busy {
    calls: AtomicUsize,
    retry_after: Duration,
}

#[async_trait]
impl QuestionWriter for Busy {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        if brief.expense() == Expense::NeedsLease {
            return Err(WriteError::NeedsLease);
        }
        match self.calls.fetch_add(1, Ordering::SeqCst) {
            0 => Err(WriteError::temporary("busy").after(self.retry_after)),
            _ => Err(WriteError::Impossible(Failure::restore("No facts."))),
        }
    }
}

/// Starts a game and a worker. Returns the clock and the writer after its first call.
async fn failed_once(retry_after: Duration) -> (Arc<ManualClock>, Arc<Busy>) {
    let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
    let queue = Arc::new(MemoryQueue::new(clock.clone(), QueuePolicy::default()));
    let quiz = Quiz::new(Gateways::new(
        Arc::new(MemoryGames::new()),
        queue.clone(),
        clock.clone(),
        Arc::new(OsRandomness),
    ));
    let calls = AtomicUsize::new(0);
    let writer = Arc::new(Busy { calls, retry_after });
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let _started = quiz.start(&ADA, request, None).await.unwrap();
    tokio::spawn(Worker::new(quiz, queue, Arc::clone(&writer)).run());
    assert_eq!(calls_soon(&writer).await, 1);
    (clock, writer)
}

/// Returns the number of calls after the worker has polled the queue several times.
async fn calls_soon(writer: &Busy) -> usize {
    tokio::time::sleep(Duration::from_secs(5)).await;
    writer.calls.load(Ordering::SeqCst)
}

#[tokio::test(start_paused = true)]
async fn failed_work_is_delivered_when_its_error_says() {
    for seconds in [7, 90] {
        let (clock, writer) = failed_once(Duration::from_secs(seconds)).await;
        clock.advance(Duration::from_secs(seconds - 1));
        assert_eq!(calls_soon(&writer).await, 1, "not before {seconds} s");
        clock.advance(Duration::from_secs(1));
        assert_eq!(calls_soon(&writer).await, 2, "after {seconds} s");
    }
}

#[tokio::test]
async fn a_fraction_of_a_second_counts_as_a_second() {
    let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
    let queue = MemoryQueue::new(clock.clone(), QueuePolicy::default());
    queue
        .send(&Work::new(GameId::from_bytes([1; 32]), ADA))
        .await
        .unwrap();
    let first = queue.receive().unwrap();
    queue.release_after(&first, Duration::from_millis(1_001));
    clock.advance(Duration::from_secs(1));
    assert_eq!(queue.receive(), None);
    clock.advance(Duration::from_secs(1));
    let second = queue.receive().unwrap();
    assert_eq!(second.attempt(), 2);

    queue.release_after(&first, Duration::ZERO);
    assert_eq!(
        queue.receive(),
        None,
        "a delivery that was superseded changes nothing"
    );
    queue.release_after(&second, Duration::ZERO);
    assert_eq!(queue.receive().unwrap().attempt(), 3);
}

#[tokio::test]
async fn writer_threads_ask_for_the_lease_as_their_writer_does() {
    let busy = Busy {
        calls: AtomicUsize::new(0),
        retry_after: Duration::ZERO,
    };
    let threads = WriterThreads::new(Arc::new(busy), WritingPolicy::default());
    let (game, keywords) = (
        GameId::from_bytes([1; 32]),
        Keywords::new(["Rome"]).unwrap(),
    );
    let brief = Brief::new(game, ADA, keywords, QuestionsLimit::DEFAULT);
    let first = threads.write(&brief).await;
    assert!(matches!(first, Err(WriteError::NeedsLease)), "{first:?}");
    let again = threads.write(&brief.with_expense(Expense::Allowed)).await;
    assert!(
        matches!(again, Err(WriteError::Temporary { .. })),
        "{again:?}"
    );
}
