//! Readers see writes atomically even before they are acknowledged.
//!
//! Not every store promises this: only those whose reads of several items are snapshots, such as a
//! store in memory.

use super::steps::{Store, find, find_on_page, load};
use super::watch::{Watch, is_open, watched_opening, watched_playing};
use quizcraft_core::{Game, Play};

/// Readers see a game before or after its opening, never a status without the questions.
pub async fn readers_see_an_opening_atomically(store: &Store) {
    watched_opening(store, |store, game, after, watch| async move {
        watch_it_open(&store, &game, &after, &watch).await;
    })
    .await;
}

/// Readers see an answer with its counters and status, or not at all.
pub async fn readers_see_an_answer_atomically(store: &Store) {
    watched_playing(store, |store, game, watch| async move {
        watch_it_being_played(&store, &game, &watch).await;
    })
    .await;
}

/// Reads until the game is open. Once a read has shown it open, every later read must as well.
async fn watch_it_open(store: &Store, game: &Game, after: &Play, watch: &Watch) {
    let mut open = false;
    for is_last in watch.reads() {
        let found = find(store, game).await;
        open = seen(&found, game, after.game(), open || is_last);
        let loaded = load(store, game).await;
        open = seen(loaded.game(), game, after.game(), open);
        let questions = after.questions().filter(|_| open);
        assert_eq!(
            loaded.questions(),
            questions,
            "questions and status appear together"
        );
        open = seen(&find_on_page(store, game).await, game, after.game(), open);
    }
}

/// Returns whether the game is open; panics if an earlier read has shown it open and this one does not.
fn seen(now: &Game, before: &Game, after: &Game, was_open: bool) -> bool {
    let open = is_open(now, before, after);
    assert!(
        open || !was_open,
        "questions and status appear together: it was open already"
    );
    open
}

/// Reads until the game is finished. No read may show fewer answers than the one before.
async fn watch_it_being_played(store: &Store, game: &Game, watch: &Watch) {
    let mut answers = 0;
    for is_last in watch.reads() {
        if is_last {
            answers = game.questions_limit();
        }
        let reads = [
            load(store, game).await.game().clone(),
            find(store, game).await,
            load(store, game).await.game().clone(),
            find_on_page(store, game).await,
        ];
        for read in reads {
            let counted = (read.questions_answered(), read.questions_correct());
            assert!(
                counted.0 >= answers,
                "an answer is seen atomically: {answers}, then {read:?}"
            );
            assert_eq!(counted.0, counted.1, "an answer is seen with its verdict");
            answers = counted.0;
        }
    }
}
