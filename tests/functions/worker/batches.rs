//! Batches of records.

use serde_json::json;

use crate::support::{Delivered, Function, Player, World, sqs_event};

/// Returns a message about a game that does not exist.
fn unknown_game() -> String {
    let (game, player) = ("ab".repeat(32), "cd".repeat(32));
    json!({"game_id": game, "player_id": player}).to_string()
}

async fn started(world: &World, api: &Function, keyword: &str) -> (String, String) {
    let id = Player::of(api, "ada").start(&[keyword], 3).await;
    (id, world.queue.message())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_malformed_records_of_a_batch_fail() {
    // Given the messages of three games, and malformed ones between them,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let mut games = Vec::new();
    for keyword in ["chemistry", "Napoleon", "capitals"] {
        games.push(started(&world, &api, keyword).await);
    }
    let half = json!({"game_id": games[0].0}).to_string();
    let strange = json!({"game_id": "no id", "player_id": "no id"}).to_string();
    let bodies = [
        "no work at all",
        &games[0].1,
        &half,
        &games[1].1,
        &strange,
        &games[2].1,
        "",
    ];

    // when they are delivered in one batch, then only the malformed ones fail, and the games are ready.
    worker.delivers(&bodies).await.fail(&[0, 2, 4, 6]);
    let ada = Player::of(&api, "ada");
    for (id, _) in &games {
        assert_eq!(ada.game(id).await["status"], "READY");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_on_a_missing_game_is_done() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    worker.delivers(&[unknown_game()]).await.are_done();
    assert!(world.tables.dump().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_of_work_are_ignored() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let (id, message) = started(&world, &api, "chemistry").await;
    let more = message.replacen('{', r#"{"version": 2, "#, 1);
    worker.delivers(&[more]).await.are_done();
    assert_eq!(Player::of(&api, "ada").game(&id).await["status"], "READY");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_about_an_unknown_keyword_fails_with_a_reason_for_its_player() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let (id, message) = started(&world, &api, "xqzvwkj").await;

    worker.delivers(&[&message]).await.are_done();

    let ada = Player::of(&api, "ada");
    let game = ada.game(&id).await;
    assert_eq!(game["status"], "FINISHED");
    assert_eq!(game["questions_limit"], 0);
    let failure = game["failure"].as_str().unwrap();
    assert!(
        failure.contains("No questions are available for “xqzvwkj”. Try "),
        "{failure}"
    );
    ada.post(&format!("/games/{id}/questions/ask"), &json!({}))
        .await
        .fails(409, "game_failed");
    worker.delivers(&[&message]).await.are_done();
    assert_eq!(ada.game(&id).await, game, "the game is unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_record_without_an_id_fails_its_batch() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let (id, message) = started(&world, &api, "chemistry").await;
    let mut event = sqs_event(&[message, "no work at all".to_owned()]);
    for record in event["Records"].as_array_mut().unwrap() {
        record.as_object_mut().unwrap().remove("messageId");
    }

    let delivered = Delivered::of(worker.invoke(event.to_string()).await);

    assert_eq!(delivered.ids(), [""], "an empty id fails the whole batch");
    assert_eq!(Player::of(&api, "ada").game(&id).await["status"], "READY");
}

#[tokio::test]
async fn an_empty_batch_is_done() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    worker.delivers(&[] as &[&str]).await.are_done();
}
