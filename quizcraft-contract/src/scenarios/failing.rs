//! A game fails only while it is pending, and keeps its first reason with its suggestions.

use super::fixtures::{fail_game, fail_game_with, later, retry_game};
use super::steps::{Store, answered, created, finished, load, load_consistent, open, opened};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Failure, Game, Keyword, Play, Verdict};

/// A failed game has its reason and no questions.
pub async fn a_failed_game_has_its_reason(store: &Store) {
    let game = created(store, 1).await;
    let command = fail_game(&game, "There is no fact about that.");
    assert_made(call!(GameStore::fail(store, &command)).expect_ok());

    let play = load_consistent(store, &game).await;
    assert_eq!(play.game(), command.game(), "a failed game has its reason");
    assert_eq!(play.questions(), None, "a failed game has no questions");
}

/// A failed game has its suggestions, in their order, wherever it is read.
pub async fn a_failed_game_has_its_suggestions(store: &Store) {
    let game = created(store, 1).await;
    let words = ["Rome", "ancient history", "Caf\u{e9}"].map(Keyword::restore);
    let failure = Failure::restore("There is no fact about that.").with_suggestions(words);
    let command = fail_game_with(&game, failure);
    assert_made(call!(GameStore::fail(store, &command)).expect_ok());

    let play = load_consistent(store, &game).await;
    assert_eq!(
        play.game(),
        command.game(),
        "a failed game has its suggestions"
    );
}

/// The first reason stays, whichever worker fails the game later.
pub async fn a_failed_game_keeps_its_first_reason(store: &Store) {
    let game = created(store, 1).await;
    assert_made(
        call!(GameStore::fail(
            store,
            &fail_game(&game, "The first reason.")
        ))
        .expect_ok(),
    );
    let before = load(store, &game).await;
    assert_missed(store, &game, &before).await;
}

/// A worker that fails a game need not have seen its retries.
pub async fn a_retried_game_fails(store: &Store) {
    let game = created(store, 1).await;
    assert_made(call!(GameStore::retry(store, &retry_game(&game, later(400)))).expect_ok());
    let command = fail_game(&game, "No use.");
    assert_made(call!(GameStore::fail(store, &command)).expect_ok());
    assert_eq!(
        load_consistent(store, &game).await.game(),
        command.game(),
        "a pending game fails"
    );
}

/// An open game does not fail, and keeps its questions.
pub async fn an_open_game_does_not_fail(store: &Store) {
    let game = created(store, 1).await;
    let before = open(store, &game).await;
    assert_missed(store, &game, &before).await;
}

/// A game that is being played or finished does not fail.
pub async fn a_game_that_was_played_does_not_fail(store: &Store) {
    let pending = super::fixtures::new_game(1).into_game();
    let play = opened(store, 1).await;
    answered(store, &pending, Verdict::Right).await;
    let before = load(store, &pending).await;
    assert_missed(store, &pending, &before).await;

    let before = finished(store, &play).await;
    assert_missed(store, &pending, &before).await;
}

fn assert_made(transition: Transition) {
    assert_eq!(
        transition,
        Transition::Made,
        "a pending game makes the transition"
    );
}

/// Fails the game from its pending state, and checks that this misses and changes nothing.
async fn assert_missed(store: &Store, pending: &Game, before: &Play) {
    for reason in ["The first reason.", "Another reason."] {
        let transition = call!(GameStore::fail(store, &fail_game(pending, reason))).expect_ok();
        assert_eq!(
            transition,
            Transition::Missed,
            "a game fails only while it is pending"
        );
    }
    assert_eq!(
        load_consistent(store, pending).await,
        *before,
        "a missed transition changes nothing"
    );
}
