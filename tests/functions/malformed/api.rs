use serde_json::json;

use super::{HUSH, assert_log_hides_events, rejects};
use crate::support::{HttpEvent, Outcome, Player, Reply, World, sqs_event};

/// Returns a valid request after a change.
fn request(change: impl FnOnce(&mut HttpEvent)) -> String {
    let mut event = HttpEvent::post("/games", &json!({"keywords": [HUSH]}));
    change(&mut event);
    event.to_string()
}

/// Sends invalid events to one function, and a valid one after each. Asserts that every error contains
/// `reason`.
async fn assert_all_rejected(events: Vec<Vec<u8>>, reason: &str) {
    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "trace").start().await;
    for event in events {
        let message = rejects(&api, event).await;
        assert!(message.contains(reason), "{message}");
        assert!(Player::of(&api, "ada").games().await.is_empty());
    }
    assert_log_hides_events(&api);
}

/// Sends malformed requests to one function, and a valid one after each. Asserts that each response has this
/// status and code, and that only the log contains `reason`.
async fn assert_all_fail(requests: Vec<String>, status: u64, code: &str, reason: &str) {
    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "trace").start().await;
    let count = requests.len();
    for request in requests {
        let reply = Reply::of(api.invoke(request).await);
        assert!(!reply.text.contains(HUSH), "{reply:?}");
        reply.fails(status, code);
        assert!(Player::of(&api, "ada").games().await.is_empty());
    }
    for line in api.lines("refused", count).await {
        let logged = line["reason"].as_str().unwrap();
        assert!(logged.contains(reason), "{logged}");
    }
    assert_log_hides_events(&api);
}

#[tokio::test]
async fn the_api_rejects_events_that_are_not_json() {
    let deep = "[".repeat(10_000);
    let events =
        ["", HUSH, "{", "{\"hush-hush\"", &deep, "null"].map(|text| text.as_bytes().to_vec());
    let mut events = events.to_vec();
    events.push(b"\xff\xfe hush-hush".to_vec());
    events.push(b"{\"hush-hush\": \"\xff\"}".to_vec());
    assert_all_rejected(events, "not JSON in UTF-8").await;
}

/// An event that is not a request has no client that waits for a response.
#[tokio::test]
async fn the_api_rejects_events_that_are_not_requests() {
    let rest_api = json!({
        "version": "1.0", "resource": "/games", "path": "/games", "httpMethod": "GET",
        "headers": {"x": HUSH}, "requestContext": {"stage": "default", "httpMethod": "GET"},
    });
    let events = [
        json!({}),
        json!(17),
        json!(HUSH),
        json!([HUSH]),
        json!({HUSH: HUSH}),
        json!({"version": "2.0", "rawPath": null, "requestContext": HUSH}),
        sqs_event(&[HUSH]),
        rest_api,
    ];
    let events = events.iter().map(|event| event.to_string().into_bytes());
    assert_all_rejected(events.collect(), "not a request of an HTTP API").await;
}

#[tokio::test]
async fn a_malformed_request_gets_a_response() {
    for (name, requests) in [
        (
            "rawPath",
            vec![
                request(|event| event["rawPath"] = json!([HUSH])),
                request(|event| event["rawPath"] = json!("")),
                request(|event| event["rawPath"] = json!(HUSH)),
                request(|event| event["rawPath"] = json!(null)),
            ],
        ),
        (
            "rawQueryString",
            vec![request(|event| event["rawQueryString"] = json!({HUSH: 1}))],
        ),
        (
            "body",
            vec![
                request(|event| event["body"] = json!({HUSH: HUSH})),
                request(|event| {
                    (event["isBase64Encoded"], event["body"]) = (json!(true), json!("hush-hush!"));
                }),
                request(|event| {
                    (event["isBase64Encoded"], event["body"]) = (json!(true), json!("eyJ"));
                }),
            ],
        ),
        (
            "isBase64Encoded",
            vec![request(|event| event["isBase64Encoded"] = json!(HUSH))],
        ),
        (
            "method",
            vec![
                request(|event| event["requestContext"] = json!(HUSH)),
                request(|event| event["requestContext"]["http"] = json!(null)),
                request(|event| event["requestContext"]["http"]["method"] = json!("hush hush")),
                request(|event| event["requestContext"]["http"]["method"] = json!([])),
            ],
        ),
        (
            "stage",
            vec![request(|event| {
                event["requestContext"]["stage"] = json!([HUSH]);
            })],
        ),
    ] {
        assert_all_fail(requests, 500, "internal", name).await;
    }
}

#[tokio::test]
async fn a_uri_that_is_too_long_is_a_client_error() {
    let path = |length: usize| json!(format!("/{}", "x".repeat(length)));
    let requests = vec![
        request(|event| event["rawPath"] = path(70_000)),
        request(|event| event["rawQueryString"] = json!("x".repeat(70_000))),
        // Only path and query together are too long.
        request(|event| {
            event["rawPath"] = path(40_000);
            event["rawQueryString"] = json!("x".repeat(40_000));
        }),
        // One character of a path may take nine in a URI.
        request(|event| event["rawPath"] = json!(format!("/{}", "€".repeat(10_000)))),
    ];
    assert_all_fail(requests, 400, "invalid_request", "too long").await;
}

/// `lambda_http` would build a URL from these and panic. The API does not use them, so it may also respond
/// normally.
#[tokio::test]
async fn an_invalid_host_does_not_cause_a_panic() {
    let header = |name: &str, value: &str| request(|event| event["headers"][name] = json!(value));
    let domain = request(|event| {
        event["headers"].as_object_mut().unwrap().remove("host");
        event["requestContext"]["domainName"] = json!("hush hush");
    });
    assert_none_panics(&[
        header("host", "hush hush"),
        header("host", "hush-hush:port"),
        header("host", ""),
        header("host", "["),
        header("x-forwarded-proto", "hush hush"),
        header("x-forwarded-proto", ""),
        domain,
    ])
    .await;
}

/// Sends requests to one function, and a valid one after each. Asserts that none causes a panic; any response
/// is accepted.
async fn assert_none_panics(requests: &[String]) {
    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "trace").start().await;
    let mut panics = Vec::new();
    for (number, request) in requests.iter().enumerate() {
        let outcome = api.invoke(request.clone()).await;
        if let Outcome::Error(error) = outcome
            && error.to_string().contains("panicked")
        {
            panics.push((number, error));
        }
        Player::of(&api, "ada").get("/games").await.is(200);
    }
    assert!(panics.is_empty(), "{panics:#?}");
    assert_log_hides_events(&api);
}
