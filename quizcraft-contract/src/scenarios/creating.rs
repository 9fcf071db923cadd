//! A game is created once; creating it again returns its current state.

use super::fixtures::{
    NOW, ada, fail_game, game_id, later, new_game, new_game_at, request, retry_game,
};
use super::steps::{Store, answered, create, created, find, listed, load, load_consistent, opened};
use quizcraft_core::gateway::{Creation, Existing};
use quizcraft_core::{Game, NewGame, Timestamp, Verdict};

/// A new game is found, loaded and listed as it was created, with no attribute changed.
pub async fn a_new_game_is_stored_as_it_was_created(store: &Store) {
    let new = request(&["Rome", "Caesar", "Gaul"], 17).begin(game_id(1), ada(), NOW);
    create(store, &new).await;
    let stored = load_consistent(store, new.game()).await;
    assert_eq!(stored.game(), new.game(), "a game is stored unchanged");
}

/// Creating a game with an existing id stores nothing, and returns the existing game with the
/// fingerprint of its request.
pub async fn creating_an_existing_game_returns_it(store: &Store) {
    let first = new_game(1);
    create(store, &first).await;

    let other = request(&["Carthage"], 9).begin(game_id(1), ada(), later(60));
    for again in [&first, &other] {
        let existing = existing(store, again).await;
        assert_eq!(
            existing,
            Existing::new(first.game().clone(), first.request()),
            "creating with an existing id returns the existing game"
        );
    }
    assert_eq!(
        load_consistent(store, first.game()).await.game(),
        first.game()
    );
    assert_eq!(listed(store, 100).await.len(), 1, "nothing more is stored");
}

/// Creating a game that is being played returns its current state, and does not reset it.
pub async fn creating_a_game_in_play_returns_its_current_state(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    answered(store, &game, Verdict::Right).await;
    let before = load(store, &game).await;

    assert_unchanged(store, before.game()).await;
    assert_eq!(
        load_consistent(store, &game).await,
        before,
        "creating again does not change questions and answers"
    );
}

/// A pending game keeps the number and the time of its retries.
pub async fn creating_a_retried_game_keeps_its_retries(store: &Store) {
    let game = created(store, 1).await;
    let retry = retry_game(&game, later(400));
    let _made = call!(GameStore::retry(store, &retry)).expect_ok();
    assert_unchanged(store, retry.game()).await;
}

/// A failed game is not reset.
pub async fn creating_a_failed_game_returns_it(store: &Store) {
    let game = created(store, 1).await;
    let command = fail_game(&game, "There is no fact about that.");
    let _made = call!(GameStore::fail(store, &command)).expect_ok();
    assert_unchanged(store, command.game()).await;
}

/// Creation times are kept, from 1970 to the year 9999.
pub async fn creation_times_of_the_whole_range_are_kept(store: &Store) {
    let times = [0, 1, u64::from(u32::MAX), 253_402_300_799].map(Timestamp::from_secs);
    for (n, time) in (1..).zip(times) {
        let new = new_game_at(n, time);
        create(store, &new).await;
        assert_eq!(
            find(store, new.game()).await.created(),
            time,
            "a game keeps its creation time"
        );
    }
    let listed: Vec<_> = listed(store, 2).await.iter().map(Game::created).collect();
    let newest_first: Vec<_> = times.into_iter().rev().collect();
    assert_eq!(
        listed, newest_first,
        "creation times are compared as numbers"
    );
}

/// Creates Ada's first game again, and checks that its current state is returned and not changed.
async fn assert_unchanged(store: &Store, now: &Game) {
    let existing = existing(store, &new_game(1)).await;
    assert_eq!(
        existing.request(),
        new_game(1).request(),
        "the fingerprint of the request is kept"
    );
    assert_eq!(
        existing.into_game(),
        *now,
        "the current state of an existing game is returned"
    );
    assert_eq!(
        find(store, now).await,
        *now,
        "an existing game is not overwritten"
    );
}

async fn existing(store: &Store, new: &NewGame) -> Existing {
    match call!(GameStore::create(store, new)).expect_ok() {
        Creation::Exists(existing) => *existing,
        other => panic!("an existing id is not created again: {other:?}"),
    }
}
