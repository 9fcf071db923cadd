//! Watchers: what one writes is looked at by others all the while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::given::opening;
use super::race::{ROUNDS, all_at_once};
use super::steps::{Store, created, finished, given, opened, play};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Play};

/// Opens games, each under the eyes of watchers, who are given the game before and after.
pub(super) async fn watched_opening<W, F>(store: &Store, watch: W)
where
    W: Fn(Store, Game, Play, Over) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let opening = opening(&game, "The writer");
        let after = play(opening.game().clone(), Some(opening.questions().clone()));
        let over = Over::default();
        all_at_once(|racer| {
            let (store, over, game) = (Arc::clone(store), over.clone(), game.clone());
            let (opening, after, watch) = (opening.clone(), after.clone(), watch.clone());
            async move {
                if racer == 0 {
                    let _over = over.when_dropped();
                    assert_eq!(given(store.open(&opening).await), Transition::Made);
                } else {
                    watch(store, game, after, over).await;
                }
            }
        })
        .await;
    }
}

/// Plays games to their end under the eyes of watchers.
pub(super) async fn watched_playing<W, F>(store: &Store, watch: W)
where
    W: Fn(Store, Game, Over) -> F + Clone + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let over = Over::default();
        all_at_once(|racer| {
            let (store, over) = (Arc::clone(store), over.clone());
            let (play, watch) = (play.clone(), watch.clone());
            async move {
                if racer == 0 {
                    let _over = over.when_dropped();
                    finished(&store, &play).await;
                } else {
                    watch(store, play.game().clone(), over).await;
                }
            }
        })
        .await;
    }
}

/// Returns whether the game is seen as it is after it opened, and not as it was before.
pub(super) fn is_open(now: &Game, before: &Game, after: &Game) -> bool {
    let open = now == after;
    assert!(
        open || now == before,
        "a game is seen before it opens or after: {now:?}"
    );
    open
}

/// Whether the one who writes is done, so that those who read come to an end as well.
#[derive(Clone, Default)]
pub(super) struct Over(Arc<AtomicBool>);

impl Over {
    /// Sets it once the guard goes, also if that is by a panic.
    fn when_dropped(&self) -> impl Drop + use<> {
        struct Guard(Over);
        impl Drop for Guard {
            fn drop(&mut self) {
                self.0.0.store(true, Ordering::SeqCst);
            }
        }
        Guard(self.clone())
    }

    /// Returns a `false` for every look while the writer is at it, and a `true` for one look after
    /// that.
    pub(super) fn looks(&self) -> impl Iterator<Item = bool> {
        let mut last = false;
        std::iter::from_fn(move || {
            (!last).then(|| {
                last = self.0.load(Ordering::SeqCst);
                last
            })
        })
    }
}
