//! Runs one writer and several readers of the same game concurrently.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::fixtures::open_game;
use super::race::{RACERS, ROUNDS, run_concurrently};
use super::steps::{Store, answered, assert_before_or_after, created, opened, play};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Play, Verdict};

/// Opens games while `read` reads them on other threads. It receives the game before and after.
pub(super) async fn watched_opening<W, F>(store: &Store, read: W)
where
    W: Fn(Store, Game, Play, Watch) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let command = open_game(&game, "The writer");
        let after = play(command.game().clone(), Some(command.questions().clone()));
        let watch = Watch::new();
        run_concurrently(|racer| {
            let (store, watch, game) = (Arc::clone(store), watch.clone(), game.clone());
            let (command, after, read) = (command.clone(), after.clone(), read.clone());
            async move {
                if racer == 0 {
                    let _guard = watch.writer();
                    watch.wait_for_reads();
                    assert_eq!(
                        call!(GameStore::open(store, &command)).expect_ok(),
                        Transition::Made
                    );
                } else {
                    let _guard = watch.reader();
                    read(store, game, after, watch.clone()).await;
                }
            }
        })
        .await;
    }
}

/// Plays games to their end while `read` reads them on other threads.
pub(super) async fn watched_playing<W, F>(store: &Store, read: W)
where
    W: Fn(Store, Game, Watch) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let watch = Watch::new();
        run_concurrently(|racer| {
            let (store, watch) = (Arc::clone(store), watch.clone());
            let (play, read) = (play.clone(), read.clone());
            async move {
                if racer == 0 {
                    let _guard = watch.writer();
                    for _ in 0..play.game().questions_limit() {
                        watch.wait_for_reads();
                        answered(&store, play.game(), Verdict::Right).await;
                    }
                } else {
                    let _guard = watch.reader();
                    read(store, play.game().clone(), watch.clone()).await;
                }
            }
        })
        .await;
    }
}

/// Returns whether a read returned the game after its opening; panics if it is neither that nor the
/// game before.
pub(super) fn is_open(now: &Game, before: &Game, after: &Game) -> bool {
    let open = now == after;
    assert_before_or_after(now, before, after, false);
    open
}

/// What the writer and the readers of a game know of each other.
#[derive(Clone)]
pub(super) struct Watch(Arc<Progress>);

struct Progress {
    is_written: AtomicBool,
    /// The number of readers that have not stopped.
    readers: AtomicUsize,
    /// The number of reads that have ended.
    reads: AtomicUsize,
}

impl Watch {
    /// Starts with a writer and a reader on every other thread.
    fn new() -> Self {
        Self(Arc::new(Progress {
            is_written: AtomicBool::new(false),
            readers: AtomicUsize::new(RACERS - 1),
            reads: AtomicUsize::new(0),
        }))
    }

    /// Waits until readers have read between two writes, however the threads are scheduled. Returns at once if no
    /// reader is left.
    fn wait_for_reads(&self) {
        const READS: usize = 3;
        let before = self.0.reads.load(Ordering::SeqCst);
        while self.0.readers.load(Ordering::SeqCst) > 0
            && self.0.reads.load(Ordering::SeqCst) < before + READS
        {
            std::thread::sleep(Duration::from_micros(50));
        }
    }

    /// Returns a guard that tells the readers to stop when it is dropped, even by a panic.
    fn writer(&self) -> impl Drop + use<> {
        OnDrop(self.clone(), |progress| {
            progress.is_written.store(true, Ordering::SeqCst);
        })
    }

    /// Returns a guard that stops counting a reader when it is dropped, even by a panic.
    fn reader(&self) -> impl Drop + use<> {
        OnDrop(self.clone(), |progress| {
            progress.readers.fetch_sub(1, Ordering::SeqCst);
        })
    }

    /// Yields `false` for every read while the writer is active, and then `true` for a last read.
    pub(super) fn reads(&self) -> impl Iterator<Item = bool> {
        let mut last = None;
        std::iter::from_fn(move || {
            if last.is_some() {
                self.0.reads.fetch_add(1, Ordering::SeqCst);
            }
            (last != Some(true)).then(|| {
                let is_last = self.0.is_written.load(Ordering::SeqCst);
                last = Some(is_last);
                is_last
            })
        })
    }
}

/// Updates the progress when it is dropped.
struct OnDrop(Watch, fn(&Progress));

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.1(&self.0.0);
    }
}
