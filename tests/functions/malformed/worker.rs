use serde_json::json;

use super::{HUSH, assert_silent, refuses};
use crate::support::{HttpEvent, Outcome, World, sqs_event};

#[tokio::test]
async fn what_is_no_event_of_a_queue_is_refused_by_the_worker() {
    let world = World::new().await;
    let worker = world.worker().env("LOG_LEVEL", "trace").start().await;
    let http = HttpEvent::post("/games", &json!({"keywords": [HUSH]}));
    let record = |field: &str| {
        let mut event = sqs_event(&[HUSH]);
        event["Records"][0][field] = json!([HUSH]);
        event.to_string()
    };
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
        json!({"Records": [HUSH]}).to_string(),
        record("body"),
        record("messageId"),
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
