//! Writers on threads of their own: whatever a writer does, its caller waits no longer than agreed.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong has to say so, and where"
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

/// What a writer does about games of these ids.
type Act = Box<dyn Fn(&Brief) -> Deed + Send + Sync>;

enum Deed {
    Write,
    Block,
    Await(Held),
    Panic,
}

/// Counts the futures that hold it.
struct Held(Arc<AtomicUsize>);

impl Held {
    fn by(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

struct Doing(Act);

#[async_trait]
impl QuestionWriter for Doing {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match (self.0)(brief) {
            Deed::Write => Ok(drafts()),
            Deed::Block => loop {
                park();
            },
            Deed::Await(held) => {
                pending::<()>().await;
                drop(held);
                Ok(drafts())
            }
            Deed::Panic => panic!("as the test wants it"),
        }
    }
}

fn drafts() -> Drafts {
    let choice = |text: &str| Choice::new(text).unwrap();
    let draft = Draft::new(
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

/// A brief whose caller waits for so long.
fn within(time: Duration, game: u8) -> Brief {
    brief(game).by(Instant::now() + time)
}

/// Waits until writers were called so often. As that keeps the runtime busy, the clock of a paused
/// one stands still meanwhile: no call is too late before its thread has begun.
async fn begun(calls: &AtomicUsize, count: usize) {
    while calls.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

fn threads(
    limit: Duration,
    max_threads: usize,
    act: impl Fn(&Brief) -> Deed + Send + Sync + 'static,
) -> WriterThreads {
    let max_threads = NonZeroUsize::new(max_threads).unwrap();
    let policy = WritingPolicy { limit, max_threads };
    WriterThreads::new(Arc::new(Doing(Box::new(act))), policy)
}

fn is_late(written: &Result<Drafts, WriteError>) -> bool {
    matches!(written, Err(WriteError::OutOfTime))
}

#[tokio::test(start_paused = true)]
async fn writers_that_block_their_threads_keep_no_other_waiting() {
    let calls = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&calls);
    let writer = threads(10 * LONG, 9, move |brief| {
        own.fetch_add(1, Ordering::SeqCst);
        match brief.game().as_bytes()[0] {
            0 => Deed::Write,
            _ => Deed::Block,
        }
    });
    let blocked: Vec<_> = (1..=8).map(|game| within(LONG, game)).collect();
    let blocked = join_all(blocked.iter().map(|brief| writer.write(brief)));
    let (blocked, ()) = tokio::join!(blocked, begun(&calls, 8));
    assert!(blocked.iter().all(is_late));
    assert_eq!(writer.abandoned(), 8);
    tokio::time::resume();
    assert_eq!(writer.write(&brief(0)).await.unwrap(), drafts());
}

#[tokio::test]
async fn a_writer_that_awaits_is_dropped_at_its_limit() {
    let held = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&held);
    let writer = threads(SHORT, 1, move |_| Deed::Await(Held::by(&own)));
    for game in 0..3 {
        assert!(is_late(&writer.write(&brief(game)).await));
        writer.no_abandoned().await;
        assert_eq!(held.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn a_writer_that_awaits_is_dropped_when_its_caller_is() {
    let held = Arc::<AtomicUsize>::default();
    let own = Arc::clone(&held);
    let writer = threads(LONG, 1, move |_| Deed::Await(Held::by(&own)));
    let calling = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(&brief(0)).await }
    });
    while held.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    calling.abort();
    assert!(calling.await.unwrap_err().is_cancelled());
    writer.no_abandoned().await;
    assert_eq!(held.load(Ordering::SeqCst), 0);
}

/// A writer whose calls are counted, and end when the test says so.
fn released(
    calls: &Arc<AtomicUsize>,
) -> (
    mpsc::Sender<()>,
    impl Fn(&Brief) -> Deed + Send + Sync + use<>,
) {
    let (release, released) = mpsc::channel::<()>();
    let (released, calls) = (Mutex::new(released), Arc::clone(calls));
    let act = move |_: &Brief| {
        calls.fetch_add(1, Ordering::SeqCst);
        released.lock().unwrap().recv().unwrap();
        Deed::Write
    };
    (release, act)
}

#[tokio::test(start_paused = true)]
async fn there_are_no_more_threads_than_agreed_abandoned_ones_included() {
    // Given the only thread, which its caller has abandoned,
    let calls = Arc::default();
    let (release, act) = released(&calls);
    let writer = threads(10 * LONG, 1, act);
    let first = within(LONG, 1);
    let (first, ()) = tokio::join!(writer.write(&first), begun(&calls, 1));
    assert!(is_late(&first));
    assert!(is_late(&writer.write(&within(2 * LONG, 2)).await));
    assert_eq!(writer.abandoned(), 1, "no other thread is started");
    tokio::time::resume();

    // when it ends at last,
    release.send(()).unwrap();
    writer.no_abandoned().await;

    // then there is room for another.
    release.send(()).unwrap();
    assert_eq!(writer.write(&brief(2)).await.unwrap(), drafts());
}

#[tokio::test(flavor = "current_thread")]
async fn the_threads_of_the_runtime_go_on_while_a_writer_blocks() {
    let (release, act) = released(&Arc::default());
    let writer = threads(LONG, 1, act);
    let releasing = async { release.send(()).unwrap() };
    let brief = brief(1);
    let (written, ()) = tokio::join!(writer.write(&brief), releasing);
    assert_eq!(written.unwrap(), drafts());
    assert_eq!(writer.abandoned(), 0);
}

#[tokio::test]
async fn a_writer_is_told_when_its_caller_stops_waiting() {
    let told = Arc::<Mutex<Vec<Option<Instant>>>>::default();
    let own = Arc::clone(&told);
    let writer = threads(LONG, 1, move |brief| {
        own.lock().unwrap().push(brief.deadline());
        Deed::Write
    });
    let (before, sooner) = (Instant::now(), Instant::now() + LONG / 2);
    let later = before + 10 * LONG;
    for brief in [brief(1), brief(2).by(later), brief(3).by(sooner)] {
        writer.write(&brief).await.unwrap();
    }
    let told: Vec<_> = told
        .lock()
        .unwrap()
        .iter()
        .map(|told| told.unwrap())
        .collect();
    assert!(told[0] >= before + LONG && told[0] < later, "its limit");
    assert!(
        told[1] >= before + LONG && told[1] < later,
        "its limit, which is sooner"
    );
    assert_eq!(told[2], sooner, "the caller's own, which is sooner");
}

#[tokio::test]
async fn a_panic_of_the_writer_is_one_of_the_call() {
    let writer = threads(LONG, 1, |_| Deed::Panic);
    for _ in 0..2 {
        let writer = writer.clone();
        let call = tokio::spawn(async move { writer.write(&brief(1)).await });
        assert!(call.await.unwrap_err().is_panic());
    }
    assert_eq!(writer.abandoned(), 0);
}

#[test]
fn a_runtime_ends_while_a_writer_blocks() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let writer = threads(SHORT, 1, |_| Deed::Block);
        assert!(is_late(&writer.write(&brief(1)).await));
    });
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || {
        drop(runtime);
        ended.send(()).unwrap();
    });
    end.recv_timeout(LONG).unwrap();
}
