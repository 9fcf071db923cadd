//! More than every store promises: readers see whole writes even before they are acknowledged.
//!
//! A store whose reads of several items are snapshots, such as one in memory, passes these as
//! well. One that reads a game and its questions side by side need not.

use super::steps::{Store, find, load, on_page};
use super::watch::{Over, is_open, watched_opening, watched_playing};
use quizcraft_core::{Game, Play};

/// Readers see a game before it opens or after, never a status without the questions.
pub async fn readers_see_a_game_open_as_a_whole(store: &Store) {
    watched_opening(store, |store, game, after, over| async move {
        watch_it_open(&store, &game, &after, &over).await;
    })
    .await;
}

/// Readers see an answer with its counters and status, or not at all.
pub async fn readers_see_an_answer_as_a_whole(store: &Store) {
    watched_playing(store, |store, game, over| async move {
        watch_it_being_played(&store, &game, &over).await;
    })
    .await;
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

/// Returns whether the game is seen open; once it was, it is so for ever.
fn seen(now: &Game, before: &Game, after: &Game, was_open: bool) -> bool {
    let open = is_open(now, before, after);
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
