//! The limit of new games per player and hour.

use serde_json::{Value, json};

use crate::support::{Answer, App, Call, NOW};

async fn start(app: &App, player: &str) -> Answer {
    app.post(player, "/games", &json!({"keywords": ["Rome"]}))
        .await
}

async fn start_under_key(app: &App, key: &str) -> Answer {
    let call = Call::post("/games").by("ada");
    let call = call.json(&json!({"keywords": ["Rome"]}));
    app.send(call.header("idempotency-key", key)).await
}

#[tokio::test]
async fn games_beyond_the_limit_are_refused_until_the_next_hour() {
    // given
    let app = App::with_games_per_hour(2);
    for _ in 0..2 {
        start(&app, "ada").await.expect(201);
    }

    // when
    let refused = start(&app, "ada").await;

    // then
    refused.expect_error(429, "too_many_games");
    let wait = 3_600 - NOW % 3_600;
    assert_eq!(
        refused.header("retry-after"),
        Some(wait.to_string().as_str())
    );
    let games = app.get("ada", "/games").await.expect(200);
    assert_eq!(games["games"].as_array().map(Vec::len), Some(2));

    app.pass(wait - 1);
    let refused = start(&app, "ada").await;
    refused.expect_error(429, "too_many_games");
    assert_eq!(refused.header("retry-after"), Some("1"));
    app.pass(1);
    start(&app, "ada").await.expect(201);
}

#[tokio::test]
async fn other_players_are_not_refused() {
    let app = App::with_games_per_hour(1);
    start(&app, "ada").await.expect(201);
    start(&app, "ada").await.expect(429);
    start(&app, "bob").await.expect(201);
}

#[tokio::test]
async fn a_repeat_under_a_key_is_neither_counted_nor_refused() {
    // given
    let app = App::with_games_per_hour(2);
    let first = start_under_key(&app, "k-1").await.expect(201);

    // then
    for _ in 0..3 {
        assert_eq!(start_under_key(&app, "k-1").await.expect(200), first);
    }
    start_under_key(&app, "k-2").await.expect(201);
    start_under_key(&app, "k-3").await.expect(429);
    assert_eq!(start_under_key(&app, "k-1").await.expect(200), first);
}

/// A client that repeats its request in the next hour gets a game under the refused key.
#[tokio::test]
async fn a_refused_key_can_be_used_again() {
    let app = App::with_games_per_hour(1);
    start_under_key(&app, "k-1").await.expect(201);
    start_under_key(&app, "k-2").await.expect(429);
    app.pass(3_600);
    start_under_key(&app, "k-2").await.expect(201);
}

#[tokio::test]
async fn games_that_exist_are_played_on() {
    let app = App::with_games_per_hour(1);
    let game = app.ready("ada", 1).await;
    start(&app, "ada").await.expect(429);
    let ask = Call::post(&format!("/games/{game}/questions/ask")).by("ada");
    assert!(matches!(app.send(ask).await.expect(200), Value::Object(_)));
}
