//! A lease on a game is taken a few times only.

use std::time::Duration;

use super::fixtures::{fail_game, later, open_game, retry_game};
use super::leasing::{lease, take};
use super::steps::{Store, created, find, load_consistent};
use quizcraft_core::gateway::{Leasing, RefusedExpense, Transition};
use quizcraft_core::{Game, Lease, Pending, Stage, TakeLease, Timestamp};

/// The duration of a lease.
const DURATION: Duration = Duration::from_mins(5);

/// Each lease of another holder counts as an attempt, even if its worker read the game before the others.
pub async fn every_lease_of_another_holder_counts_as_an_attempt(store: &Store) {
    let game = created(store, 1).await;
    for attempt in 1..=Lease::MAX_ATTEMPTS {
        assert_taken(store, &nth_lease(&game, attempt)).await;
        assert_attempts(store, &game, attempt).await;
    }
}

/// A holder that extends or releases its lease does not use up attempts.
pub async fn a_renewed_or_released_lease_counts_once(store: &Store) {
    let game = created(store, 1).await;
    for (now, until) in [(10, 300), (20, 400), (500, 900), (600, 600)] {
        assert_taken(store, &lease(&game, 1, later(now), later(until))).await;
        assert_attempts(store, &game, 1).await;
    }
}

/// A released lease that another worker takes counts as another attempt.
pub async fn a_lease_after_a_release_counts_as_another_attempt(store: &Store) {
    let game = created(store, 1).await;
    for holder in 1..=Lease::MAX_ATTEMPTS {
        let (now, until) = (later(10 + u64::from(holder)), later(900));
        assert_taken(store, &lease(&game, holder, now, until)).await;
        assert_taken(store, &lease(&game, holder, now, now)).await;
        assert_attempts(store, &game, holder).await;
    }
}

/// After the last attempt, no other worker takes the lease, and nothing changes.
pub async fn no_lease_is_taken_after_the_last_attempt(store: &Store) {
    let game = without_attempts_left(store).await;
    let before = load_consistent(store, &game).await;
    for holder in [1, Lease::MAX_ATTEMPTS + 1] {
        let late = nth_lease(&game, Lease::MAX_ATTEMPTS + 1);
        let late = lease(&game, holder, late.now(), late.lease().until);
        assert_eq!(
            take(store, &late).await,
            Leasing::Refused(RefusedExpense::Attempts),
            "no attempt is left"
        );
    }
    let after = load_consistent(store, &game).await;
    assert_eq!(after, before, "a refused lease changes nothing");
}

/// The worker that takes the last attempt extends and releases its lease.
pub async fn the_holder_of_the_last_attempt_renews_its_lease(store: &Store) {
    let game = without_attempts_left(store).await;
    let last = nth_lease(&game, Lease::MAX_ATTEMPTS);
    let now = last.now().plus(Duration::from_secs(1));
    for until in [now.plus(DURATION), now] {
        let again = lease(&game, Lease::MAX_ATTEMPTS, now, until);
        assert_taken(store, &again).await;
        let stored = pending(&find(store, &game).await);
        assert_eq!(stored.lease(), Some(again.lease()), "the lease is renewed");
        assert_eq!(stored.attempts(), Lease::MAX_ATTEMPTS, "without an attempt");
    }
}

/// Until the lease of the last attempt expires, other workers learn when it does.
pub async fn a_held_lease_takes_precedence_over_the_attempts(store: &Store) {
    let game = without_attempts_left(store).await;
    let last = nth_lease(&game, Lease::MAX_ATTEMPTS);
    let other = lease(&game, 99, last.now(), last.lease().until);
    let held = Leasing::Held(last.lease().until);
    assert_eq!(take(store, &other).await, held, "the last attempt runs");
}

/// A retry leaves the attempts as they are, even if its caller read the game before the lease was taken.
pub async fn a_retry_leaves_the_attempts(store: &Store) {
    let game = created(store, 1).await;
    for attempt in [1, 2] {
        assert_taken(store, &nth_lease(&game, attempt)).await;
    }
    let retry = retry_game(&game, later(9_000));
    let retried = call!(GameStore::retry(store, &retry)).expect_ok();
    assert_eq!(retried, Transition::Made, "a leased game is retried");
    assert_attempts(store, &game, 2).await;
}

/// A game without an attempt left opens or fails like any other.
pub async fn a_game_without_attempts_left_opens_or_fails(store: &Store) {
    let game = without_attempts_left(store).await;
    let open = open_game(&game, "A writer without the lease");
    let opened = call!(GameStore::open(store, &open)).expect_ok();
    assert_eq!(opened, Transition::Made, "opening needs no attempt");

    let game = created(store, 2).await;
    for attempt in 1..=Lease::MAX_ATTEMPTS {
        assert_taken(store, &nth_lease(&game, attempt)).await;
    }
    let fail = fail_game(&game, "No use.");
    let failed = call!(GameStore::fail(store, &fail)).expect_ok();
    assert_eq!(failed, Transition::Made, "failing needs no attempt");
}

/// Returns the `n`th lease on a game, each of another holder and after the one before has expired.
fn nth_lease(game: &Game, n: u8) -> TakeLease {
    let now = start_of(n);
    lease(game, n, now, now.plus(DURATION))
}

fn start_of(n: u8) -> Timestamp {
    later(1_000 * u64::from(n))
}

/// Creates a game and takes all leases on it. Returns it as it was created.
async fn without_attempts_left(store: &Store) -> Game {
    let game = created(store, 1).await;
    for attempt in 1..=Lease::MAX_ATTEMPTS {
        assert_taken(store, &nth_lease(&game, attempt)).await;
    }
    game
}

async fn assert_taken(store: &Store, command: &TakeLease) {
    let leasing = take(store, command).await;
    assert_eq!(leasing, Leasing::Taken, "the lease can be taken");
}

async fn assert_attempts(store: &Store, game: &Game, attempts: u8) {
    let stored = load_consistent(store, game).await;
    let stored = pending(stored.game());
    assert_eq!(stored.attempts(), attempts, "the stored attempts");
}

fn pending(game: &Game) -> Pending {
    match game.stage() {
        Stage::Pending(pending) => pending.clone(),
        other => panic!("a leased game stays pending: {other:?}"),
    }
}
