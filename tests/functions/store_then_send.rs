//! A game is stored before its work is sent. A failure in between does not lose the game.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::support::{Function, HttpEvent, Player, Reply, Sending, World, once_within};

/// Longer than the pending timeout.
const SIX_MINUTES: u64 = 6 * 60;

/// Asserts that the first request that reads the overdue game sends its work again, and that a worker prepares it.
async fn assert_recovers(world: &World, ada: &Player<'_>, id: &str) {
    assert_eq!(ada.game(id).await["status"], "PENDING");
    assert!(world.queue.sent().is_empty(), "it is not overdue yet");
    world.tables.age(id, SIX_MINUTES).await;
    assert_eq!(ada.game(id).await["status"], "PENDING");
    let message = world.queue.message();
    assert_eq!(ada.game(id).await["status"], "PENDING");
    assert!(
        world.queue.sent().is_empty(),
        "one request sends one message"
    );
    let worker = world.worker().start().await;
    worker.delivers(&[message]).await.are_done();
    assert_eq!(ada.game(id).await["status"], "READY");
    assert_eq!(ada.questions(id).await.len(), 3);
}

async fn assert_starts_and_recovers(sending: Sending) {
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    world.queue.set(sending);
    // A player waits for it.
    let start = async || ada.start(&["chemistry"], 3).await;
    let id = once_within(Duration::from_secs(4), start).await;
    assert!(world.queue.attempts() > 0);
    world.queue.set(Sending::Accept);
    assert_recovers(&world, &ada, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_starts_although_the_queue_rejects_its_work() {
    assert_starts_and_recovers(Sending::Reject("QueueDoesNotExist")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_starts_although_the_queue_throttles() {
    assert_starts_and_recovers(Sending::Reject("RequestThrottled")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_starts_although_the_queue_hangs() {
    assert_starts_and_recovers(Sending::Hang).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_game_is_returned_in_time_while_the_queue_hangs() {
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Hang);
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 3});
    let event = HttpEvent::post("/games", &wanted).to_string();
    // The timeout of sending is two seconds, as long as the whole invocation.
    let outcome = api.invoke_for(event, Duration::from_secs(2)).await;
    Reply::of(outcome).is(201);
    assert!(world.queue.attempts() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_before_the_work_is_sent_does_not_lose_the_game() {
    // Given a process that is killed when it sends the work of a game,
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Call(killing(&api)));
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 3});
    let event = HttpEvent::post("/games", &wanted).to_string();
    let response = api.begin(event, Duration::from_secs(30));
    let ended = api.ended().await;
    assert!(
        !ended.status.success() && response.await.is_err(),
        "{ended:?}"
    );
    assert_eq!(world.queue.attempts(), 1);
    assert!(world.queue.sent().is_empty(), "the message is lost");
    world.queue.set(Sending::Accept);

    // when the player sends requests to another process,
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");

    // then the game exists, and is prepared once it is overdue.
    let games = ada.games().await;
    assert_eq!(games.len(), 1);
    let id = games[0]["id"].as_str().unwrap();
    assert_recovers(&world, &ada, id).await;
}

/// Returns the requests that read a game, with their status while it is pending.
fn reads(id: &str) -> [(HttpEvent, u64); 5] {
    let own = |path: &str| format!("/games/{id}/questions{path}");
    let answer = json!({"choice": "anything"});
    [
        (HttpEvent::get("/games"), 200),
        (HttpEvent::get(&own("")), 200),
        (HttpEvent::get(&own("/1")), 404),
        (HttpEvent::post(&own("/ask"), &json!({})), 409),
        (HttpEvent::post(&own("/answer"), &answer), 409),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_that_reads_an_overdue_game_sends_its_work_again() {
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    for place in 0..5 {
        let id = ada.start(&["chemistry"], 3).await;
        world.queue.message();
        world.tables.age(&id, SIX_MINUTES).await;
        let (event, status) = &reads(&id)[place];
        for _ in 0..2 {
            event.to(&api).await.is(*status);
        }
        assert!(world.queue.message().contains(&id));
    }
}

/// Returns a hook that kills the process without warning, as Lambda does.
fn killing(function: &Function) -> Arc<dyn Fn() + Send + Sync> {
    let kill = format!("kill -KILL {}", function.pid());
    Arc::new(move || {
        let status = Command::new("sh").arg("-c").arg(&kill).status();
        assert!(status.unwrap().success());
    })
}

/// However often the client retries, no message is sent before the deadline, and one after it.
#[tokio::test(flavor = "multi_thread")]
async fn retries_with_an_idempotency_key_send_lost_work_once_the_game_is_overdue() {
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Reject("QueueDoesNotExist"));
    let start = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}));
    let start = start.with_header("Idempotency-Key", "one");
    let first = start.to(&api).await.is(201).body;
    world.queue.set(Sending::Accept);
    for _ in 0..3 {
        assert_eq!(start.to(&api).await.is(200).body, first);
    }
    assert!(world.queue.sent().is_empty(), "it is not overdue yet");
    let id = first["id"].as_str().unwrap();
    world.tables.age(id, SIX_MINUTES).await;
    for _ in 0..3 {
        assert_eq!(start.to(&api).await.is(200).body["status"], "PENDING");
    }
    assert!(world.queue.message().contains(id));
}
