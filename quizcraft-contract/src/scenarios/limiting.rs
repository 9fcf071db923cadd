//! A player starts at most as many games within an hour as the quota of a new game allows.

use std::sync::Arc;

use super::fixtures::{
    NOW, bob, earlier, game_id, games_per_hour, later, limited_game, new_game_at, request,
};
use super::race::{RACERS, ROUNDS, count, run_concurrently};
use super::steps::{Store, assert_missing, create, created, listed};
use super::time_limits::past_deadline;
use quizcraft_core::gateway::Creation;
use quizcraft_core::{NewGame, Timestamp};

/// The limit is the number of games that are created, and every further one is refused.
pub async fn a_player_starts_as_many_games_as_the_limit_allows(store: &Store) {
    for n in 1..=3 {
        create(store, &limited_game(n, 3)).await;
    }
    for n in 4..=6 {
        assert_refused(store, &limited_game(n, 3)).await;
    }
}

/// A refused game is neither found nor listed, and can be created later.
pub async fn a_game_beyond_the_limit_is_not_stored(store: &Store) {
    let first = limited_game(1, 1);
    create(store, &first).await;
    let refused = limited_game(2, 1);
    assert_refused(store, &refused).await;
    assert_missing(store, &refused.game().player(), &refused.game().id()).await;
    assert_eq!(
        listed(store, 100).await,
        [first.into_game()],
        "a list shows the stored games only"
    );
    create(store, &at_hour(2, 1, 1)).await;
}

/// The games of one player do not count for another.
pub async fn the_limit_applies_to_each_player(store: &Store) {
    create(store, &limited_game(1, 1)).await;
    let other = request(&["Troy"], 5).begin(game_id(2), bob(), NOW);
    create(store, &other.with_games_per_hour(games_per_hour(1))).await;
    assert_refused(store, &limited_game(3, 1)).await;
}

/// Games of other hours do not count: neither of the second before the hour nor of the second after it.
pub async fn the_limit_applies_to_each_hour(store: &Store) {
    let (start, end) = (start_of_hour(), NOW.hour().end());
    let last = Timestamp::from_secs(end.as_secs().saturating_sub(1));
    let before = Timestamp::from_secs(start.as_secs().saturating_sub(1));
    for (n, time) in (1..).zip([before, start, end]) {
        create(store, &limited_at(n, time, 1)).await;
        assert_refused(store, &limited_at(n + 10, time, 1)).await;
    }
    // The number of an hour is kept while processes whose clocks are slow may still be in it.
    assert_refused(store, &limited_at(20, last, 1)).await;
}

/// Creating a game again returns it, even if the limit is reached.
pub async fn a_repeated_creation_is_not_refused(store: &Store) {
    let first = limited_game(1, 1);
    create(store, &first).await;
    let repeat = call!(GameStore::create(store, &first)).expect_ok();
    assert!(
        matches!(&repeat, Creation::Exists(existing) if existing.request() == first.request()),
        "an existing game takes precedence over the limit: {repeat:?}"
    );
    assert_refused(store, &limited_game(2, 1)).await;
}

/// Creating a game again does not use up the limit.
pub async fn a_repeated_creation_is_not_counted(store: &Store) {
    let first = limited_game(1, 2);
    create(store, &first).await;
    for _ in 0..3 {
        assert_exists(store, &first).await;
    }
    create(store, &limited_game(2, 2)).await;
    assert_refused(store, &limited_game(3, 2)).await;
}

/// A game without a quota is created although the limit is reached, and does not use it up.
pub async fn a_game_without_a_quota_is_neither_refused_nor_counted(store: &Store) {
    created(store, 1).await;
    created(store, 2).await;
    create(store, &limited_game(3, 1)).await;
    assert_refused(store, &limited_game(4, 1)).await;
    created(store, 5).await;
}

/// A limit that was changed applies to the games that were counted before.
pub async fn the_limit_of_the_new_game_applies(store: &Store) {
    create(store, &limited_game(1, 1)).await;
    create(store, &limited_game(2, 3)).await;
    assert_refused(store, &limited_game(3, 2)).await;
    create(store, &limited_game(3, 3)).await;
    assert_refused(store, &limited_game(4, 3)).await;
    let largest = u32::MAX;
    create(store, &limited_game(4, largest)).await;
}

/// Of many concurrent creations exactly as many succeed as the limit allows; the others are refused.
pub async fn concurrent_creations_do_not_exceed_the_limit(store: &Store) {
    const LIMIT: u32 = 5;
    for round in 0..ROUNDS {
        let creations = run_concurrently(|racer| {
            let (store, new) = (Arc::clone(store), racers_game(round, racer, LIMIT));
            async move { call!(GameStore::create(store, &new)).expect_ok() }
        })
        .await;
        assert_eq!(
            created_and_refused(&creations),
            (LIMIT as usize, RACERS - LIMIT as usize),
            "exactly the limit of concurrent creations succeeds: {creations:?}"
        );
    }
}

/// Of many concurrent creations of one game exactly one succeeds and is counted; no other is refused,
/// although the limit is reached.
pub async fn concurrent_repeats_of_a_creation_are_counted_once(store: &Store) {
    for round in 0..ROUNDS {
        let creations = run_concurrently(|_| {
            let (store, new) = (Arc::clone(store), racers_game(round, 0, 1));
            async move { call!(GameStore::create(store, &new)).expect_ok() }
        })
        .await;
        assert_eq!(
            created_and_refused(&creations),
            (1, 0),
            "one creates the game, the others find it: {creations:?}"
        );
        create(store, &racers_game(round, 1, 2)).await;
        assert_refused(store, &racers_game(round, 2, 2)).await;
    }
}

/// A creation whose result is lost is counted if the game is stored, and only then; a repeat creates
/// the game or finds it, and it is counted once.
pub async fn a_creation_past_the_deadline_is_counted_if_it_is_stored(store: &Store) {
    let new = limited_game(1, 1);
    call!(GameStore::create(past_deadline(store), &new)).ok_or_unavailable();
    let repeat = call!(GameStore::create(store, &new)).expect_ok();
    assert!(
        !matches!(repeat, Creation::TooMany),
        "a game that is not stored is not counted"
    );
    create(store, &limited_game(2, 2)).await;
    assert_refused(store, &limited_game(3, 2)).await;
}

/// Returns how many games were created, and how many were refused.
fn created_and_refused(creations: &[Creation]) -> (usize, usize) {
    let created = count(creations, |creation| *creation == Creation::Created);
    let refused = count(creations, |creation| *creation == Creation::TooMany);
    (created, refused)
}

async fn assert_refused(store: &Store, new: &NewGame) {
    let creation = call!(GameStore::create(store, new)).expect_ok();
    assert_eq!(
        creation,
        Creation::TooMany,
        "a game beyond the limit is refused"
    );
}

async fn assert_exists(store: &Store, new: &NewGame) {
    let creation = call!(GameStore::create(store, new)).expect_ok();
    assert!(
        matches!(creation, Creation::Exists(_)),
        "creating a game again returns it: {creation:?}"
    );
}

/// Returns Ada's `n`th new game, created at this time, limited to so many games per hour.
pub(super) fn limited_at(n: u32, created: Timestamp, limit: u32) -> NewGame {
    new_game_at(n, created).with_games_per_hour(games_per_hour(limit))
}

/// Returns Ada's `n`th new game, created so many hours after the others.
fn at_hour(n: u32, hours: u32, limit: u32) -> NewGame {
    limited_at(n, later(u64::from(hours) * 3_600), limit)
}

/// Returns the game of a racer: each has its own id, and each round has its own hour.
fn racers_game(round: u32, racer: usize, limit: u32) -> NewGame {
    let racer = u32::try_from(racer).unwrap_or_default();
    at_hour(round * 100 + racer, round, limit)
}

/// Returns the first second of the hour of [`NOW`].
fn start_of_hour() -> Timestamp {
    let secs = NOW.as_secs();
    earlier(secs - NOW.hour().get() * 3_600)
}
