//! One worker at a time holds the lease on a pending game.

use super::fixtures::{fail_game, later, new_game, open_game, retry_game};
use super::steps::{Store, assert_missing, created, load_consistent};
use quizcraft_core::gateway::{Leasing, Transition};
use quizcraft_core::{Game, Lease, LeaseHolder, Stage, TakeLease, Timestamp};

/// The time at which the first lease is taken, and its duration in seconds.
const TAKEN: u64 = 10;
const DURATION: u64 = 300;

/// A lease on a pending game is taken, and stored with its holder and its end.
pub async fn a_lease_on_a_pending_game_is_taken(store: &Store) {
    let game = created(store, 1).await;
    let command = first_lease(&game);
    assert_eq!(take(store, &command).await, Leasing::Taken);
    let stored = load_consistent(store, &game).await;
    assert_eq!(
        stored.game(),
        command.game(),
        "the lease is stored, and nothing else changes"
    );
}

/// Another worker does not take the lease until it expires, and learns when it does.
pub async fn a_lease_is_held_until_it_expires(store: &Store) {
    let game = leased(store).await;
    let end = later(TAKEN + DURATION);
    for seconds in [TAKEN, TAKEN + 1, TAKEN + DURATION - 1] {
        let other = lease(&game, 2, later(seconds), later(900));
        assert_eq!(
            take(store, &other).await,
            Leasing::Held(end),
            "after {seconds} s"
        );
    }
    assert_holder(store, &game, 1, end).await;
}

/// Another worker takes the lease in the second in which it expires. The first worker does not get it back.
pub async fn an_expired_lease_is_taken_over(store: &Store) {
    let game = leased(store).await;
    let end = later(TAKEN + DURATION);
    let other = lease(&game, 2, end, later(900));
    assert_eq!(take(store, &other).await, Leasing::Taken);
    assert_holder(store, &game, 2, later(900)).await;
    let first = lease(&game, 1, later(500), later(2_000));
    assert_eq!(take(store, &first).await, Leasing::Held(later(900)));
}

/// The holder of a lease takes it again, before and after it expires.
pub async fn the_holder_renews_its_lease(store: &Store) {
    let game = leased(store).await;
    for (now, end) in [(TAKEN + 1, 500), (600, 900)] {
        let renewal = lease(&game, 1, later(now), later(end));
        assert_eq!(take(store, &renewal).await, Leasing::Taken, "after {now} s");
        assert_holder(store, &game, 1, later(end)).await;
    }
}

/// A holder that takes its lease until now releases it: another worker takes it in the same second.
pub async fn a_released_lease_is_taken_over(store: &Store) {
    let game = leased(store).await;
    let now = later(TAKEN + 1);
    assert_eq!(
        take(store, &lease(&game, 1, now, now)).await,
        Leasing::Taken
    );
    assert_holder(store, &game, 1, now).await;
    assert_eq!(
        take(store, &lease(&game, 2, now, later(900))).await,
        Leasing::Taken
    );
    assert_holder(store, &game, 2, later(900)).await;
}

/// Any worker opens a leased game, and an open game has no lease.
pub async fn a_lease_ends_with_the_opening(store: &Store) {
    let game = leased(store).await;
    let command = open_game(&pending(), "A writer without the lease");
    let opened = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(opened, Transition::Made, "opening needs no lease");
    assert_missed(store, &game, command.game()).await;
}

/// Any worker fails a leased game, and a failed game has no lease.
pub async fn a_lease_ends_with_the_failure(store: &Store) {
    let game = leased(store).await;
    let command = fail_game(&pending(), "No use.");
    let failed = call!(GameStore::fail(store, &command)).expect_ok();
    assert_eq!(failed, Transition::Made, "failing needs no lease");
    assert_missed(store, &game, command.game()).await;
}

/// A missing game has no lease, and taking it does not create the game.
pub async fn a_missing_game_has_no_lease(store: &Store) {
    let missing = pending();
    let command = first_lease(&missing);
    assert_eq!(take(store, &command).await, Leasing::Missed);
    assert_missing(store, &missing.player(), &missing.id()).await;
}

/// A retry leaves the lease as it is, even if its caller read the game before the lease was taken.
pub async fn a_retry_leaves_the_lease(store: &Store) {
    let game = leased(store).await;
    let retry = retry_game(&pending(), later(100));
    let retried = call!(GameStore::retry(store, &retry)).expect_ok();
    assert_eq!(retried, Transition::Made, "a leased game is retried");
    assert_holder(store, &game, 1, later(TAKEN + DURATION)).await;
    let other = lease(&game, 2, later(200), later(900));
    let held = Leasing::Held(later(TAKEN + DURATION));
    assert_eq!(take(store, &other).await, held);
}

/// A lease leaves the retries as they are, even if its worker read the game before a retry.
pub async fn a_lease_leaves_the_retries(store: &Store) {
    let game = created(store, 1).await;
    let retry = retry_game(&game, later(5));
    let retried = call!(GameStore::retry(store, &retry)).expect_ok();
    assert_eq!(retried, Transition::Made, "a pending game is retried");
    let command = first_lease(&game);
    assert_eq!(take(store, &command).await, Leasing::Taken);
    let stored = load_consistent(store, &game).await;
    assert_eq!(
        *stored.game(),
        command.applied_to(retry.game()),
        "the number and the time of the retry are kept"
    );
}

/// Returns the command by which a worker takes the lease.
pub(super) fn lease(game: &Game, holder: u8, now: Timestamp, until: Timestamp) -> TakeLease {
    let holder = LeaseHolder::from_bytes([holder; LeaseHolder::BYTES]);
    let command = game.lease(Lease { holder, until }, now);
    command.unwrap_or_else(|error| panic!("scenarios lease pending games only: {error}"))
}

/// Returns the command by which the first worker takes the lease.
pub(super) fn first_lease(game: &Game) -> TakeLease {
    lease(game, 1, later(TAKEN), later(TAKEN + DURATION))
}

/// Takes a lease.
pub(super) async fn take(store: &Store, command: &TakeLease) -> Leasing {
    call!(GameStore::lease(store, command)).expect_ok()
}

/// Creates a game whose lease the first worker holds, and returns it under this lease.
async fn leased(store: &Store) -> Game {
    let command = first_lease(&created(store, 1).await);
    assert_eq!(take(store, &command).await, Leasing::Taken);
    command.game().clone()
}

/// Returns Ada's first game as it was created.
fn pending() -> Game {
    new_game(1).into_game()
}

async fn assert_holder(store: &Store, game: &Game, holder: u8, until: Timestamp) {
    let stored = load_consistent(store, game).await;
    let Stage::Pending(pending) = stored.game().stage() else {
        panic!("a leased game stays pending: {stored:?}")
    };
    let holder = LeaseHolder::from_bytes([holder; LeaseHolder::BYTES]);
    assert_eq!(
        pending.lease(),
        Some(Lease { holder, until }),
        "the stored lease"
    );
}

/// Checks that no worker takes a lease on a game that is not pending.
async fn assert_missed(store: &Store, game: &Game, ended: &Game) {
    for holder in [1, 2] {
        let command = lease(game, holder, later(900), later(1_000));
        assert_eq!(take(store, &command).await, Leasing::Missed);
    }
    assert_eq!(
        load_consistent(store, game).await.game(),
        ended,
        "a missed lease changes nothing"
    );
}
