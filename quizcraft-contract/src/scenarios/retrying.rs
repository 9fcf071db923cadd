//! Exactly one of the callers that read an overdue game retries it.

use super::fixtures::{fail_game, later, retry_game};
use super::steps::{Store, created, find, load, load_consistent, open};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Overdue, Pending, PendingTimeout, Play, Retry};

/// A retry stores the number of retries and its time.
pub async fn a_retry_stores_its_number_and_time(store: &Store) {
    let game = created(store, 1).await;
    let retry = retry_game(&game, later(400));
    assert_made(store, &retry).await;
    let stored = load_consistent(store, &game).await;
    assert_eq!(
        stored.game(),
        retry.game(),
        "the number and time of a retry are stored"
    );
}

/// A caller that read the game before another caller retried it misses, at any time.
pub async fn a_retry_is_conditional_on_the_number_of_retries(store: &Store) {
    let seen = created(store, 1).await;
    let first = retry_game(&seen, later(400));
    assert_made(store, &first).await;

    for second in [400, 401, 9_000] {
        assert_missed(store, &retry_game(&seen, later(second))).await;
    }
    let stored = load_consistent(store, &seen).await;
    assert_eq!(
        stored.game(),
        first.game(),
        "a missed retry changes nothing"
    );
    assert_made(store, &retry_game(&find(store, &seen).await, later(9_000))).await;
}

/// A game can be retried up to the maximum number of times, and then fails.
pub async fn a_game_is_retried_until_it_fails(store: &Store) {
    let game = created(store, 1).await;
    for repeat in 1..=Pending::MAX_RETRIES {
        let seen = find(store, &game).await;
        assert_made(store, &retry_game(&seen, later(400 * u64::from(repeat)))).await;
    }
    let seen = load_consistent(store, &game).await;
    let Overdue::Fail(command) = seen.game().overdue(later(9_000), PendingTimeout::default())
    else {
        panic!("a store counts retries: {seen:?}")
    };
    let transition = call!(GameStore::fail(store, &command)).expect_ok();
    assert_eq!(
        transition,
        Transition::Made,
        "a game without retries left fails"
    );
    assert_eq!(load_consistent(store, &game).await.game(), command.game());
}

/// An open game is not retried.
pub async fn an_open_game_is_not_retried(store: &Store) {
    let seen = created(store, 1).await;
    let before = open(store, &seen).await;
    assert_missed_unchanged(store, &seen, &before).await;
}

/// A failed game is not retried.
pub async fn a_failed_game_is_not_retried(store: &Store) {
    let seen = created(store, 1).await;
    let _made = call!(GameStore::fail(store, &fail_game(&seen, "No use."))).expect_ok();
    let before = load(store, &seen).await;
    assert_missed_unchanged(store, &seen, &before).await;
}

async fn assert_missed_unchanged(store: &Store, seen: &Game, before: &Play) {
    assert_missed(store, &retry_game(seen, later(400))).await;
    assert_eq!(
        load_consistent(store, seen).await,
        *before,
        "a game that is not pending does not change"
    );
}

async fn assert_made(store: &Store, retry: &Retry) {
    let transition = call!(GameStore::retry(store, retry)).expect_ok();
    assert_eq!(
        transition,
        Transition::Made,
        "a pending game with an unchanged number of retries is retried"
    );
}

async fn assert_missed(store: &Store, retry: &Retry) {
    let transition = call!(GameStore::retry(store, retry)).expect_ok();
    assert_eq!(
        transition,
        Transition::Missed,
        "a retry requires a pending game with an unchanged number of retries"
    );
}
