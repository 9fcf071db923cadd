use serde_json::{Value, json};

use crate::support::{
    ACCESS_KEY, Function, HttpEvent, KEY, Launch, Mode, Player, SECRET_KEY, Sending, World, claims,
    token,
};

/// Asserts that the log of a function contains none of these texts.
fn assert_log_lacks(function: &Function, secrets: &[&str]) {
    let log = Value::from(function.log()).to_string();
    let stderr = function.stderr().join("\n");
    assert!(function.log().len() > 2, "expected some lines: {log}");
    for text in secrets {
        assert!(!log.contains(text), "{text} is in the log: {log}");
        assert!(!stderr.contains(text), "{text} is in {stderr}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_is_logged_at_any_level() {
    // Given functions with the most verbose log level,
    let world = World::new().await;
    let loud = |launch: Launch| launch.env("LOG_LEVEL", "trace").env("RUST_LOG", "trace");
    let session = "a-session-token-that-is-secret";
    let api = loud(world.api())
        .env("AWS_SESSION_TOKEN", session)
        .start()
        .await;
    let worker = loud(world.worker()).start().await;
    let ada = Player::of(&api, "ada");

    // when a player plays a game, and all kinds of requests fail,
    let (known, unknown) = ("Napoleon", "xqzvwkj");
    ada.start(&[unknown], 2).await;
    worker.delivers(&world.queue.sent()).await.are_done();
    let id = ada.start(&[known], 2).await;
    worker.delivers(&world.queue.sent()).await.are_done();
    let posed = ada.posed(&id).await;
    let prompt = posed["prompt"].as_str().unwrap();
    let feedback = ada.answers(&id, &posed, 0).await;
    let solution = feedback["clarification"].as_str().unwrap();
    world.queue.set(Sending::Reject("AccessDenied"));
    ada.start(&[known], 2).await;
    ada.get("/games/not-an-id").await.is(404);
    ada.post("/games", &json!({"keywords": [7]})).await.is(400);
    HttpEvent::get("/games")
        .with_claim("aud", "x")
        .to(&api)
        .await
        .is(401);
    HttpEvent::get("/games")
        .with_claim("email_verified", "false")
        .to(&api)
        .await
        .is(403);
    HttpEvent::get("/games")
        .without_claim("email")
        .to(&api)
        .await
        .is(503);
    world.tables.set(Mode::Fail);
    ada.get("/games").await.is(503);
    worker
        .delivers(&["{\"game_id\": \"Napoleon\"}"])
        .await
        .fail(&[0]);

    // then the logs contain no personal or secret data.
    let token = token(&claims("ada"));
    let signature = token.rsplit('.').next().unwrap();
    let secrets = [
        "ada@example.org",
        "example.org/userinfo",
        "auth0|ada",
        signature,
        KEY,
        ACCESS_KEY,
        SECRET_KEY,
        session,
        known,
        unknown,
        prompt,
        solution,
        "203.0.113.7",
    ];
    assert_log_lacks(&api, &secrets);
    assert_log_lacks(&worker, &secrets);
}
