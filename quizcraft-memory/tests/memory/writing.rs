//! Writer threads: whatever a writer does, its caller does not wait past the deadline.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test with its location"
)]

use std::future::pending;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::park;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::join_all;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, GameId, Keywords, PlayerId, Prompt, QuestionsLimit,
};
use quizcraft_memory::{WriterThreads, WritingPolicy};

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_mins(1);

/// Decides what the writer does for a brief.
type Behaviour = Box<dyn Fn(&Brief) -> Action + Send + Sync>;

enum Action {
    Write,
    Block,
    Await(CountGuard),
    Panic,
}

/// Counts the futures that hold one.
struct CountGuard(Arc<AtomicUsize>);

impl CountGuard {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for CountGuard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

struct TestWriter(Behaviour);

#[async_trait]
impl QuestionWriter for TestWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match (self.0)(brief) {
            Action::Write => Ok(drafts()),
            Action::Block => loop {
                park();
            },
            Action::Await(held) => {
                pending::<()>().await;
                drop(held);
                Ok(drafts())
            }
            Action::Panic => panic!("intended by the test"),
        }
    }
}

fn drafts() -> Drafts {
    let choice = |text: &str| Choice::new(text).unwrap();
    let draft = Draft::single(
        Prompt::new("Which city lies on the Tiber?").unwrap(),
        choice("Rome"),
        vec![choice("Oslo")],
        Clarification::new("Rome lies on the Tiber.").unwrap(),
    );
    Drafts::new(vec![draft.unwrap()]).unwrap()
}

fn brief(game: u8) -> Brief {
    Brief::new(
        GameId::from_bytes([game; 32]),
        PlayerId::from_bytes([9; 32]),
        Keywords::new(["Rome"]).unwrap(),
        QuestionsLimit::DEFAULT,
    )
}

/// Returns a brief with a deadline after `time`.
fn brief_within(time: Duration, game: u8) -> Brief {
    brief(game).by(Instant::now() + time)
}

/// Waits until the writer was called `count` times. This keeps the runtime busy, so that a paused clock
/// does not advance: no call misses its deadline before its thread has started.
async fn wait_for_calls(calls: &AtomicUsize, count: usize) {
    while calls.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

fn threads(
    limit: Duration,
    max_threads: usize,
    behaviour: impl Fn(&Brief) -> Action + Send + Sync + 'static,
) -> WriterThreads {
    let max_threads = NonZeroUsize::new(max_threads).unwrap();
    let policy = WritingPolicy { limit, max_threads };
    WriterThreads::new(Arc::new(TestWriter(Box::new(behaviour))), policy)
}

fn is_late(written: &Result<Drafts, WriteError>) -> bool {
    matches!(written, Err(WriteError::OutOfTime))
}

#[tokio::test(start_paused = true)]
async fn blocked_writers_do_not_delay_other_calls() {
    let calls = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&calls);
    let writer = threads(10 * LONG, 9, move |brief| {
        own.fetch_add(1, Ordering::SeqCst);
        match brief.game().as_bytes()[0] {
            0 => Action::Write,
            _ => Action::Block,
        }
    });
    let blocked: Vec<_> = (1..=8).map(|game| brief_within(LONG, game)).collect();
    let blocked = join_all(blocked.iter().map(|brief| writer.write(brief)));
    let (blocked, ()) = tokio::join!(blocked, wait_for_calls(&calls, 8));
    assert!(blocked.iter().all(is_late));
    assert_eq!(writer.abandoned(), 8);
    tokio::time::resume();
    assert_eq!(writer.write(&brief(0)).await.unwrap(), drafts());
}

#[tokio::test]
async fn an_awaiting_writer_is_cancelled_at_its_deadline() {
    let held = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&held);
    let writer = threads(SHORT, 1, move |_| Action::Await(CountGuard::new(&own)));
    for game in 0..3 {
        assert!(is_late(&writer.write(&brief(game)).await));
        writer.wait_for_abandoned().await;
        assert_eq!(held.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn an_awaiting_writer_is_cancelled_with_its_caller() {
    let held = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&held);
    let writer = threads(LONG, 1, move |_| Action::Await(CountGuard::new(&own)));
    let calling = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(&brief(0)).await }
    });
    while held.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    calling.abort();
    assert!(calling.await.unwrap_err().is_cancelled());
    writer.wait_for_abandoned().await;
    assert_eq!(held.load(Ordering::SeqCst), 0);
}

/// Returns the behaviour of a writer whose calls are counted and block until the test releases them.
fn blocking_until_released(
    calls: &Arc<AtomicUsize>,
) -> (
    mpsc::Sender<()>,
    impl Fn(&Brief) -> Action + Send + Sync + use<>,
) {
    let (release, released) = mpsc::channel::<()>();
    let (released, calls) = (Mutex::new(released), Arc::clone(calls));
    let behaviour = move |_: &Brief| {
        calls.fetch_add(1, Ordering::SeqCst);
        released.lock().unwrap().recv().unwrap();
        Action::Write
    };
    (release, behaviour)
}

#[tokio::test(start_paused = true)]
async fn abandoned_threads_count_against_the_maximum() {
    // Given the only thread, which its caller has abandoned,
    let calls = Arc::default();
    let (release, behaviour) = blocking_until_released(&calls);
    let writer = threads(10 * LONG, 1, behaviour);
    let first = brief_within(LONG, 1);
    let (first, ()) = tokio::join!(writer.write(&first), wait_for_calls(&calls, 1));
    assert!(is_late(&first));
    assert!(is_late(&writer.write(&brief_within(2 * LONG, 2)).await));
    assert_eq!(writer.abandoned(), 1, "no other thread is started");
    tokio::time::resume();

    // when it ends,
    release.send(()).unwrap();
    writer.wait_for_abandoned().await;

    // then another thread can start.
    release.send(()).unwrap();
    assert_eq!(writer.write(&brief(2)).await.unwrap(), drafts());
}

#[tokio::test(flavor = "current_thread")]
async fn a_blocked_writer_does_not_block_the_runtime() {
    let (release, behaviour) = blocking_until_released(&Arc::default());
    let writer = threads(LONG, 1, behaviour);
    let releasing = async { release.send(()).unwrap() };
    let brief = brief(1);
    let (written, ()) = tokio::join!(writer.write(&brief), releasing);
    assert_eq!(written.unwrap(), drafts());
    assert_eq!(writer.abandoned(), 0);
}

#[tokio::test]
async fn a_writer_receives_the_earlier_of_its_limit_and_its_callers_deadline() {
    let deadlines = Arc::<Mutex<Vec<Option<Instant>>>>::default();
    let own = Arc::clone(&deadlines);
    let writer = threads(LONG, 1, move |brief| {
        own.lock().unwrap().push(brief.deadline());
        Action::Write
    });
    let (before, sooner) = (Instant::now(), Instant::now() + LONG / 2);
    let later = before + 10 * LONG;
    for brief in [brief(1), brief(2).by(later), brief(3).by(sooner)] {
        writer.write(&brief).await.unwrap();
    }
    let deadlines: Vec<_> = deadlines
        .lock()
        .unwrap()
        .iter()
        .map(|deadlines| deadlines.unwrap())
        .collect();
    assert!(
        deadlines[0] >= before + LONG && deadlines[0] < later,
        "the limit, without a deadline"
    );
    assert!(
        deadlines[1] >= before + LONG && deadlines[1] < later,
        "the limit, which is earlier"
    );
    assert_eq!(
        deadlines[2], sooner,
        "the caller's deadline, which is earlier"
    );
}

#[tokio::test]
async fn a_panic_of_the_writer_is_propagated_to_the_caller() {
    let writer = threads(LONG, 1, |_| Action::Panic);
    for _ in 0..2 {
        let writer = writer.clone();
        let call = tokio::spawn(async move { writer.write(&brief(1)).await });
        assert!(call.await.unwrap_err().is_panic());
    }
    assert_eq!(writer.abandoned(), 0);
}

#[test]
fn a_runtime_shuts_down_while_a_writer_blocks() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let writer = threads(SHORT, 1, |_| Action::Block);
        assert!(is_late(&writer.write(&brief(1)).await));
    });
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || {
        drop(runtime);
        ended.send(()).unwrap();
    });
    end.recv_timeout(LONG).unwrap();
}
