//! Malformed requests, and requests for missing resources.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::support::{Reply, Server};

#[tokio::test]
async fn a_malformed_request_is_invalid() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let bodies = [
        json!([]),
        json!({}),
        json!({"keywords": "Rome"}),
        json!({"keywords": [1]}),
    ];
    for body in bodies {
        let reply = player.post("/games", &body).await;
        reply.fails(400, "invalid_request");
    }
    let malformed = player
        .request(Method::POST, "/games")
        .header(CONTENT_TYPE, "application/json")
        .body(r#"{"keywords": ["#);
    Reply::to(malformed).await.fails(400, "invalid_request");
    for query in [
        "limit=0",
        "limit=101",
        "limit=ten",
        "limit=1&limit=2",
        "cursor=abc",
    ] {
        let reply = player.get(&format!("/games?{query}")).await;
        reply.fails(400, "invalid_request");
    }
}

#[tokio::test]
async fn every_field_outside_its_limits_is_named() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let body = json!({"keywords": [], "questions_limit": 51});
    let reply = player
        .post("/games", &body)
        .await
        .fails(400, "invalid_game");
    let errors = reply.body["errors"].as_array().unwrap();
    let mut fields: Vec<_> = errors
        .iter()
        .map(|e| e["field"].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["keywords", "questions_limit"]);
}

#[tokio::test]
async fn a_body_that_is_too_large_or_not_json_is_rejected() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let large = json!({"keywords": ["x".repeat(65_536)]});
    let rejected = player
        .post("/games", &large)
        .await
        .fails(413, "body_too_large");
    assert_eq!(rejected.header("connection"), "close");
    let nearly = json!({"keywords": ["Rome"], "padding": "x".repeat(65_000)});
    player.post("/games", &nearly).await.is(201);
    for media in ["application/json; charset=utf-8", "Application/JSON;a=b"] {
        let request = player.request(Method::POST, "/games");
        let request = request
            .header(CONTENT_TYPE, media)
            .body(r#"{"keywords":["Rome"]}"#);
        Reply::to(request).await.is(201);
    }
    for media in ["text/plain", "application/xml", "application/jsonp", ""] {
        let request = player.request(Method::POST, "/games");
        let request = request
            .header(CONTENT_TYPE, media)
            .body(r#"{"keywords":["Rome"]}"#);
        let reply = Reply::to(request).await;
        reply.fails(415, "unsupported_media_type");
    }
}

#[tokio::test]
async fn an_idempotency_key_of_another_request_is_rejected() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let under_key = async |body: Value| {
        let request = player.request(Method::POST, "/games");
        Reply::to(request.header("idempotency-key", "one").json(&body)).await
    };
    let first = under_key(json!({"keywords": ["Rome", "Caesar"]}))
        .await
        .is(201);
    let again = under_key(json!({"keywords": ["caesar", "ROME"], "questions_limit": 15})).await;
    assert_eq!(again.is(200).body["id"], first.body["id"]);
    let other = under_key(json!({"keywords": ["Rome"]})).await;
    other.fails(422, "idempotency_key_reused");
    let other = under_key(json!({"keywords": ["Rome", "Caesar"], "questions_limit": 3})).await;
    other.fails(422, "idempotency_key_reused");
    assert_eq!(player.games().await.len(), 1);
}

#[tokio::test]
async fn missing_games_questions_and_routes_have_codes_of_their_own() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 2).await;
    let unknown = "0".repeat(64);
    for game in [unknown.as_str(), "1", "%00", "%ff", "..%2f", &id[..63]] {
        let reply = player.get(&format!("/games/{game}")).await;
        reply.fails(404, "no_such_game");
    }
    for question in ["0", "3", "01", "-1", "one", "65536", "99999999999999999999"] {
        let reply = player
            .get(&format!("/games/{id}/questions/{question}"))
            .await;
        reply.fails(404, "no_such_question");
    }
    for path in [
        "/quiz",
        "/quiz/v1",
        "/quiz/v2/games",
        "/games/",
        "/game",
        "/default/games",
    ] {
        player.get(path).await.fails(404, "not_found");
        server.anonymous().get(path).await.fails(404, "not_found");
    }
}

#[tokio::test]
async fn a_wrong_method_gets_the_allowed_methods() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let game = format!("/games/{}", "0".repeat(64));
    let rows = [
        (Method::PUT, "/games".to_owned(), vec!["GET", "POST"]),
        (Method::DELETE, "/games".to_owned(), vec!["GET", "POST"]),
        (Method::POST, game.clone(), vec!["GET"]),
        (Method::PATCH, game.clone(), vec!["GET"]),
        (Method::POST, format!("{game}/questions"), vec!["GET"]),
        (
            Method::GET,
            format!("{game}/questions/answer"),
            vec!["POST"],
        ),
        (Method::PUT, format!("{game}/questions/ask"), vec!["POST"]),
        (Method::DELETE, format!("{game}/questions/1"), vec!["GET"]),
    ];
    for (method, path, allowed) in rows {
        for mount in ["", "/quiz/v1"] {
            let request = player.request(method.clone(), &format!("{mount}{path}"));
            let reply = Reply::to(request).await;
            let reply = reply.fails(405, "method_not_allowed");
            for method in &allowed {
                assert!(reply.header("allow").contains(method), "{reply:?}");
            }
        }
    }
}
