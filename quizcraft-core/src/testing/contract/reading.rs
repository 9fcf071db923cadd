//! Readers see whole writes, however closely they watch.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::given::opening;
use super::race::{ROUNDS, all_at_once};
use super::steps::{Store, created, find, finished, given, load, on_page, opened, play};
use crate::gateway::Transition;
use crate::{Game, Play};

/// Readers see a game before it opens or after, never a status without the questions.
pub async fn readers_see_a_game_open_as_a_whole(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round).await;
        let opening = opening(&game, "The writer");
        let after = play(opening.game().clone(), Some(opening.questions().clone()));
        let over = Over::default();
        all_at_once(|racer| {
            let (store, over, game) = (Arc::clone(store), over.clone(), game.clone());
            let (opening, after) = (opening.clone(), after.clone());
            async move {
                if racer == 0 {
                    let _over = over.when_dropped();
                    assert_eq!(given(store.open(&opening).await), Transition::Made);
                } else {
                    watch_it_open(&store, &game, &after, &over).await;
                }
            }
        })
        .await;
    }
}

/// Readers see an answer with its counters and status, or not at all.
pub async fn readers_see_an_answer_as_a_whole(store: &Store) {
    for round in 0..ROUNDS {
        let play = opened(store, round).await;
        let over = Over::default();
        all_at_once(|racer| {
            let (store, over, play) = (Arc::clone(store), over.clone(), play.clone());
            async move {
                if racer == 0 {
                    let _over = over.when_dropped();
                    finished(&store, &play).await;
                } else {
                    watch_it_being_played(&store, play.game(), &over).await;
                }
            }
        })
        .await;
    }
}

/// Looks until the game is open; what one look showed, the next must show too.
async fn watch_it_open(store: &Store, game: &Game, after: &Play, over: &Over) {
    let mut open = false;
    for last_look in over.looks() {
        let found = find(store, game).await;
        open = seen(&found, game, after.game(), open || last_look);
        let loaded = load(store, game).await;
        open = seen(loaded.game(), game, after.game(), open);
        let questions = after.questions().filter(|_| open);
        assert_eq!(
            loaded.questions(),
            questions,
            "questions and status appear together"
        );
        open = seen(&on_page(store, game).await, game, after.game(), open);
    }
}

/// Whether the game is seen open; once it was, it is so for ever.
fn seen(now: &Game, before: &Game, after: &Game, was_open: bool) -> bool {
    let open = now == after;
    assert!(
        open || now == before,
        "a game is seen before it opens or after: {now:?}"
    );
    assert!(
        open || !was_open,
        "questions and status appear together: it was open already"
    );
    open
}

/// Looks until the game is finished, in one way after the other; no look may show less than the
/// one before it, since every look sees whole writes.
async fn watch_it_being_played(store: &Store, game: &Game, over: &Over) {
    let mut answers = 0;
    for last_look in over.looks() {
        if last_look {
            answers = game.questions_limit();
        }
        let looks = [
            load(store, game).await.game().clone(),
            find(store, game).await,
            load(store, game).await.game().clone(),
            on_page(store, game).await,
        ];
        for look in looks {
            let counted = (look.questions_answered(), look.questions_correct());
            assert!(
                counted.0 >= answers,
                "an answer is seen whole: {answers}, then {look:?}"
            );
            assert_eq!(counted.0, counted.1, "an answer is seen with its verdict");
            answers = counted.0;
        }
    }
}

/// Whether the one who writes is done, so that those who read come to an end as well.
#[derive(Clone, Default)]
struct Over(Arc<AtomicBool>);

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

    /// A `false` for every look while the writer is at it, and a `true` for one look after that.
    fn looks(&self) -> impl Iterator<Item = bool> {
        let mut last = false;
        std::iter::from_fn(move || {
            (!last).then(|| {
                last = self.0.load(Ordering::SeqCst);
                last
            })
        })
    }
}
