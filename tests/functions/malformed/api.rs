use serde_json::json;

use super::{HUSH, assert_silent, refuses};
use crate::support::{HttpEvent, Outcome, Player, Reply, World, sqs_event};

/// A request to which something is done.
fn request(change: impl FnOnce(&mut HttpEvent)) -> String {
    let mut event = HttpEvent::post("/games", &json!({"keywords": [HUSH]}));
    change(&mut event);
    event.to_string()
}

/// Sends these events to one function, and a good one after each; every error says this.
async fn all_refused(events: Vec<Vec<u8>>, says: &str) {
    let world = World::new().await;
    let api = world.api().env("LOG_LEVEL", "trace").start().await;
    for event in events {
        let message = refuses(&api, event).await;
        assert!(message.contains(says), "{message}");
        assert!(Player::of(&api, "ada").games().await.is_empty());
    }
    assert_silent(&api);
}

/// Sends these requests to one function, and a good one after each; each is answered with this error,
/// which names what is wrong in the log alone.
async fn all_answered(requests: Vec<String>, status: u64, code: &str, reason: &str) {
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
        let told = line["reason"].as_str().unwrap();
        assert!(told.contains(reason), "{told}");
    }
    assert_silent(&api);
}

#[tokio::test]
async fn what_is_no_json_is_refused_by_the_api() {
    let deep = "[".repeat(10_000);
    let events =
        ["", HUSH, "{", "{\"hush-hush\"", &deep, "null"].map(|text| text.as_bytes().to_vec());
    let mut events = events.to_vec();
    events.push(b"\xff\xfe hush-hush".to_vec());
    events.push(b"{\"hush-hush\": \"\xff\"}".to_vec());
    all_refused(events, "not JSON in UTF-8").await;
}

/// What is not a request has no client that waits for an answer.
#[tokio::test]
async fn what_is_no_http_request_is_refused_by_the_api() {
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
    all_refused(events.collect(), "not a request of an HTTP API").await;
}

#[tokio::test]
async fn a_request_whose_needed_parts_are_malformed_is_answered() {
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
        (
            "domainName",
            vec![request(|event| {
                event["requestContext"]["domainName"] = json!(17);
            })],
        ),
    ] {
        all_answered(requests, 500, "internal", name).await;
    }
}

#[tokio::test]
async fn a_request_that_is_too_long_is_the_clients_error() {
    let path = |length: usize| json!(format!("/{}", "x".repeat(length)));
    let requests = vec![
        request(|event| event["rawPath"] = path(70_000)),
        request(|event| event["rawQueryString"] = json!("x".repeat(70_000))),
        // Each of them is not, but both together are.
        request(|event| {
            event["rawPath"] = path(40_000);
            event["rawQueryString"] = json!("x".repeat(40_000));
        }),
        // One character of a path may be nine of a URL.
        request(|event| event["rawPath"] = json!(format!("/{}", "€".repeat(10_000)))),
    ];
    all_answered(requests, 400, "invalid_request", "too long").await;
}

/// The library makes a URL of these, and would panic. They are none of the API's concern, so that it
/// may answer as well.
#[tokio::test]
async fn a_host_that_is_none_does_not_make_the_function_panic() {
    let header = |name: &str, value: &str| request(|event| event["headers"][name] = json!(value));
    let domain = request(|event| {
        event["headers"].as_object_mut().unwrap().remove("host");
        event["requestContext"]["domainName"] = json!("hush hush");
    });
    none_panics(&[
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

/// Sends these requests to one function, and a good one after each. Whether they are answered or
/// refused is all the same, unless by a panic.
async fn none_panics(requests: &[String]) {
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
    assert_silent(&api);
}
