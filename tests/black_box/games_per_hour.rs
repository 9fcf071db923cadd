//! The limit of new games per player and hour.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;
use serde_json::json;

use crate::support::{Launch, Player, Reply, Server};

const DEFAULT: usize = 60;

/// Returns the current hour of the clock.
fn hour() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        / 3_600
}

async fn start(player: &Player, key: &str) -> Reply {
    let request = player.request(Method::POST, "/games");
    let request = request.header("idempotency-key", key);
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 1});
    Reply::to(request.json(&wanted)).await
}

/// Starts as many games as the limit allows, and returns a player whose next game is refused. The hour
/// may end meanwhile; then another player starts again.
async fn player_at_the_limit(server: &Server, limit: usize) -> Player {
    for attempt in 0..2 {
        let player = server.player(&format!("ada{attempt}")).await;
        let begun = hour();
        for number in 1..=limit {
            start(&player, &number.to_string()).await.is(201);
        }
        let refused = start(&player, "refused").await;
        if hour() == begun {
            let refused = refused.fails(429, "too_many_games");
            let wait: u64 = refused.header("retry-after").parse().unwrap();
            assert!((1..=3_600).contains(&wait), "{wait}");
            return player;
        }
    }
    panic!("the hour ended twice");
}

#[tokio::test]
async fn the_61st_game_of_an_hour_is_refused() {
    // Given a player who has started as many games as the default allows,
    let server = Server::start().await;
    let player = player_at_the_limit(&server, DEFAULT).await;
    assert_eq!(player.games().await.len(), DEFAULT);

    // when the first request is repeated under its key, then it returns its game,
    start(&player, "1").await.is(200);

    // and another player is not refused.
    let other = server.player("bob").await;
    start(&other, "1").await.is(201);
}

#[tokio::test]
async fn the_limit_can_be_set_by_a_variable() {
    let launch = Launch::default().env("QUIZCRAFT_GAMES_PER_HOUR", "2");
    let server = launch.start().await;
    player_at_the_limit(&server, 2).await;
}

#[cfg(feature = "dynamodb")]
#[tokio::test]
async fn a_file_counts_the_games_of_all_processes() {
    let dir = crate::support::TestDir::new();
    let launch = || {
        let launch = Launch::default().arg("--data", &dir.path("games.db"));
        launch.arg("--games-per-hour", "2")
    };
    for attempt in 0..2 {
        let begun = hour();
        for key in ["1", "2"] {
            let server = launch().start().await;
            let player = server.player(&format!("ada{attempt}")).await;
            start(&player, key).await.is(201);
            server.stop().await;
        }
        let server = launch().start().await;
        let player = server.player(&format!("ada{attempt}")).await;
        let refused = start(&player, "3").await;
        if hour() == begun {
            refused.fails(429, "too_many_games");
            start(&player, "1").await.is(200);
            return;
        }
    }
    panic!("the hour ended twice");
}
