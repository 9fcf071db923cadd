//! Failed records are delivered again after a short delay, which grows with each delivery.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    Delivered, EXPIRED, Function, Mode, Player, Sending, World, eventually, message_id,
    receipt_handle, sqs_event,
};

/// Returns a batch of malformed records that were delivered so many times.
fn malformed(deliveries: &[u64]) -> Value {
    let mut event = sqs_event(&vec!["no work"; deliveries.len()]);
    for (number, count) in deliveries.iter().enumerate() {
        let attributes = &mut event["Records"][number]["attributes"];
        attributes["ApproximateReceiveCount"] = json!(count.to_string());
    }
    event
}

async fn deliver(worker: &Function, event: &Value) -> Delivered {
    Delivered::of(worker.invoke(event.to_string()).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_delay_of_a_failed_record_grows_with_each_delivery() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let deliveries = [1, 2, 3, 4, 5, 6, 1_000];
    let event = malformed(&deliveries);
    deliver(&worker, &event).await.fail(&[0, 1, 2, 3, 4, 5, 6]);
    let seconds = [2, 4, 8, 16, 32, 60, 60].into_iter().enumerate();
    let expected = seconds.map(|(number, seconds)| (receipt_handle(number), seconds));
    assert_eq!(world.queue.changed(), [expected.collect::<Vec<_>>()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_records_that_fail_get_a_delay() {
    // Given a worker whose records succeed, then no request is sent.
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    world.ready(&ada, &worker, 2).await;
    assert!(world.queue.changed().is_empty());

    // When a malformed record is next to one that succeeds, then only it gets a delay.
    ada.start(&["Napoleon"], 2).await;
    let bodies = [world.queue.message(), "no work".to_owned()];
    worker.delivers(&bodies).await.fail(&[1]);
    assert_eq!(world.queue.changed(), [[(receipt_handle(1), 2)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_fails_during_an_outage_of_the_tables_gets_a_delay() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    Player::of(&api, "ada").start(&["chemistry"], 2).await;
    let message = world.queue.message();
    world.tables.set(Mode::Fail);
    worker.delivers(&[&message]).await.fail(&[0]);
    assert_eq!(world.queue.changed(), [[(receipt_handle(0), 2)]]);

    // It also gets one if its processing takes all the time of the invocation.
    world.tables.set(Mode::Hang);
    let batch = [&message];
    let delivered = worker.delivers_for(&batch, Duration::from_secs(2));
    delivered.await.fail(&[0]);
    assert_eq!(world.queue.changed(), [[(receipt_handle(0), 2)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_failed_records_take_several_requests() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let event = malformed(&[1; 25]);
    let all: Vec<_> = (0..25).collect();
    deliver(&worker, &event).await.fail(&all);
    let requests = world.queue.changed();
    assert_eq!(requests.len(), 3);
    let mut changes = requests.concat();
    changes.sort();
    let expected = all.iter().map(|&number| (receipt_handle(number), 2));
    assert_eq!(changes, expected.collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_delay_cannot_be_set_is_still_reported() {
    let event = malformed(&[1, 2]);
    for sending in [
        Sending::Reject("QueueDoesNotExist"),
        Sending::Reject("RequestThrottled"),
        Sending::Hang,
    ] {
        let world = World::new().await;
        let worker = world.worker().start().await;
        world.queue.set(sending);
        let outcome = worker.invoke_for(event.to_string(), Duration::from_secs(10));
        Delivered::of(outcome.await).fail(&[0, 1]);
        assert!(world.queue.attempts() > 0);
        assert_warns(&worker, "messages return after the visibility timeout").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_receipt_handle_is_rejected_does_not_affect_the_others() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    let mut event = malformed(&[1, 1, 1]);
    event["Records"][1]["receiptHandle"] = json!(EXPIRED);
    event["Records"][2]
        .as_object_mut()
        .unwrap()
        .remove("receiptHandle");
    deliver(&worker, &event).await.fail(&[0, 1, 2]);
    assert_eq!(world.queue.changed(), [[(receipt_handle(0), 2)]]);
    assert_warns(&worker, "messages return after the visibility timeout").await;
}

/// The responses to delays are awaited no longer than the invocation lasts.
#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_hangs_does_not_delay_the_response_beyond_the_invocation() {
    let world = World::new().await;
    let worker = world.worker().start().await;
    world.queue.set(Sending::Hang);
    let outcome = worker.invoke_for(malformed(&[1]).to_string(), Duration::from_millis(700));
    Delivered::of(outcome.await).fail(&[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_url_of_the_queue_no_delay_is_set() {
    let world = World::new().await;
    let worker = world.worker().without("GAME_QUEUE_URL").start().await;
    let delivered = deliver(&worker, &malformed(&[1])).await;
    assert_eq!(delivered.ids(), [message_id(0)]);
    assert_eq!(world.queue.attempts(), 0);
}

/// Asserts that the function logs a warning that contains this text.
async fn assert_warns(function: &Function, text: &str) {
    let warns = async || {
        let log = function.log();
        let mut warnings = log.iter().filter(|line| line["level"] == "WARN");
        let contains = |line: &Value| line["message"].as_str().unwrap().contains(text);
        warnings.any(contains).then_some(())
    };
    eventually(text, warns).await;
}
