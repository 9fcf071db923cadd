//! A player has at most as many expensive games within an hour as the quota of a lease allows.

use std::sync::Arc;
use std::time::Duration;

use super::fixtures::{
    NOW, bob, expensive_games_per_hour, fail_game, game_id, later, limited_game, new_game,
    open_game, request,
};
use super::leasing::{lease, take};
use super::race::{RACERS, ROUNDS, count, run_concurrently};
use super::steps::{Store, create, created, find, load_consistent};
use super::time_limits::past_deadline;
use quizcraft_core::gateway::{Leasing, RefusedExpense, Transition};
use quizcraft_core::{Game, TakeLease, Timestamp};

/// The duration of a lease.
const DURATION: Duration = Duration::from_mins(1);

/// The result of a lease beyond the limit.
pub(super) const REFUSED: Leasing = Leasing::Refused(RefusedExpense::GamesPerHour);

/// The limit is the number of games that are leased, and every further one is refused.
pub async fn a_player_has_as_many_expensive_games_as_the_limit_allows(store: &Store) {
    for n in 1..=5 {
        let game = created(store, n).await;
        let expected = if n <= 3 { Leasing::Taken } else { REFUSED };
        assert_leasing(store, &limited(&game, 1, NOW, 3), expected).await;
    }
}

/// A refused lease is not stored. The game can be leased in another hour.
pub async fn a_lease_beyond_the_limit_is_not_stored(store: &Store) {
    use_up(store, NOW).await;
    let game = created(store, 1).await;
    let refused = limited(&game, 1, NOW, 1);
    assert_leasing(store, &refused, REFUSED).await;
    let stored = load_consistent(store, &game).await;
    assert_eq!(*stored.game(), game, "a refused lease changes nothing");
    let next = limited(&game, 1, NOW.hour().end(), 1);
    assert_leasing(store, &next, Leasing::Taken).await;
}

/// A refused lease does not use up a higher limit.
pub async fn a_refused_lease_is_not_counted(store: &Store) {
    use_up(store, NOW).await;
    for n in 1..=3 {
        let game = created(store, n).await;
        assert_leasing(store, &limited(&game, 1, NOW, 1), REFUSED).await;
    }
    assert_counted(store, NOW, 1).await;
}

/// The games of one player do not count for another.
pub async fn the_limit_of_expensive_games_applies_to_each_player(store: &Store) {
    use_up(store, NOW).await;
    let bobs = request(&["Troy"], 5).begin(game_id(1), bob(), NOW);
    let bobs = create(store, &bobs).await;
    assert_leasing(store, &limited(&bobs, 1, NOW, 1), Leasing::Taken).await;
    assert_counted(store, NOW, 1).await;
}

/// The hour is that in which the lease is taken, whenever the game was created.
pub async fn the_limit_of_expensive_games_applies_to_each_hour(store: &Store) {
    let end = NOW.hour().end();
    let last = Timestamp::from_secs(end.as_secs().saturating_sub(1));
    let next = end.hour().end();
    for (n, time) in (1..).step_by(2).zip([last, end, next]) {
        let [first, second] = [created(store, n).await, created(store, n + 1).await];
        assert_leasing(store, &limited(&first, 1, time, 1), Leasing::Taken).await;
        assert_leasing(store, &limited(&second, 1, time, 1), REFUSED).await;
    }
    // The number of an hour is kept while processes whose clocks are slow may still be in it.
    let game = created(store, 10).await;
    assert_leasing(store, &limited(&game, 1, end, 1), REFUSED).await;
}

/// Only the first lease on a game counts, and only the first one is refused.
pub async fn further_leases_on_a_game_are_neither_refused_nor_counted(store: &Store) {
    let game = created(store, 1).await;
    // Its holder extends the first lease, and others take it after it expired.
    for (holder, seconds) in [(1, 0), (1, 60), (2, 180), (3, 300)] {
        let command = limited(&game, holder, later(seconds), 1);
        assert_leasing(store, &command, Leasing::Taken).await;
    }
    assert_counted(store, NOW, 1).await;
}

/// A lease without a quota is taken although the limit is reached, and does not use it up.
pub async fn a_lease_without_a_quota_is_neither_refused_nor_counted(store: &Store) {
    for n in 1..=2 {
        let game = created(store, n).await;
        let command = lease(&game, 1, NOW, later(60));
        assert_leasing(store, &command, Leasing::Taken).await;
    }
    assert_counted(store, NOW, 0).await;
    let game = created(store, 3).await;
    let command = lease(&game, 1, NOW, later(60));
    assert_leasing(store, &command, Leasing::Taken).await;
}

/// A lease on a missing game, or on one that ended, does not use up the limit.
pub async fn a_missed_lease_is_not_counted(store: &Store) {
    let game = created(store, 1).await;
    let fail = fail_game(&game, "No use.");
    let failed = call!(GameStore::fail(store, &fail)).expect_ok();
    assert_eq!(failed, Transition::Made, "a pending game fails");
    for missed in [game, new_game(2).into_game()] {
        assert_leasing(store, &limited(&missed, 1, NOW, 5), Leasing::Missed).await;
    }
    assert_counted(store, NOW, 0).await;
}

/// A limit that was changed applies to the games that were counted before.
pub async fn the_limit_of_the_lease_applies(store: &Store) {
    use_up(store, NOW).await;
    for (n, limit, expected) in [
        (1, 3, Leasing::Taken),
        (2, 2, REFUSED),
        (3, 3, Leasing::Taken),
        (4, 3, REFUSED),
        (5, u32::MAX, Leasing::Taken),
    ] {
        let game = created(store, n).await;
        assert_leasing(store, &limited(&game, 1, NOW, limit), expected).await;
    }
}

/// The games that a player starts do not count as expensive, nor the other way round.
pub async fn new_games_and_expensive_games_are_counted_separately(store: &Store) {
    let first = create(store, &limited_game(1, 3)).await;
    let second = create(store, &limited_game(2, 3)).await;
    assert_leasing(store, &limited(&first, 1, NOW, 1), Leasing::Taken).await;
    assert_leasing(store, &limited(&second, 1, NOW, 1), REFUSED).await;
    create(store, &limited_game(3, 3)).await;
    assert_counted(store, NOW, 1).await;
}

/// A leased game counts towards its hour after it opened.
pub async fn an_expensive_game_that_opened_still_counts(store: &Store) {
    let game = created(store, 1).await;
    assert_leasing(store, &limited(&game, 1, NOW, 1), Leasing::Taken).await;
    let open = open_game(&game, "The writer");
    let opened = call!(GameStore::open(store, &open)).expect_ok();
    assert_eq!(opened, Transition::Made, "a leased game opens");
    assert_counted(store, NOW, 1).await;
}

/// Of many concurrent leases on games of a player exactly as many succeed as the limit allows.
pub async fn concurrent_leases_do_not_exceed_the_limit(store: &Store) {
    const LIMIT: u32 = 3;
    for round in 0..ROUNDS {
        let mut commands = Vec::new();
        for n in 0..RACERS {
            let n = u32::try_from(n).unwrap_or_default();
            let game = created(store, round * 100 + n).await;
            commands.push(limited(&game, 1, hours_later(round), LIMIT));
        }
        let leasings = run_concurrently(|racer| {
            let (store, command) = (Arc::clone(store), commands[racer].clone());
            async move { take(&store, &command).await }
        })
        .await;
        let taken = count(&leasings, |leasing| *leasing == Leasing::Taken);
        let refused = count(&leasings, |leasing| *leasing == REFUSED);
        assert_eq!(
            (taken, refused),
            (LIMIT as usize, RACERS - LIMIT as usize),
            "exactly the limit of concurrent leases is taken: {leasings:?}"
        );
    }
}

/// Of many concurrent leases on one game exactly one is taken and counted; no other is refused, although the
/// limit is reached.
pub async fn concurrent_leases_on_one_game_are_counted_once(store: &Store) {
    for round in 0..ROUNDS {
        let game = created(store, round * 100).await;
        let now = hours_later(round);
        let leasings = run_concurrently(|racer| {
            let holder = u8::try_from(racer).unwrap_or_default();
            let (store, command) = (Arc::clone(store), limited(&game, holder, now, 1));
            async move { take(&store, &command).await }
        })
        .await;
        let taken = count(&leasings, |leasing| *leasing == Leasing::Taken);
        let held = Leasing::Held(now.plus(DURATION));
        let held = count(&leasings, |leasing| *leasing == held);
        assert_eq!(
            (taken, held),
            (1, RACERS - 1),
            "one takes the lease, the others learn when it expires: {leasings:?}"
        );
        for (n, expected) in [(1, Leasing::Taken), (2, REFUSED)] {
            let game = created(store, round * 100 + n).await;
            assert_leasing(store, &limited(&game, 1, now, 2), expected).await;
        }
    }
}

/// A lease whose result is lost is stored and counted, or neither; its holder takes it again, and it is counted
/// once.
pub async fn a_lease_past_the_deadline_is_counted_if_it_is_taken(store: &Store) {
    let game = created(store, 1).await;
    let command = limited(&game, 1, NOW, 1);
    let leasing = call!(GameStore::lease(past_deadline(store), &command)).ok_or_unavailable();
    let is_stored = find(store, &game).await == *command.game();
    assert!(
        is_stored || leasing.is_none(),
        "an acknowledged lease is stored"
    );
    assert_leasing(store, &command, Leasing::Taken).await;
    assert_eq!(find(store, &game).await, *command.game(), "one attempt");
    assert_counted(store, NOW, 1).await;
}

/// Returns the command by which a worker takes the lease for a minute, limited to so many games per hour.
pub(super) fn limited(game: &Game, holder: u8, now: Timestamp, limit: u32) -> TakeLease {
    let command = lease(game, holder, now, now.plus(DURATION));
    command.with_expensive_games_per_hour(expensive_games_per_hour(limit))
}

pub(super) async fn assert_leasing(store: &Store, command: &TakeLease, expected: Leasing) {
    let leasing = take(store, command).await;
    assert_eq!(leasing, expected, "{:?}", command.quota());
}

/// Leases a game in the hour of this time.
async fn use_up(store: &Store, time: Timestamp) {
    let game = created(store, 1_000).await;
    assert_leasing(store, &limited(&game, 1, time, 1), Leasing::Taken).await;
}

/// Checks that so many games are counted in the hour of this time.
async fn assert_counted(store: &Store, time: Timestamp, counted: u32) {
    let [first, second] = [created(store, 2_001).await, created(store, 2_002).await];
    let limit = counted + 1;
    assert_leasing(store, &limited(&first, 1, time, limit), Leasing::Taken).await;
    assert_leasing(store, &limited(&second, 1, time, limit), REFUSED).await;
    if counted > 0 {
        let refused = limited(&second, 1, time, counted);
        assert_leasing(store, &refused, REFUSED).await;
    }
}

fn hours_later(hours: u32) -> Timestamp {
    later(u64::from(hours) * 3_600)
}
