//! A game is stored, then its work is sent: what goes wrong in between loses nothing.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::support::{Function, HttpEvent, Player, Reply, Sending, World, once_within};

/// Further back than the deadline of a game that is pending.
const SIX_MINUTES: u64 = 6 * 60;

/// A game that is overdue has its work sent again by a look at it, and gets ready.
async fn is_brought_on(world: &World, ada: &Player<'_>, id: &str) {
    assert_eq!(ada.game(id).await["status"], "PENDING");
    assert!(world.queue.sent().is_empty(), "it is not overdue yet");
    world.tables.age(id, SIX_MINUTES).await;
    assert_eq!(ada.game(id).await["status"], "PENDING");
    let message = world.queue.message();
    assert_eq!(ada.game(id).await["status"], "PENDING");
    assert!(world.queue.sent().is_empty(), "one look sends it");
    let worker = world.worker().start().await;
    worker.delivers(&[message]).await.are_done();
    assert_eq!(ada.game(id).await["status"], "READY");
    assert_eq!(ada.questions(id).await.len(), 3);
}

async fn is_started_and_brought_on(sending: Sending) {
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    world.queue.set(sending);
    // A player waits for it.
    let start = async || ada.start(&["chemistry"], 3).await;
    let id = once_within(Duration::from_secs(4), start).await;
    assert!(world.queue.attempts() > 0);
    world.queue.set(Sending::Taken);
    is_brought_on(&world, &ada, &id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_is_started_though_the_queue_refuses_its_work() {
    is_started_and_brought_on(Sending::Refused("QueueDoesNotExist")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_is_started_though_the_queue_is_overloaded() {
    is_started_and_brought_on(Sending::Refused("RequestThrottled")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_is_started_though_the_queue_does_not_answer() {
    is_started_and_brought_on(Sending::Unanswered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_is_stored_is_told_of_in_time_though_the_queue_does_not_answer() {
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Unanswered);
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 3});
    let event = HttpEvent::post("/games", &wanted).to_string();
    // Sending alone may take two seconds, where there is time.
    let outcome = api.invoke_for(event, Duration::from_secs(2)).await;
    Reply::of(outcome).is(201);
    assert!(world.queue.attempts() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_is_not_lost_by_a_process_that_dies_before_its_work_is_sent() {
    // Given a process that is killed at the moment in which it would send the work of a game,
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Then(killing(&api)));
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 3});
    let event = HttpEvent::post("/games", &wanted).to_string();
    let answer = api.begin(event, Duration::from_secs(30));
    let ended = api.ended().await;
    assert!(
        !ended.status.success() && answer.await.is_err(),
        "{ended:?}"
    );
    assert_eq!(world.queue.attempts(), 1);
    assert!(world.queue.sent().is_empty(), "the message is lost");
    world.queue.set(Sending::Taken);

    // when its player comes back, to another process,
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");

    // then the game is there, and gets ready once it is overdue.
    let games = ada.games().await;
    assert_eq!(games.len(), 1);
    let id = games[0]["id"].as_str().unwrap();
    is_brought_on(&world, &ada, id).await;
}

/// The reads of a game, each with what it comes to while the game is pending.
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
async fn every_request_that_reads_an_overdue_game_has_its_work_sent_again() {
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

/// Kills the process, as Lambda does without warning.
fn killing(function: &Function) -> Arc<dyn Fn() + Send + Sync> {
    let kill = format!("kill -KILL {}", function.pid());
    Arc::new(move || {
        let status = Command::new("sh").arg("-c").arg(&kill).status();
        assert!(status.unwrap().success());
    })
}

/// Of any number of repeats nothing is sent before the deadline, and one message after it.
#[tokio::test(flavor = "multi_thread")]
async fn repeats_under_the_same_key_send_the_work_that_was_not_sent_once_it_is_overdue() {
    let world = World::new().await;
    let api = world.api().start().await;
    world.queue.set(Sending::Refused("QueueDoesNotExist"));
    let start = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}));
    let start = start.with_header("Idempotency-Key", "one");
    let first = start.to(&api).await.is(201).body;
    world.queue.set(Sending::Taken);
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
