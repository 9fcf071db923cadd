//! The API without its tables: it says so in time, and stores nothing by half.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{HttpEvent, Mode, Outcome, Player, World, once_within};

/// What API Gateway would not wait for any longer is 30 seconds; the API gives itself 10.
const TIME: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_told_in_time_that_the_tables_do_not_answer() {
    // Given a game, and tables that do not answer any more,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = world.ready(&ada, &worker, 2).await;
    let posed = ada.posed(&id).await;
    let before = world.tables.dump().await;
    world.tables.set(Mode::Hang);

    // when an answer is sent, then it is refused in time, and nothing was stored.
    let since = Instant::now();
    let answer = json!({"question": 1, "choice": posed["options"][0]});
    let path = format!("/games/{id}/questions/answer");
    let reply = ada.post(&path, &answer).await.fails(503, "unavailable");
    assert!(since.elapsed() < TIME, "{:?}", since.elapsed());
    assert!(!reply.header("retry-after").is_empty());
    world.tables.set(Mode::Open);
    assert_eq!(world.tables.dump().await, before);

    // And once they are back, the same answer is taken.
    ada.post(&path, &answer).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_answered_before_its_invocation_ends() {
    // Given tables that do not answer,
    let world = World::new().await;
    let api = world.api().start().await;
    world.tables.set(Mode::Hang);

    // when there is less time than the patience with them, then the answer comes in that time;
    let (time, mut tries) = (Duration::from_millis(1_200), 0);
    let event = HttpEvent::get("/games").to_string();
    let outcome = once_within(time, async || {
        tries += 1;
        api.invoke_for(event.clone(), time).await
    });
    let Outcome::Response(answer) = outcome.await else {
        panic!("the invocation failed");
    };
    assert_eq!(answer["statusCode"], 503, "{answer}");
    assert!(answer["body"].as_str().unwrap().contains("unavailable"));

    // and what was given up is no round trip of the next request.
    world.tables.set(Mode::Open);
    Player::of(&api, "ada").get("/games").await.is(200);
    let lines = api.lines("answered", tries + 1).await;
    let (given_up, next) = (&lines[tries - 1], &lines[tries]);
    assert_eq!(given_up["status"], "503", "it is told of: {given_up}");
    assert_eq!(given_up["request_id"], answer["headers"]["x-request-id"]);
    assert!(given_up["request_id"].is_string());
    assert_eq!(next["store_round_trips"], 1, "{next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_cannot_be_stored_is_not_sent_either() {
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    world.tables.set(Mode::Refuse);
    let wanted = json!({"keywords": ["chemistry"]});
    ada.post("/games", &wanted).await.fails(503, "unavailable");
    world.tables.set(Mode::Open);
    assert_eq!(world.queue.attempts(), 0);
    assert!(ada.games().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_starts_though_its_tables_do_not_answer() {
    let world = World::new().await;
    world.tables.set(Mode::Hang);
    let since = Instant::now();
    let (api, worker) = tokio::join!(world.api().start(), world.worker().start());
    // Lambda gives up the start of a function after ten seconds.
    assert!(since.elapsed() < TIME, "{:?}", since.elapsed());
    world.tables.set(Mode::Open);
    world.ready(&Player::of(&api, "ada"), &worker, 2).await;
}
