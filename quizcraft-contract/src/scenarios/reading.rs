//! Readers see acknowledged writes.

use super::steps::{Store, find, find_on_page, load};
use super::watch::{Watch, is_open, watched_opening, watched_playing};
use quizcraft_core::{Game, Play};

/// Readers see a game before or after its opening, and after it once the write is acknowledged.
pub async fn readers_see_an_acknowledged_opening(store: &Store) {
    watched_opening(store, |store, game, after, watch| async move {
        watch_it_open(&store, &game, &after, &watch).await;
    })
    .await;
}

/// Readers see an answer with its verdict, and see every acknowledged answer.
pub async fn readers_see_an_acknowledged_answer(store: &Store) {
    watched_playing(store, |store, game, watch| async move {
        watch_it_being_played(&store, &game, &watch).await;
    })
    .await;
}

/// Reads until the write is acknowledged, and once more after that.
async fn watch_it_open(store: &Store, game: &Game, after: &Play, watch: &Watch) {
    for is_last in watch.reads() {
        let loaded = load(store, game).await;
        let open = is_open(loaded.game(), game, after.game());
        let questions = after.questions().filter(|_| open);
        assert_eq!(
            loaded.questions(),
            questions,
            "questions and status appear together"
        );
        for read in [find(store, game).await, find_on_page(store, game).await] {
            let open = is_open(&read, game, after.game()) && open;
            assert!(open || !is_last, "an acknowledged write is seen: {read:?}");
        }
    }
}

/// Reads until the game is finished. Every read sees all acknowledged writes, so two reads differ by
/// at most the answer that is being written.
async fn watch_it_being_played(store: &Store, game: &Game, watch: &Watch) {
    let mut acknowledged = 0;
    for is_last in watch.reads() {
        if is_last {
            acknowledged = game.questions_limit();
        }
        let reads = [
            load(store, game).await.game().clone(),
            find(store, game).await,
            find_on_page(store, game).await,
        ];
        for read in reads {
            let (answered, correct) = (read.questions_answered(), read.questions_correct());
            assert!(
                answered >= acknowledged,
                "an acknowledged answer is seen: {acknowledged}, then {read:?}"
            );
            assert_eq!(answered, correct, "an answer is seen with its verdict");
            // A client waits for one response before the next request, so all before this one are
            // acknowledged.
            acknowledged = acknowledged.max(answered.saturating_sub(1));
        }
    }
}
