//! A whole game through both functions.

use serde_json::{Value, json};

use crate::support::{DEFAULT_DOMAIN, Function, HttpEvent, Player, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_player_plays_a_whole_game() {
    // Given a player who starts a game,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["Napoleon", "history"], 5).await;

    // when the worker receives the message that was sent,
    let message = world.queue.message();
    assert_is_work_on(&message, &id);
    worker.delivers(&[message]).await.are_done();

    // then the game is ready, can be finished, and is in the list of its player.
    let game = ada.game(&id).await;
    assert_eq!(game["status"], "READY");
    let correct = plays(&ada, &id, game["questions_limit"].as_u64().unwrap()).await;
    let over = ada.game(&id).await;
    assert_eq!(over["status"], "FINISHED");
    assert_eq!(over["questions_answered"], 5);
    assert_eq!(over["questions_correct"], correct);
    assert_eq!(ada.games().await, [over]);
    let questions = ada.questions(&id).await;
    assert!(
        questions
            .iter()
            .all(|question| question["is_answered"] == true)
    );
    assert!(world.queue.sent().is_empty(), "nothing else was sent");

    // No other player sees it.
    let eve = Player::of(&api, "eve");
    eve.get(&format!("/games/{id}"))
        .await
        .fails(404, "no_such_game");
    assert!(eve.games().await.is_empty());
}

/// Asserts that the message has exactly the two fields that the deployed worker reads.
fn assert_is_work_on(message: &str, id: &str) {
    let work: Value = serde_json::from_str(message).unwrap();
    let fields: Vec<_> = work.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["game_id", "player_id"]);
    assert_eq!(work["game_id"], id);
    let player = work["player_id"].as_str().unwrap();
    assert!(player.len() == 64 && player.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

/// Answers all questions. Returns the number of right answers.
async fn plays(player: &Player<'_>, id: &str, limit: u64) -> u64 {
    let mut correct = 0;
    for index in 1..=limit {
        let posed = player.posed(id).await;
        assert_eq!(posed["index"], index);
        assert_eq!(player.posed(id).await, posed, "asking twice poses the same");
        let feedback = player.answers(id, &posed, 0).await;
        assert_eq!(
            feedback["result"],
            posed["options"][0] == feedback["solution"]
        );
        correct += u64::from(feedback["result"] == true);
    }
    correct
}

#[tokio::test(flavor = "multi_thread")]
async fn the_location_of_a_new_game_has_the_prefix_of_its_request() {
    let world = World::new().await;
    let api = world.api().start().await;
    let custom = "api.example.org";
    for (domain, stage, path, location) in [
        (DEFAULT_DOMAIN, "$default", "/games", "/games"),
        (
            DEFAULT_DOMAIN,
            "$default",
            "/quiz/v1/games",
            "/quiz/v1/games",
        ),
        (
            DEFAULT_DOMAIN,
            "default",
            "/default/games",
            "/default/games",
        ),
        (
            DEFAULT_DOMAIN,
            "default",
            "/default/quiz/v1/games",
            "/default/quiz/v1/games",
        ),
        // Without a mapping key, the host makes no difference.
        (custom, "$default", "/games", "/games"),
        (custom, "$default", "/quiz/v1/games", "/quiz/v1/games"),
        (custom, "default", "/quiz/v1/games", "/quiz/v1/games"),
        (
            custom,
            "default",
            "/default/quiz/v1/games",
            "/default/quiz/v1/games",
        ),
        (custom, "default", "/games", "/games"),
        (custom, "default", "/default/games", "/default/games"),
    ] {
        let event = HttpEvent::post(path, &json!({"keywords": ["chemistry"]}));
        let event = event.at_stage(stage).on_domain(domain);
        let reply = event.to(&api).await.is(201);
        let id = reply.body["id"].as_str().unwrap();
        let expected = format!("{location}/{id}");
        assert_eq!(
            reply.header("location"),
            expected,
            "{domain} {stage} {path}"
        );
        assert_exists(&api, &event, &expected).await;
    }
}

/// Asserts that a client that follows the location finds the game.
async fn assert_exists(api: &Function, started: &HttpEvent, location: &str) {
    let mut event = started.clone();
    event["rawPath"] = json!(location);
    event["requestContext"]["http"] = json!({"method": "GET", "path": location});
    event.to(api).await.is(200);
}
