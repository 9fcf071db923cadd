use serde_json::{Value, json};

use super::{HUSH, assert_silent, refuses};
use crate::support::{HttpEvent, Outcome, Player, World, sqs_event};

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

#[tokio::test]
async fn what_is_no_json_is_refused_by_the_api() {
    let deep = "[".repeat(10_000);
    let events = ["", HUSH, "{", "{\"hush-hush\"", &deep].map(|text| text.as_bytes().to_vec());
    let mut events = events.to_vec();
    events.push(b"\xff\xfe hush-hush".to_vec());
    events.push(b"{\"hush-hush\": \"\xff\"}".to_vec());
    all_refused(events, "failed to deserialize").await;
}

#[tokio::test]
async fn what_is_no_http_request_is_refused_by_the_api() {
    let rest_api = json!({
        "version": "1.0", "resource": "/games", "path": "/games", "httpMethod": "GET",
        "headers": {"x": HUSH}, "requestContext": {"stage": "default", "httpMethod": "GET"},
    });
    let events = [
        json!({}),
        json!(null),
        json!(17),
        json!(HUSH),
        json!([HUSH]),
        json!({HUSH: HUSH}),
        json!({"version": HUSH, "rawPath": "/games", "requestContext": HUSH}),
        sqs_event(&[HUSH]),
        rest_api,
    ];
    let events = events.iter().map(|event| event.to_string().into_bytes());
    all_refused(events.collect(), "no request of an HTTP API").await;
}

#[tokio::test]
async fn a_request_whose_parts_have_wrong_types_is_refused() {
    let events = [
        request(|event| event["rawPath"] = json!([HUSH])),
        request(|event| event["body"] = json!({HUSH: HUSH})),
        request(|event| event["isBase64Encoded"] = json!(HUSH)),
        request(|event| event["headers"]["x"] = json!({HUSH: HUSH})),
        request(|event| event["headers"] = json!({"hush hush": HUSH})),
        request(|event| event["cookies"] = json!(HUSH)),
        request(|event| event["requestContext"]["http"]["method"] = json!("hush hush")),
        request(|event| event["requestContext"]["http"] = json!(null)),
        request(|event| event["requestContext"]["stage"] = json!([HUSH])),
    ];
    let events = events.map(String::into_bytes).to_vec();
    all_refused(events, "no request of an HTTP API").await;
}

#[tokio::test]
async fn claims_that_are_no_strings_are_refused() {
    let claim = |name: &str, value: Value| {
        request(|event| {
            event["requestContext"]["authorizer"]["jwt"]["claims"][name] = value;
        })
    };
    let events = [
        claim("email_verified", json!(true)),
        claim("exp", json!(1_999_999_999)),
        claim("aud", json!([HUSH])),
        claim("https://example.org/roles", json!({HUSH: HUSH})),
        request(|event| event["requestContext"]["authorizer"]["jwt"]["claims"] = json!(HUSH)),
    ];
    let events = events.map(String::into_bytes).to_vec();
    all_refused(events, "no request of an HTTP API").await;
}

#[tokio::test]
async fn a_request_without_a_path_is_refused() {
    let without = |event: &mut HttpEvent| {
        event.as_object_mut().unwrap().remove("rawPath");
    };
    let events = [
        request(without),
        request(|event| event["rawPath"] = json!(null)),
        request(|event| event["rawPath"] = json!("")),
        request(|event| event["rawPath"] = json!(HUSH)),
    ];
    all_refused(events.map(String::into_bytes).to_vec(), "path").await;
}

#[tokio::test]
async fn a_body_that_is_no_base64_is_refused() {
    let encoded = |body: &str| {
        request(|event| {
            event["isBase64Encoded"] = json!(true);
            event["body"] = json!(body);
        })
    };
    let events = [encoded("hush-hush!"), encoded("eyJ"), encoded("é")];
    all_refused(events.map(String::into_bytes).to_vec(), "base64").await;
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

#[tokio::test]
async fn a_request_that_is_too_long_to_be_one_does_not_make_the_function_panic() {
    let path = |length: usize| format!("/{}", "x".repeat(length));
    none_panics(&[
        request(|event| event["rawPath"] = json!(path(70_000))),
        request(|event| event["rawQueryString"] = json!("x".repeat(70_000))),
        // Each of them is not, but both together are.
        request(|event| {
            event["rawPath"] = json!(path(40_000));
            event["rawQueryString"] = json!("x".repeat(40_000));
        }),
        // One character of a path may be nine of a URL.
        request(|event| event["rawPath"] = json!(format!("/{}", "€".repeat(10_000)))),
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
