//! Runs one writer and several readers of the same game concurrently.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::fixtures::open_game;
use super::race::{ROUNDS, run_concurrently};
use super::steps::{Store, assert_before_or_after, created, finished, opened, play};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Play};

/// Opens games while `watch` reads them on other threads. It receives the game before and after.
pub(super) async fn watched_opening<W, F>(store: &Store, watch: W)
where
    W: Fn(Store, Game, Play, WriterDone) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let command = open_game(&game, "The writer");
        let after = play(command.game().clone(), Some(command.questions().clone()));
        let done = WriterDone::default();
        run_concurrently(|racer| {
            let (store, done, game) = (Arc::clone(store), done.clone(), game.clone());
            let (command, after, watch) = (command.clone(), after.clone(), watch.clone());
            async move {
                if racer == 0 {
                    let _guard = done.when_dropped();
                    assert_eq!(
                        call!(GameStore::open(store, &command)).expect_ok(),
                        Transition::Made
                    );
                } else {
                    watch(store, game, after, done).await;
                }
            }
        })
        .await;
    }
}

/// Plays games to their end while `watch` reads them on other threads.
pub(super) async fn watched_playing<W, F>(store: &Store, watch: W)
where
    W: Fn(Store, Game, WriterDone) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let done = WriterDone::default();
        run_concurrently(|racer| {
            let (store, done) = (Arc::clone(store), done.clone());
            let (play, watch) = (play.clone(), watch.clone());
            async move {
                if racer == 0 {
                    let _guard = done.when_dropped();
                    finished(&store, &play).await;
                } else {
                    watch(store, play.game().clone(), done).await;
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

/// A flag that the writer sets when it is done, so that the readers stop.
#[derive(Clone, Default)]
pub(super) struct WriterDone(Arc<AtomicBool>);

impl WriterDone {
    /// Returns a guard that sets the flag when it is dropped, even by a panic.
    fn when_dropped(&self) -> impl Drop + use<> {
        struct Guard(WriterDone);
        impl Drop for Guard {
            fn drop(&mut self) {
                self.0.0.store(true, Ordering::SeqCst);
            }
        }
        Guard(self.clone())
    }

    /// Yields `false` for every read while the writer is active, and then `true` for a last read.
    pub(super) fn reads(&self) -> impl Iterator<Item = bool> {
        let mut last = false;
        std::iter::from_fn(move || {
            (!last).then(|| {
                last = self.0.load(Ordering::SeqCst);
                last
            })
        })
    }
}
