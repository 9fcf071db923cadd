//! The limit of new games per player and hour.

use serde_json::json;

use crate::support::{Function, HttpEvent, Reply, World, now};

async fn start(api: &Function, player: &str, key: &str) -> Reply {
    let event = HttpEvent::new("POST", "/games", player);
    let event = event.with_body(&json!({"keywords": ["chemistry"]}));
    event.with_header("idempotency-key", key).to(api).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_beyond_the_configured_limit_is_refused() {
    let world = World::new().await;
    let api = world.api().env("GAMES_PER_HOUR", "1").start().await;
    // The hour may end meanwhile; then another player starts again.
    for player in ["ada", "bob"] {
        let begun = now() / 3_600;
        start(&api, player, "1").await.is(201);
        let refused = start(&api, player, "2").await;
        if now() / 3_600 == begun {
            let refused = refused.fails(429, "too_many_games");
            let wait: u64 = refused.header("retry-after").parse().unwrap();
            assert!((1..=3_600).contains(&wait), "{wait}");
            start(&api, player, "1").await.is(200);
            start(&api, "eve", "1").await.is(201);
            return;
        }
    }
    panic!("the hour ended twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_limit_no_game_is_refused() {
    let world = World::new().await;
    let api = world.api().env("GAMES_PER_HOUR", "0").start().await;
    for key in 1..=61 {
        start(&api, "ada", &key.to_string()).await.is(201);
    }
}
