//! The questions of a pending game are asked for again by one of those who see it overdue.

use super::given::{failing, later, retrying};
use super::steps::{Store, created, find, given, load, open, whole};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Deadline, Game, Overdue, Pending, Play, Retry};

/// Asking again is stored: how often it was done, and when for the last time.
pub async fn a_retry_is_counted_and_dated(store: &Store) {
    let game = created(store, 1).await;
    let retry = retrying(&game, later(400));
    made(store, &retry).await;
    let stored = whole(store, &game).await;
    assert_eq!(
        stored.game(),
        retry.game(),
        "asking again is counted and dated"
    );
}

/// Who saw the game before another asked again comes second, at whatever time.
pub async fn a_retry_is_conditional_on_the_count(store: &Store) {
    let seen = created(store, 1).await;
    let first = retrying(&seen, later(400));
    made(store, &first).await;

    for second in [400, 401, 9_000] {
        missed(store, &retrying(&seen, later(second))).await;
    }
    let stored = whole(store, &seen).await;
    assert_eq!(
        stored.game(),
        first.game(),
        "who comes second changes nothing"
    );
    made(store, &retrying(&find(store, &seen).await, later(9_000))).await;
}

/// A game can be asked for again as often as the rules allow, one time after the other, and is
/// then due to be given up.
pub async fn a_game_is_asked_for_again_until_it_is_given_up(store: &Store) {
    let game = created(store, 1).await;
    for repeat in 1..=Pending::MAX_RETRIES {
        let seen = find(store, &game).await;
        made(store, &retrying(&seen, later(400 * u64::from(repeat)))).await;
    }
    let seen = whole(store, &game).await;
    let Overdue::Fail(failing) = seen.game().overdue(later(9_000), Deadline::default()) else {
        panic!("a store counts how often a game was asked for again: {seen:?}")
    };
    let transition = given(store.fail(&failing).await);
    assert_eq!(
        transition,
        Transition::Made,
        "a game that was asked for in vain is given up"
    );
    assert_eq!(whole(store, &game).await.game(), failing.game());
}

/// An open game is not retried.
pub async fn an_open_game_is_not_asked_for_again(store: &Store) {
    let seen = created(store, 1).await;
    let before = open(store, &seen).await;
    missed_leaving(store, &seen, &before).await;
}

/// A failed game is not retried.
pub async fn a_failed_game_is_not_asked_for_again(store: &Store) {
    let seen = created(store, 1).await;
    let _made = given(store.fail(&failing(&seen, "No use.")).await);
    let before = load(store, &seen).await;
    missed_leaving(store, &seen, &before).await;
}

async fn missed_leaving(store: &Store, seen: &Game, before: &Play) {
    missed(store, &retrying(seen, later(400))).await;
    assert_eq!(
        whole(store, seen).await,
        *before,
        "a game that is not pending stays as it is"
    );
}

async fn made(store: &Store, retry: &Retry) {
    let transition = given(store.retry(retry).await);
    assert_eq!(
        transition,
        Transition::Made,
        "a pending game as it was seen is asked for again"
    );
}

async fn missed(store: &Store, retry: &Retry) {
    let transition = given(store.retry(retry).await);
    assert_eq!(
        transition,
        Transition::Missed,
        "a game is asked for again only while it is pending and as it was seen"
    );
}
