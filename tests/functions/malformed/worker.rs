use serde_json::json;

use super::{HUSH, assert_log_hides_events, rejects};
use crate::support::{HttpEvent, Outcome, World, sqs_event};

#[tokio::test]
async fn the_worker_rejects_events_that_are_not_batches() {
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
        rejects(&worker, event).await;
        worker.delivers(&[] as &[&str]).await.are_done();
    }
    assert_log_hides_events(&worker);
}

#[tokio::test]
async fn unused_fields_of_a_record_may_have_any_value() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    for field in ["attributes", "messageAttributes", "md5OfBody"] {
        let mut event = sqs_event(&["no work"]);
        event["Records"][0][field] = json!([HUSH]);
        let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
            panic!("{field}");
        };
        let failures = answer["batchItemFailures"].as_array().unwrap();
        assert_eq!(
            failures.len(),
            1,
            "the record fails, and not the batch: {answer}"
        );
    }
}

#[tokio::test]
async fn the_worker_rejects_events_that_are_not_utf_8() {
    let world = World::new().await;
    let worker = world.worker().env("LOG_LEVEL", "trace").start().await;
    rejects(&worker, b"{\"Records\": \"\xffhush-hush\"}".to_vec()).await;
    worker.delivers(&[] as &[&str]).await.are_done();
    assert_log_hides_events(&worker);
}

#[tokio::test]
async fn a_malformed_record_does_not_affect_the_others() {
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
        // These records have no id, so the whole batch fails.
        (json!({"body": HUSH}), json!("")),
        (json!(HUSH), json!("")),
        (json!(null), json!("")),
    ] {
        let mut event = event.clone();
        event["Records"][1] = record;
        let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
            panic!("the batch is rejected: {event}");
        };
        assert_eq!(answer["batchItemFailures"], json!([{"itemIdentifier": id}]));
    }
    assert_log_hides_events(&worker);
}

/// A failure with an empty id makes SQS deliver the whole batch failures.
#[tokio::test]
async fn a_record_without_a_usable_id_fails_its_batch() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let mut event = sqs_event(&["no work"]);
    event["Records"][0]["messageId"] = json!([HUSH]);
    let Outcome::Response(answer) = worker.invoke(event.to_string()).await else {
        panic!("the batch is rejected");
    };
    assert_eq!(answer["batchItemFailures"], json!([{"itemIdentifier": ""}]));
}
