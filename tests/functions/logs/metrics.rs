use serde_json::{Value, json};

use crate::support::{
    HttpEvent, Outcome, Player, World, assert_embedded_metrics, message_id, request_id, trace_id,
};

/// Returns the sum of a metric over the lines that contain it.
fn sum(lines: &[Value], metric: &str) -> Value {
    let values = lines.iter().filter_map(|line| line[metric].as_f64());
    json!(values.sum::<f64>())
}

#[tokio::test(flavor = "multi_thread")]
async fn games_and_answers_are_counted() {
    // Given a finished game with right and wrong answers,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    let id = world.ready(&ada, &worker, 3).await;
    let (mut right, mut wrong) = (0.0, 0.0);
    for place in 0..3 {
        let posed = ada.posed(&id).await;
        let feedback = ada.answers(&id, &posed, place % 2).await;
        // A repeated answer changes nothing and is not counted.
        ada.answers(&id, &posed, place % 2).await;
        if feedback["result"] == true {
            right += 1.0;
        } else {
            wrong += 1.0;
        }
    }

    // then the lines add up to that.
    let lines = api.lines("answered", 1 + 1 + 3 * 3).await;
    for line in api.log().iter().filter(|line| line.get("_aws").is_some()) {
        assert_embedded_metrics(line);
    }
    assert_eq!(sum(&lines, "requests"), 11.0);
    assert_eq!(sum(&lines, "games_started"), 1.0);
    assert_eq!(sum(&lines, "games_finished"), 1.0);
    assert_eq!(sum(&lines, "answers_right"), right);
    assert_eq!(sum(&lines, "answers_wrong"), wrong);
    assert_eq!(sum(&lines, "cold_starts"), 1.0);
    assert_eq!(lines[0]["cold_starts"], 1.0, "on the first request");
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_games_are_counted() {
    let world = World::new().await;
    let api = world.api().env("GAMES_PER_HOUR", "1").start().await;
    let start = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}));
    let mut refused = 0;
    // The hour may end between two requests.
    for _ in 0..4 {
        let reply = start.to(&api).await;
        assert!([201, 429].contains(&reply.status), "{reply:?}");
        refused += u32::from(reply.status == 429);
    }
    assert!(refused >= 2, "{refused}");
    let lines = api.lines("answered", 4).await;
    lines.iter().for_each(assert_embedded_metrics);
    assert_eq!(sum(&lines, "games_refused"), f64::from(refused));
    assert_eq!(sum(&lines, "games_started"), f64::from(4 - refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn games_are_counted_by_their_outcome_and_timed() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    for keyword in ["chemistry", "xqzvwkj"] {
        ada.start(&[keyword], 2).await;
    }
    let messages = world.queue.sent();
    for _ in 0..2 {
        worker.delivers(&messages).await.are_done();
    }

    let records = worker.lines("prepared", 4).await;
    let batches = worker.lines("batch", 2).await;
    batches.iter().for_each(assert_embedded_metrics);
    for (outcome, count) in [("ready", 1), ("failed", 1), ("prepared before", 2)] {
        let with = records.iter().filter(|line| line["outcome"] == outcome);
        assert_eq!(with.count(), count, "{outcome}");
    }
    assert_eq!(sum(&records, "games_ready"), 1.0, "once per game");
    assert_eq!(sum(&records, "games_failed"), 1.0, "once per game");
    for line in &records {
        assert_eq!(line["function"], "worker");
        if line["outcome"] == "prepared before" {
            assert!(line.get("_aws").is_none(), "there is no metric: {line}");
        } else {
            assert_embedded_metrics(line);
        }
        let message = line["message_id"].as_str().unwrap();
        assert!((0..2).any(|number| message == message_id(number)), "{line}");
    }
    let timed: Vec<_> = records
        .iter()
        .filter(|line| line["time_to_ready"].is_number())
        .collect();
    assert_eq!(timed.len(), 1, "only the game that became ready");
    assert_eq!(timed[0]["outcome"], "ready");
    let waited = timed[0]["time_to_ready"].as_f64().unwrap();
    assert!((0.0..30.0).contains(&waited), "seconds: {waited}");
    assert_eq!(sum(&batches, "records"), 4.0);
    assert_eq!(sum(&batches, "cold_starts"), 1.0, "only the first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_fails_after_all_retries_is_counted() {
    // Given a game whose work is lost every time,
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    let id = ada.start(&["chemistry"], 2).await;
    let mut reads = 0;
    let failed = loop {
        // The deadline is relative to the last time that the work was sent.
        world.tables.age(&id, 60 * 60).await;
        let game = ada.game(&id).await;
        reads += 1;
        if game["status"] != "PENDING" {
            break game;
        }
        assert!(reads < 10, "the game fails after some retries");
    };
    assert!(failed["failure"].is_string());
    let lines = api.lines("answered", reads + 1).await;
    assert_eq!(sum(&lines, "games_failed"), 1.0);
    let overdue = lines.iter().filter(|line| line["store_round_trips"] == 2);
    assert_eq!(overdue.count(), reads, "a read, and a claim or a failure");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_event_is_logged_and_counted() {
    let events = [
        &b"{\"detail\": \"hush\"}"[..],
        b"{\"detail\": \"hush\xff\"}",
        b"hush",
    ];
    let world = World::new().await;
    for function in [world.api().start().await, world.worker().start().await] {
        for event in events {
            let outcome = function.invoke(event).await;
            let Outcome::Error(error) = outcome else {
                panic!("{outcome:?}");
            };
            assert_eq!(error["errorType"], "InvalidEvent");
        }
        let lines = function.lines("refused", events.len()).await;
        lines.iter().for_each(assert_embedded_metrics);
        let errors = function.log().into_iter();
        let errors = errors.filter(|line| line["level"] == "ERROR");
        assert_eq!(errors.collect::<Vec<_>>(), lines, "each is logged once");
        for (number, line) in lines.iter().enumerate() {
            assert_reports_invalid_event(line, number);
            assert!(
                line["reason"]
                    .as_str()
                    .unwrap()
                    .starts_with("the event is n")
            );
        }
        let colds = lines
            .iter()
            .map(|line| line["cold_starts"].as_f64().unwrap_or_default());
        assert_eq!(colds.collect::<Vec<_>>(), [1.0, 0.0, 0.0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_request_is_logged_with_its_id_and_counted() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut event = HttpEvent::get("/games");
    event["isBase64Encoded"] = json!("hush");
    let reply = event.to(&api).await.fails(500, "internal");
    assert_eq!(reply.header("x-request-id"), request_id(0));
    let lines = api.lines("refused", 1).await;
    assert_embedded_metrics(&lines[0]);
    assert_reports_invalid_event(&lines[0], 0);
}

/// Asserts that a line reports the invalid event with this number.
#[track_caller]
fn assert_reports_invalid_event(line: &Value, number: usize) {
    assert_eq!(line["events_refused"], 1.0, "{line}");
    assert_eq!(line["function_request_id"], request_id(number));
    assert_eq!(line["trace_id"], trace_id(&request_id(number)));
    assert!(!line.to_string().contains("hush"), "{line}");
}
