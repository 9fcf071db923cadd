use serde_json::json;

use super::{HUSH, assert_silent, refuses};
use crate::support::{HttpEvent, Outcome, World, sqs_event};

#[tokio::test]
async fn what_is_no_event_of_a_queue_is_refused_by_the_worker() {
    let world = World::new().await;
    let worker = world.worker().env("LOG_LEVEL", "trace").start().await;
    let http = HttpEvent::post("/games", &json!({"keywords": [HUSH]}));
    for event in [
        String::new(),
        HUSH.to_owned(),
        "{".to_owned(),
        json!(null).to_string(),
        json!(HUSH).to_string(),
        json!([HUSH]).to_string(),
        json!({}).to_string(),
        http.to_string(),
        json!({"Records": null}).to_string(),
        json!({"Records": HUSH}).to_string(),
        json!({"Records": {HUSH: []}}).to_string(),
    ] {
        refuses(&worker, event).await;
        worker.delivers(&[] as &[&str]).await.are_done();
    }
    assert_silent(&worker);
}

#[tokio::test]
async fn what_is_not_needed_of_a_record_may_be_as_it_likes() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    for field in ["attributes", "messageAttributes", "md5OfBody"] {
        let mut event = sqs_event(&["no work"]);
        event["Records"][0][field] = json!([HUSH]);
        let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
            panic!("{field}");
        };
        let again = answer["batchItemFailures"].as_array().unwrap();
        assert_eq!(
            again.len(),
            1,
            "the record fails, and not the batch: {answer}"
        );
    }
}

#[tokio::test]
async fn an_event_that_is_no_utf_8_is_refused_by_the_worker() {
    let world = World::new().await;
    let worker = world.worker().env("LOG_LEVEL", "trace").start().await;
    refuses(&worker, b"{\"Records\": \"\xffhush-hush\"}".to_vec()).await;
    worker.delivers(&[] as &[&str]).await.are_done();
    assert_silent(&worker);
}

#[tokio::test]
async fn a_record_of_a_wrong_shape_costs_the_others_nothing() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let gone = json!({"game_id": "0".repeat(64), "player_id": "0".repeat(64)}).to_string();
    let event = sqs_event(&[gone.as_str(), "no work", gone.as_str()]);
    let named = &event["Records"][1]["messageId"];
    for (record, id) in [
        (
            json!({"messageId": named, "body": {HUSH: HUSH}}),
            named.clone(),
        ),
        (json!({"messageId": named, "body": null}), named.clone()),
        (json!({"messageId": named}), named.clone()),
        (json!({"messageId": 17, "body": 18}), json!("17")),
        // Nothing names these, so that the queue gets the whole batch back.
        (json!({"body": HUSH}), json!("")),
        (json!(HUSH), json!("")),
        (json!(null), json!("")),
    ] {
        let mut event = event.clone();
        event["Records"][1] = record;
        let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
            panic!("the batch is refused: {event}");
        };
        assert_eq!(answer["batchItemFailures"], json!([{"itemIdentifier": id}]));
    }
    assert_silent(&worker);
}

/// A failure without an id has the queue deliver the whole batch again.
#[tokio::test]
async fn a_record_that_nothing_names_is_given_back_with_its_batch() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let mut event = sqs_event(&["no work"]);
    event["Records"][0]["messageId"] = json!([HUSH]);
    let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
        panic!("the batch is refused");
    };
    assert_eq!(answer["batchItemFailures"], json!([{"itemIdentifier": ""}]));
}
