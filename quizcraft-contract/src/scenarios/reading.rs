//! Readers see what is acknowledged, however closely they watch.

use super::steps::{Store, find, load, on_page};
use super::watch::{Over, is_open, watched_opening, watched_playing};
use quizcraft_core::{Game, Play};

/// Readers see a game before it opens or after; and open once that is acknowledged.
pub async fn an_opening_that_is_acknowledged_is_seen(store: &Store) {
    watched_opening(store, |store, game, after, over| async move {
        watch_it_open(&store, &game, &after, &over).await;
    })
    .await;
}

/// Readers see an answer with its verdict; and every answer that is acknowledged.
pub async fn an_answer_that_is_acknowledged_is_seen(store: &Store) {
    watched_playing(store, |store, game, over| async move {
        watch_it_being_played(&store, &game, &over).await;
    })
    .await;
}

/// Looks until the write is acknowledged, and once more after that.
async fn watch_it_open(store: &Store, game: &Game, after: &Play, over: &Over) {
    for last_look in over.looks() {
        let loaded = load(store, game).await;
        let open = is_open(loaded.game(), game, after.game());
        let questions = after.questions().filter(|_| open);
        assert_eq!(
            loaded.questions(),
            questions,
            "questions and status appear together"
        );
        for look in [find(store, game).await, on_page(store, game).await] {
            let open = is_open(&look, game, after.game()) && open;
            assert!(open || !last_look, "what is acknowledged is seen: {look:?}");
        }
    }
}

/// Looks until the game is finished. What is acknowledged is seen in every way to look, so no two
/// ways are ever more than the answer apart that is being written.
async fn watch_it_being_played(store: &Store, game: &Game, over: &Over) {
    let mut acknowledged = 0;
    for last_look in over.looks() {
        if last_look {
            acknowledged = game.questions_limit();
        }
        let looks = [
            load(store, game).await.game().clone(),
            find(store, game).await,
            on_page(store, game).await,
        ];
        for look in looks {
            let (answered, correct) = (look.questions_answered(), look.questions_correct());
            assert!(
                answered >= acknowledged,
                "an answer that is acknowledged is seen: {acknowledged}, then {look:?}"
            );
            assert_eq!(answered, correct, "an answer is seen with its verdict");
            // A client waits for one response before the next request, so all before this one are
            // acknowledged.
            acknowledged = acknowledged.max(answered.saturating_sub(1));
        }
    }
}
