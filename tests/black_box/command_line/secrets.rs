//! Secrets never appear in the output, at any log level.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Launch, Player, Provider, Reply, Server};

const KEY: &str = "hush-this-is-a-long-enough-secret";

/// Returns a server with a player id key that logs in JSON at the lowest level.
fn verbose() -> Launch {
    Launch::default()
        .arg("--log", "json")
        .env("RUST_LOG", "trace")
        .env("QUIZCRAFT_PLAYER_ID_KEY", KEY)
}

/// Sends every kind of request with a token, invalid ones included.
async fn use_everything(server: &Server, token: &str) {
    let player = Player(server.anonymous().with_token(token));
    let id = player.ready(&["chemistry"], 2).await;
    player.finish(&id).await;
    player.games().await;
    let odd = player
        .get(&format!("/games?cursor={token}&limit={token}"))
        .await;
    odd.fails(400, "invalid_request");
    let odd = player.get(&format!("/games/{token}")).await;
    odd.fails(404, "no_such_game");
    let odd = json!({"keywords": token, "email": "ada@example.org"});
    player
        .post("/games", &odd)
        .await
        .fails(400, "invalid_request");
    player.post("/dev/token", &odd).await;
    let odd = player.request(reqwest::Method::POST, "/games");
    let odd = odd
        .header("idempotency-key", "x y")
        .json(&json!({"keywords": ["Rome"]}));
    Reply::to(odd).await.fails(400, "invalid_request");
    let forged = server.anonymous().with_token(&format!("{token}x"));
    forged.get("/games").await.fails(401, "unauthenticated");
}

/// Asserts that the output contains neither the secrets nor any part of the token.
fn assert_no_secrets(output: &str, token: &str) {
    let secrets = token
        .split('.')
        .skip(1)
        .chain([KEY, "ada@example.org", "ada@"]);
    for secret in secrets {
        assert!(!output.contains(secret), "the output contains {secret}");
    }
}

#[tokio::test]
async fn no_secret_is_logged() {
    let server = verbose().start().await;
    let token = server.player("ada").await.token().to_owned();
    use_everything(&server, &token).await;
    let stopped = server.stop().await;
    assert!(
        stopped.stderr.lines().count() > 20,
        "the log has many lines"
    );
    for line in stopped.stderr.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(line["level"].is_string());
    }
    assert_no_secrets(&stopped.stderr, &token);
    assert_no_secrets(&stopped.stdout, &token);
}

#[tokio::test]
async fn no_secret_is_logged_with_an_identity_provider() {
    let mut provider = Provider::start().await;
    provider.set_userinfo(200, &json!({"sub": "auth|ada", "email": "ada@example.org"}));
    let server = provider.configure(verbose()).start().await;
    let token = provider.sign(&provider.claims("ada"));
    use_everything(&server, &token).await;
    let expired = provider.token_with("exp", &json!(1));
    let client = server.anonymous().with_token(&expired);
    client.get("/games").await.fails(401, "unauthenticated");
    let asked = provider.token_without_address("ada");
    let client = server.anonymous().with_token(&asked);
    client.get("/games").await.fails(403, "email_not_verified");
    provider.stop().await;
    client.get("/games").await.fails(503, "unavailable");
    let stopped = server.stop().await;
    for token in [&token, &expired, &asked] {
        assert_no_secrets(&stopped.stderr, token);
    }
    assert_no_secrets(&stopped.stdout, &token);
}

#[tokio::test]
async fn log_lines_contain_the_request_id() {
    let server = verbose().start().await;
    let reply = server.anonymous().get("/health").await.is(200);
    let id = reply.header("x-request-id").to_owned();
    tokio::time::timeout(Duration::from_secs(20), async move {
        assert!(server.stop().await.stderr.contains(&id));
    })
    .await
    .unwrap();
}
