//! The log of a worker can be joined with that of the request that caused its work.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Launch, Reply};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

#[tokio::test]
async fn lines_of_a_request_and_its_work_have_the_same_ids() {
    // Given a server that logs JSON lines,
    let server = Launch::default().arg("--log", "json").start().await;
    let player = server.player("ada").await;

    // when a request with an id and a trace starts a game,
    let request = player.request(Method::POST, "/games");
    let request = request
        .header("x-request-id", "request-of-ada")
        .header("traceparent", format!("00-{TRACE}-b7ad6b7169203331-01"))
        .json(&json!({"keywords": ["chemistry"], "questions_limit": 3}));
    let started = Reply::to(request).await.is(201);
    player.prepared(started.body["id"].as_str().unwrap()).await;

    // then the lines of the request and of its worker have both ids,
    let log = server.stop().await.stderr;
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let line = |name: &str, id: &str| {
        let mut of_request = lines
            .iter()
            .filter(|line| line["span"]["name"] == name && line["span"][id] == "request-of-ada");
        let line = of_request.next().unwrap_or_else(|| panic!("{name}: {log}"));
        assert_eq!(line["span"]["trace_id"], TRACE, "{line}");
        line
    };
    assert_eq!(line("request", "id")["message"], "answered");
    line("work", "request_id");
    let prepared = lines.iter().find(|line| line["message"] == "prepared");
    assert_eq!(prepared.unwrap()["span"]["request_id"], "request-of-ada");

    // and each line contains its span once.
    for line in log.lines().filter(|line| line.contains("request-of-ada")) {
        assert_eq!(line.matches("request-of-ada").count(), 1, "{line}");
    }
}

#[tokio::test]
async fn a_malformed_trace_is_ignored() {
    let server = Launch::default().arg("--log", "json").start().await;
    let malformed = format!("00-{TRACE}-hush-01");
    let request = server.anonymous().request(Method::GET, "/games");
    Reply::to(request.header("traceparent", malformed))
        .await
        .is(401);
    let log = server.stop().await.stderr;
    assert!(log.contains("answered"), "{log}");
    assert!(!log.contains("hush") && !log.contains(TRACE), "{log}");
}
