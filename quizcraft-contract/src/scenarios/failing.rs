//! A game is given up only while it is pending, and for one reason.

use super::given::{failing, later, retrying};
use super::steps::{Store, answered, created, finished, given, load, open, opened, whole};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Play, Verdict};

/// A game that was given up has no questions, and tells why.
pub async fn a_failed_game_tells_its_reason(store: &Store) {
    let game = created(store, 1).await;
    let failing = failing(&game, "There is no fact about that.");
    made(given(store.fail(&failing).await));

    let play = whole(store, &game).await;
    assert_eq!(
        play.game(),
        failing.game(),
        "a failed game tells its reason"
    );
    assert_eq!(play.questions(), None, "a failed game has no questions");
}

/// The first reason stays, whichever worker fails the game later.
pub async fn a_failed_game_keeps_its_first_reason(store: &Store) {
    let game = created(store, 1).await;
    made(given(
        store.fail(&failing(&game, "The first reason.")).await,
    ));
    let before = load(store, &game).await;
    missed(store, &game, &before).await;
}

/// A worker that fails a game need not have seen its retries.
pub async fn a_game_that_was_asked_for_again_fails(store: &Store) {
    let game = created(store, 1).await;
    made(given(store.retry(&retrying(&game, later(400))).await));
    let failing = failing(&game, "No use.");
    made(given(store.fail(&failing).await));
    assert_eq!(
        whole(store, &game).await.game(),
        failing.game(),
        "a pending game is given up"
    );
}

/// An open game is not given up, and keeps its questions.
pub async fn an_open_game_does_not_fail(store: &Store) {
    let game = created(store, 1).await;
    let before = open(store, &game).await;
    missed(store, &game, &before).await;
}

/// A game that is being played, or was played to its end, is not given up.
pub async fn a_game_that_was_played_does_not_fail(store: &Store) {
    let pending = super::given::new_game(1).into_game();
    let play = opened(store, 1).await;
    answered(store, &pending, Verdict::Right).await;
    let before = load(store, &pending).await;
    missed(store, &pending, &before).await;

    let before = finished(store, &play).await;
    missed(store, &pending, &before).await;
}

fn made(transition: Transition) {
    assert_eq!(transition, Transition::Made, "a pending game is moved on");
}

/// Gives the game up, as it was when it was pending; checks that this misses and changes nothing.
async fn missed(store: &Store, pending: &Game, before: &Play) {
    for reason in ["The first reason.", "Another reason."] {
        let transition = given(store.fail(&failing(pending, reason)).await);
        assert_eq!(
            transition,
            Transition::Missed,
            "a game is given up only while it is pending"
        );
    }
    assert_eq!(
        whole(store, pending).await,
        *before,
        "what came second changes nothing"
    );
}
