//! The API while its tables are unavailable: it responds in time, and writes nothing partially.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{HttpEvent, Mode, Outcome, Player, World, once_within};

/// The time limit of the API. API Gateway itself would wait for 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_request_fails_in_time_while_the_tables_hang() {
    // Given a game, and tables that hang,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = world.ready(&ada, &worker, 2).await;
    let posed = ada.posed(&id).await;
    let before = world.tables.dump().await;
    world.tables.set(Mode::Hang);

    // when an answer is sent, then the request fails in time, and nothing is stored.
    let since = Instant::now();
    let answer = json!({"question": 1, "choice": posed["options"][0]});
    let path = format!("/games/{id}/questions/answer");
    let reply = ada.post(&path, &answer).await.fails(503, "unavailable");
    assert!(since.elapsed() < TIME_LIMIT, "{:?}", since.elapsed());
    assert!(!reply.header("retry-after").is_empty());
    world.tables.set(Mode::Open);
    assert_eq!(world.tables.dump().await, before);

    // And once the tables respond, the same answer is accepted.
    ada.post(&path, &answer).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_gets_a_response_before_its_invocation_ends() {
    // Given tables that hang,
    let world = World::new().await;
    let api = world.api().start().await;
    world.tables.set(Mode::Hang);

    // when the invocation has less time than the timeout of the tables, then it responds in that time;
    let (time, mut tries) = (Duration::from_millis(1_200), 0);
    let event = HttpEvent::get("/games").to_string();
    let outcome = once_within(time, async || {
        tries += 1;
        api.invoke_for(event.clone(), time).await
    });
    let Outcome::Response(response) = outcome.await else {
        panic!("the invocation failed");
    };
    assert_eq!(response["statusCode"], 503, "{response}");
    assert!(response["body"].as_str().unwrap().contains("unavailable"));

    // and the aborted round trip is not counted for the next request.
    world.tables.set(Mode::Open);
    Player::of(&api, "ada").get("/games").await.is(200);
    let lines = api.lines("answered", tries + 1).await;
    let (aborted, next) = (&lines[tries - 1], &lines[tries]);
    assert_eq!(aborted["status"], "503", "{aborted}");
    assert_eq!(aborted["request_id"], response["headers"]["x-request-id"]);
    assert!(aborted["request_id"].is_string());
    assert_eq!(next["store_round_trips"], 1, "{next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_work_is_sent_for_a_game_that_is_not_stored() {
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    world.tables.set(Mode::Fail);
    let wanted = json!({"keywords": ["chemistry"]});
    ada.post("/games", &wanted).await.fails(503, "unavailable");
    world.tables.set(Mode::Open);
    assert_eq!(world.queue.attempts(), 0);
    assert!(ada.games().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_starts_while_its_tables_hang() {
    let world = World::new().await;
    world.tables.set(Mode::Hang);
    let since = Instant::now();
    let (api, worker) = tokio::join!(world.api().start(), world.worker().start());
    // Lambda aborts the start of a function after ten seconds.
    assert!(since.elapsed() < TIME_LIMIT, "{:?}", since.elapsed());
    world.tables.set(Mode::Open);
    world.ready(&Player::of(&api, "ada"), &worker, 2).await;
}
