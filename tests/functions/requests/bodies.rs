use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{HttpEvent, World};

/// Returns a request with a body in base64, as API Gateway sends binary bodies.
fn encoded(body: &[u8]) -> HttpEvent {
    let mut event = HttpEvent::post("/games", &json!({}));
    event["body"] = json!(STANDARD.encode(body));
    event["isBase64Encoded"] = json!(true);
    event
}

#[tokio::test]
async fn a_body_in_base64_is_decoded() {
    let world = World::new().await;
    let api = world.api().start().await;
    let wanted = json!({"keywords": ["Götterdämmerung 🎻"]});
    for event in [
        HttpEvent::post("/games", &wanted),
        encoded(wanted.to_string().as_bytes()),
    ] {
        let game = event.to(&api).await.is(201).body;
        assert_eq!(game["keywords"], wanted["keywords"]);
    }
}

#[tokio::test]
async fn a_malformed_body_is_a_client_error() {
    let world = World::new().await;
    let api = world.api().start().await;
    let text = |body: Value| {
        let mut event = HttpEvent::post("/games", &json!({}));
        event["body"] = body;
        event
    };
    let mut without = text(json!(""));
    without.as_object_mut().unwrap().remove("body");
    for event in [
        without,
        text(json!(null)),
        text(json!("")),
        text(json!("{")),
        text(json!("[]")),
        encoded(b""),
        encoded(b"\xff\xfe"),
    ] {
        event.to(&api).await.fails(400, "invalid_request");
    }
    let form = HttpEvent::post("/games", &json!({})).with_header("content-type", "text/plain");
    form.to(&api).await.fails(415, "unsupported_media_type");
    let untyped = HttpEvent::post("/games", &json!({})).without_header("content-type");
    untyped.to(&api).await.fails(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_rejected() {
    let world = World::new().await;
    let api = world.api().start().await;
    let large = json!({"keywords": ["x".repeat(64 * 1024)]});
    let plain = HttpEvent::post("/games", &large);
    plain.to(&api).await.fails(413, "body_too_large");
    let binary = encoded(large.to_string().as_bytes());
    binary.to(&api).await.fails(413, "body_too_large");
}
