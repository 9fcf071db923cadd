//! The variables `GAMES_PER_PLAYER` and `FINISHED_GAMES_KEPT_DAYS`.

use crate::support::{Player, World, now};

/// The attribute with the second at which DynamoDB removes an item.
const EXPIRY: &str = "ExpirationEpoch";

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_removes_the_games_beyond_the_limit_of_the_player() {
    // Given a worker that keeps one game of a player,
    let world = World::new().await;
    let api = world.api().start().await;
    let worker = world.worker().env("GAMES_PER_PLAYER", "1").start().await;
    let (ada, eve) = (Player::of(&api, "ada"), Player::of(&api, "eve"));
    let other = world.ready(&eve, &worker, 3).await;
    let old = world.ready(&ada, &worker, 3).await;
    // The ids of games decide between those of the same second.
    world.tables.age(&old, 60).await;

    // when the player gets another,
    let new = world.ready(&ada, &worker, 3).await;

    // then the old one is gone with its questions, and another player's game is not.
    let games = ada.games().await;
    assert_eq!(games.len(), 1);
    assert_eq!(games[0]["id"], new.as_str());
    ada.get(&format!("/games/{old}"))
        .await
        .fails(404, "no_such_game");
    assert!(
        !world
            .tables
            .dump()
            .await
            .iter()
            .any(|item| item.contains(&old))
    );
    assert_eq!(eve.games().await[0]["id"], other.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_game_expires_after_the_configured_days() {
    // Given functions that keep finished games for two days,
    let world = World::new().await;
    let days = ("FINISHED_GAMES_KEPT_DAYS", "2");
    let api = world.api().env(days.0, days.1).start().await;
    let worker = world.worker().env(days.0, days.1).start().await;
    let ada = Player::of(&api, "ada");
    let id = world.ready(&ada, &worker, 2).await;
    let unfinished = world.tables.dump().await;
    assert!(
        !unfinished
            .iter()
            .any(|item| item.contains(&id) && item.contains(EXPIRY))
    );

    // when a player finishes a game,
    let begun = now();
    for _ in 0..2 {
        let posed = ada.posed(&id).await;
        ada.answers(&id, &posed, 0).await;
    }

    // then it has the second of its expiry.
    let items = world.tables.dump().await;
    let item = items
        .iter()
        .find(|item| item.contains(&id) && item.contains(EXPIRY));
    let item = item.unwrap_or_else(|| panic!("{items:#?}"));
    let expiry = expiry(item);
    let expected = begun + 2 * 86_400;
    assert!(
        (expected..expected + 60).contains(&expiry),
        "{expiry}: {item}"
    );
}

/// Returns the second in the printed item.
fn expiry(item: &str) -> u64 {
    let rest = item.split_once(EXPIRY).unwrap().1;
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap();
    digits.get(..end).unwrap().parse().unwrap()
}
