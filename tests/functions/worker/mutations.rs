//! Property test: valid batches in which one value is replaced or removed.

use proptest::option;
use proptest::prelude::{Strategy, any};
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::support::{Outcome, World, any_json, pointers, replace, sqs_event};

/// The fields of a record that the worker reads, and their parent.
const NEEDED: [&str; 3] = ["body", "messageId", ""];

#[test]
fn unused_fields_of_a_record_may_have_any_value_or_be_missing() {
    let runtime = Runtime::new().unwrap();
    let (worker, _world) = runtime.block_on(async {
        let world = World::new().await;
        (world.worker().start().await, world)
    });
    // Given a batch with a record that succeeds and one that fails, with every field that SQS may send,
    let gone = json!({"game_id": "0".repeat(64), "player_id": "0".repeat(64)}).to_string();
    let mut event = sqs_event(&[gone.as_str(), "no work"]);
    event["Records"][1]["messageAttributes"] = json!({"key": {
        "stringValue": "1", "binaryValue": "AQ==", "stringListValues": [], "binaryListValues": [],
        "dataType": "Number.custom",
    }});
    event["Records"][0]["md5OfMessageAttributes"] = json!("00");
    let send = |event: &serde_json::Value| runtime.block_on(worker.invoke(event.to_string()));
    let usual = send(&event);
    assert!(matches!(usual, Outcome::Response(_)));

    // when an unused field changes, then the outcome is the same.
    let mut places = pointers(&event);
    places.retain(|place| {
        let record = place
            .strip_prefix("/Records/")
            .and_then(|rest| rest.split_once('/'));
        record.is_some_and(|(_, field)| !NEEDED.contains(&field))
    });
    assert!(places.len() > 15, "{places:?}");
    let changes = (any::<Index>(), option::weighted(0.8, any_json()));
    let changes = changes.prop_map(|(place, value)| (place.get(&places), value));
    let ran = TestRunner::new(Config::with_cases(128)).run(&changes, |(place, value)| {
        let mut event = event.clone();
        replace(&mut event, place, value.as_ref());
        let outcome = send(&event);
        let same = outcome == usual;
        same.then_some(())
            .ok_or_else(|| TestCaseError::fail(format!("{place}: {outcome:?}")))
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
}
