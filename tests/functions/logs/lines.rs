use serde_json::json;

use crate::support::{
    HttpEvent, Mode, Player, Sending, World, message_id, request_id, sqs_event, trace_id,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_request_writes_one_line_with_its_cost() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let ada = Player::of(&api, "ada");
    world.tables.operations();
    let id = ada.start(&["chemistry"], 2).await;
    let requests_to_create = world.tables.operations();
    worker.delivers(&[world.queue.message()]).await.are_done();
    ada.game(&id).await;
    ada.games().await;
    let posed = ada.posed(&id).await;
    ada.answers(&id, &posed, 0).await;
    ada.questions(&id).await;
    ada.get("/quiz/v1/games/nothing").await.is(404);
    ada.get("/elsewhere").await.is(404);
    for method in ["PUT", "HUSH"] {
        HttpEvent::new(method, "/games", "ada")
            .to(&api)
            .await
            .is(405);
    }

    assert_eq!(requests_to_create.len(), 1, "{requests_to_create:?}");
    let expected = [
        ("POST /games", "201", 1),
        ("GET /games/{game}", "200", 1),
        ("GET /games", "200", 1),
        ("POST /games/{game}/questions/ask", "200", 1),
        ("POST /games/{game}/questions/answer", "200", 2),
        ("GET /games/{game}/questions", "200", 1),
        ("GET /games/{game}", "404", 0),
        ("none", "404", 0),
        ("PUT /games", "405", 0),
        ("OTHER /games", "405", 0),
    ];
    let lines = api.lines("answered", expected.len()).await;
    assert!(!json!(api.log()).to_string().contains("HUSH"));
    for (line, (route, status, trips)) in lines.iter().zip(expected) {
        assert_eq!(line["route"], route, "{line}");
        assert_eq!(line["status"], status, "{line}");
        assert_eq!(line["store_round_trips"], trips, "{line}");
        assert_eq!(line["level"], "INFO");
        let duration = line["duration"].as_f64().unwrap();
        assert!(duration > 0.0 && duration < 30_000.0, "{line}");
    }
}

#[tokio::test]
async fn a_line_contains_every_id_of_its_request() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut ids = Vec::new();
    for path in ["/games", "/elsewhere"] {
        let reply = HttpEvent::get(path).to(&api).await;
        ids.push(reply.header("x-request-id").to_owned());
    }
    let lines = api.lines("answered", ids.len()).await;
    for (number, (line, id)) in lines.iter().zip(&ids).enumerate() {
        assert!(!id.is_empty());
        assert_eq!(line["request_id"], id.as_str());
        assert_eq!(line["function_request_id"], request_id(number));
        assert_eq!(line["trace_id"], trace_id(&request_id(number)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_internal_error_is_logged_with_the_id_of_its_request() {
    let world = World::new().await;
    let api = world.api().start().await;
    world.tables.set(Mode::Fail);
    let reply = HttpEvent::get("/games").to(&api).await;
    let reply = reply.fails(503, "unavailable");
    let id = reply.header("x-request-id");
    let error = api.lines("the request failed", 1).await.remove(0);
    assert_eq!(error["level"], "ERROR");
    let cause = error["cause"].as_str().unwrap_or_default();
    assert!(!cause.is_empty(), "{error}");
    let text = error.to_string();
    assert!(text.contains(id), "the id of the request: {text}");
    assert!(
        text.contains(&request_id(0)),
        "the id of the invocation: {text}"
    );
    let line = api.lines("answered", 1).await.remove(0);
    assert_eq!(line["status"], "503");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_writes_one_line_per_record_and_one_per_batch() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    Player::of(&api, "ada").start(&["chemistry"], 2).await;
    let (body, attributes) = world.queue.message_with_attributes();
    let mut event = sqs_event(&[&body, "no work"]);
    event["Records"][0]["messageAttributes"] = attributes;
    worker.invoke(event.to_string()).await;

    let batch = worker.lines("batch", 1).await.remove(0);
    assert_eq!(batch["records"], 2.0);
    assert_eq!(batch["records_again"], 1.0);
    let trips = &batch["store_round_trips"];
    assert_eq!(
        *trips, 2,
        "to read and to open the game; the start is not counted"
    );
    assert!(batch["batch_duration"].as_f64().unwrap() > 0.0);
    let records = worker.lines("prepared", 2).await;
    let mut outcomes: Vec<_> = records
        .iter()
        .map(|line| line["outcome"].to_string())
        .collect();
    outcomes.sort();
    assert_eq!(outcomes, [r#""ready""#, r#""unreadable""#]);
    for line in records.iter().chain([&batch]) {
        assert_eq!(line["function_request_id"], request_id(0));
        assert_eq!(line["trace_id"], trace_id(&request_id(0)));
    }
}

#[tokio::test]
async fn a_malformed_message_is_logged_with_its_id() {
    let world = World::new().await;
    for level in ["INFO", "ERROR"] {
        let worker = world.worker().env("LOG_LEVEL", level).start().await;
        worker.delivers(&["no work"]).await.fail(&[0]);
        worker.lines("batch", 1).await;
        let log = worker.log();
        let error = log.iter().find(|line| line["level"] == "ERROR").unwrap();
        for id in [message_id(0), request_id(0)] {
            assert!(error.to_string().contains(&id), "{level}: {id} in {error}");
        }
        assert_eq!(error["message"], "malformed message");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_level_limits_the_log() {
    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "ERROR").start().await;
    world.queue.set(Sending::Reject("QueueDoesNotExist"));
    Player::of(&api, "ada").start(&["chemistry"], 2).await;
    api.lines("answered", 1).await;
    let log = api.log();
    assert_eq!(
        log.len(),
        1,
        "metrics are written at every level: {}",
        json!(log)
    );

    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "warning").start().await;
    world.queue.set(Sending::Reject("QueueDoesNotExist"));
    Player::of(&api, "ada").start(&["chemistry"], 2).await;
    let sent = api
        .lines(
            "the message to the worker was not sent; it is sent again after the pending timeout",
            1,
        )
        .await;
    assert_eq!(sent[0]["level"], "WARN");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_of_a_record_name_the_request_that_caused_its_work() {
    // Given a request that starts a game,
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let started = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}))
        .with_header("traceparent", trace)
        .to(&api)
        .await
        .is(201);
    let id = started.header("x-request-id");
    let (body, attributes) = world.queue.message_with_attributes();
    assert_eq!(attributes["traceparent"]["stringValue"], trace);

    // when its work is delivered, once with the attributes and once without,
    let mut event = sqs_event(&[&body, &body]);
    event["Records"][0]["messageAttributes"] = attributes;
    worker.invoke(event.to_string()).await;

    // then the line has the id of the request in the first case only.
    let lines = worker.lines("prepared", 2).await;
    let of = |number| {
        let mut lines = lines.iter();
        lines
            .find(|line| line["message_id"] == message_id(number))
            .unwrap()
    };
    assert_eq!(of(0)["request_id"], id);
    assert!(of(1).get("request_id").is_none(), "{}", of(1));
}
