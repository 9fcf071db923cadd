use serde_json::json;

use crate::support::{HttpEvent, World};

#[tokio::test]
async fn header_names_may_have_any_letter_case() {
    let world = World::new().await;
    let api = world.api().start().await;
    let wanted = json!({"keywords": ["chemistry"]});
    let mut ids = Vec::new();
    for (kind, key) in [
        ("content-type", "idempotency-key"),
        ("Content-Type", "Idempotency-Key"),
        ("CONTENT-TYPE", "IDEMPOTENCY-KEY"),
    ] {
        let event = HttpEvent::post("/games", &wanted).without_header("content-type");
        let event = event.with_header(kind, "Application/JSON; charset=utf-8");
        let reply = event.with_header(key, "one").to(&api).await;
        assert_eq!(
            reply.status,
            if ids.is_empty() { 201 } else { 200 },
            "{kind}"
        );
        ids.push(reply.body["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "one key creates one game");
}

#[tokio::test]
async fn the_request_id_of_a_client_is_kept() {
    let world = World::new().await;
    let api = world.api().start().await;
    let event = HttpEvent::get("/games").with_header("X-Request-ID", "mine-17");
    assert_eq!(
        event.to(&api).await.is(200).header("x-request-id"),
        "mine-17"
    );
}

#[tokio::test]
async fn cookies_and_unknown_fields_are_ignored() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut event = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}));
    event["cookies"] = json!(["session=1; limit=0", "é=1", "\u{1}"]);
    event["headers"]["x-unknown"] = json!("é, ü");
    event["stageVariables"] = json!({"limit": "0"});
    event["pathParameters"] = json!({"proxy": "elsewhere"});
    event["unknown"] = json!({"a": [1, null, "b"]});
    event["requestContext"]["unknown"] = json!([{}]);
    event["requestContext"]["authentication"] = json!(null);
    event["requestContext"]["http"]["unknown"] = json!(1);
    event["requestContext"]["authorizer"]["jwt"]["scopes"] = json!(["openid", "email"]);
    let reply = event.to(&api).await.is(201);
    assert_eq!(reply.header("content-type"), "application/json");
}

/// The API does not need these fields.
#[tokio::test]
async fn a_minimal_event_is_accepted() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut event = HttpEvent::get("/games");
    for name in [
        "version",
        "routeKey",
        "rawQueryString",
        "headers",
        "pathParameters",
        "isBase64Encoded",
    ] {
        event.as_object_mut().unwrap().remove(name);
    }
    let context = event["requestContext"].as_object_mut().unwrap();
    context.retain(|name, _| ["http", "authorizer"].contains(&name.as_str()));
    event.to(&api).await.is(200);
}
