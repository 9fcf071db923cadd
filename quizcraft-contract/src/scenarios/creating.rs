//! A game is created once; creating it again gives what became of it.

use super::given::{NOW, ada, failing, game_id, later, new_game, new_game_at, request, retrying};
use super::steps::{Store, answered, create, created, find, given, listed, load, opened, whole};
use quizcraft_core::gateway::{Creation, Existing};
use quizcraft_core::{Game, NewGame, Timestamp, Verdict};

/// A new game is found, loaded and listed as it was created, with no attribute changed.
pub async fn a_new_game_is_stored_as_it_was_created(store: &Store) {
    let new = request(&["Rome", "Caesar", "Gaul"], 17).begin(game_id(1), ada(), NOW);
    create(store, &new).await;
    let stored = whole(store, new.game()).await;
    assert_eq!(stored.game(), new.game(), "a game is kept as it is created");
}

/// Creating under an id that is taken stores nothing, and tells the game that is there with the
/// hash of the request that it was created by.
pub async fn creating_again_gives_the_game_that_is_there(store: &Store) {
    let first = new_game(1);
    create(store, &first).await;

    let other = request(&["Carthage"], 9).begin(game_id(1), ada(), later(60));
    for again in [&first, &other] {
        let existing = existing(store, again).await;
        assert_eq!(
            existing,
            Existing::new(first.game().clone(), first.request()),
            "creating under a taken id gives the game that is there"
        );
    }
    assert_eq!(whole(store, first.game()).await.game(), first.game());
    assert_eq!(listed(store, 100).await.len(), 1, "nothing more is stored");
}

/// A game that is being played is given as it stands, and not begun anew.
pub async fn creating_again_after_play_began_gives_the_game_as_it_is_now(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    answered(store, &game, Verdict::Right).await;
    let before = load(store, &game).await;

    kept_as_it_is_now(store, before.game()).await;
    assert_eq!(
        whole(store, &game).await,
        before,
        "creating again leaves a game's questions and answers alone"
    );
}

/// A pending game keeps when, and how often, its questions were asked for again.
pub async fn creating_again_after_a_retry_keeps_the_count(store: &Store) {
    let game = created(store, 1).await;
    let retry = retrying(&game, later(400));
    let _made = given(store.retry(&retry).await);
    kept_as_it_is_now(store, retry.game()).await;
}

/// A game that was given up is not begun anew.
pub async fn creating_again_after_failing_gives_the_failed_game(store: &Store) {
    let game = created(store, 1).await;
    let failing = failing(&game, "There is no fact about that.");
    let _made = given(store.fail(&failing).await);
    kept_as_it_is_now(store, failing.game()).await;
}

/// The second of creation is kept, however long ago or far away it is.
pub async fn games_of_all_times_are_kept(store: &Store) {
    let times = [0, 1, u64::from(u32::MAX), 253_402_300_799].map(Timestamp::from_secs);
    for (n, time) in (1..).zip(times) {
        let new = new_game_at(n, time);
        create(store, &new).await;
        assert_eq!(
            find(store, new.game()).await.created(),
            time,
            "a game keeps its second"
        );
    }
    let listed: Vec<_> = listed(store, 2).await.iter().map(Game::created).collect();
    let newest_first: Vec<_> = times.into_iter().rev().collect();
    assert_eq!(listed, newest_first, "seconds are compared as numbers");
}

/// Creates Ada's first game once more, and checks that it is given, and stays, as it is now.
async fn kept_as_it_is_now(store: &Store, now: &Game) {
    let existing = existing(store, &new_game(1)).await;
    assert_eq!(
        existing.request(),
        new_game(1).request(),
        "the request's hash is kept"
    );
    assert_eq!(
        existing.into_game(),
        *now,
        "an existing game is given as it is now"
    );
    assert_eq!(
        find(store, now).await,
        *now,
        "an existing game is not overwritten"
    );
}

async fn existing(store: &Store, new: &NewGame) -> Existing {
    match given(store.create(new).await) {
        Creation::Exists(existing) => *existing,
        Creation::Created => panic!("under one id one game is created"),
    }
}
