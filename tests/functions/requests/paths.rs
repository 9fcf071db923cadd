use serde_json::json;

use crate::support::{DEFAULT_DOMAIN, HttpEvent, Player, World};

/// Stages, and prefixes with which a path can reach the function.
const MOUNTS: [(&str, &str); 8] = [
    ("$default", ""),
    ("$default", "/quiz/v1"),
    ("default", "/default"),
    ("default", "/default/quiz/v1"),
    ("default", ""),
    ("default", "/quiz/v1"),
    ("v2-test_1", "/v2-test_1"),
    ("v2-test_1", "/v2-test_1/quiz/v1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_found_under_every_prefix() {
    let world = World::new().await;
    let (api, worker) = (world.api().start().await, world.worker().start().await);
    let id = world.ready(&Player::of(&api, "ada"), &worker, 2).await;
    for (stage, mount) in MOUNTS {
        for (method, path) in [
            ("GET", "/games".to_owned()),
            ("GET", format!("/games/{id}")),
            ("GET", format!("/games/{id}/questions")),
            ("POST", format!("/games/{id}/questions/ask")),
            ("GET", format!("/games/{id}/questions/2")),
        ] {
            let path = format!("{mount}{path}");
            let event = HttpEvent::new(method, &path, "ada").at_stage(stage);
            event.to(&api).await.is(200);
        }
    }
}

#[tokio::test]
async fn other_paths_are_not_found() {
    let world = World::new().await;
    let api = world.api().start().await;
    for (stage, path) in [
        ("$default", "/"),
        ("$default", "/default/games"),
        ("$default", "/$default/games"),
        ("$default", "/quiz/games"),
        ("$default", "/quiz/v1"),
        ("$default", "/quiz/v1/quiz/v1/games"),
        ("$default", "/v1/games"),
        ("$default", "/Games"),
        ("default", "/default"),
        ("default", "/default/default/games"),
        ("default", "/defaultgames"),
        ("default", "/defaults/games"),
        ("default", "/prod/games"),
        ("default", "/quiz/v1/default/games"),
    ] {
        let reply = HttpEvent::get(path).at_stage(stage).to(&api).await;
        assert_eq!(reply.status, 404, "{stage} {path}");
        reply.fails(404, "not_found");
    }
    HttpEvent::new("DELETE", "/games", "ada")
        .to(&api)
        .await
        .fails(405, "method_not_allowed");
}

/// API Gateway decodes paths: `%3F` arrives as `?` and is still part of the path.
#[tokio::test]
async fn a_path_is_neither_split_nor_resolved() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut found = Vec::new();
    for path in [
        "/games?limit=1",
        "/games#top",
        "/elsewhere/../games",
        "/elsewhere/%2e%2e/games",
        "/./games",
        "/ga\tmes",
        "/quiz\\v1\\games",
    ] {
        let reply = HttpEvent::get(path).to(&api).await;
        if reply.status != 404 {
            found.push(path);
        }
    }
    assert!(found.is_empty(), "these are not /games: {found:?}");
}

#[tokio::test]
async fn a_path_that_is_not_an_id_names_no_game() {
    let world = World::new().await;
    let api = world.api().start().await;
    for path in [
        "/games/é",
        "/games/%C3%A9",
        "/games/a b",
        "/games/%20",
        "/games/%FF",
        "/games/🎲",
    ] {
        let reply = HttpEvent::get(path).to(&api).await;
        reply.fails(404, "no_such_game");
    }
    HttpEvent::get("/é").to(&api).await.fails(404, "not_found");
}

/// Reports disagree whether the path in an event contains the mapping key. The host may be that of the
/// domain, or of the default endpoint if a proxy forwards requests to it.
#[tokio::test(flavor = "multi_thread")]
async fn a_location_starts_with_the_configured_mapping_key_whatever_the_host() {
    let world = World::new().await;
    let custom = "api.dev.example.org";
    for (key, domain, path, prefix) in [
        ("quiz/v1", custom, "/games", "/quiz/v1"),
        ("quiz/v1", custom, "/quiz/v1/games", "/quiz/v1"),
        ("quiz/v1", custom, "/default/games", "/quiz/v1"),
        ("quiz/v1", DEFAULT_DOMAIN, "/games", "/quiz/v1"),
        ("quiz/v1", DEFAULT_DOMAIN, "/default/games", "/quiz/v1"),
        (
            "quiz/v1",
            DEFAULT_DOMAIN,
            "/default/quiz/v1/games",
            "/quiz/v1",
        ),
        ("/", custom, "/games", ""),
        ("/", custom, "/default/games", ""),
        ("/", DEFAULT_DOMAIN, "/default/quiz/v1/games", "/quiz/v1"),
        ("trivia", custom, "/games", "/trivia"),
        ("trivia", custom, "/trivia/games", "/trivia"),
        ("trivia", custom, "/default/trivia/games", "/trivia"),
        ("trivia", custom, "/trivia/quiz/v1/games", "/trivia/quiz/v1"),
        // Without a key, the prefix is that of the request.
        ("", DEFAULT_DOMAIN, "/default/games", "/default"),
        ("", custom, "/default/games", "/default"),
        ("", custom, "/games", ""),
    ] {
        let api = world.api().env("MAPPING_KEY", key).start().await;
        let event = HttpEvent::post(path, &json!({"keywords": ["chemistry"]}));
        let event = event.at_stage("default").on_domain(domain);
        let reply = event.to(&api).await.is(201);
        let id = reply.body["id"].as_str().unwrap();
        let location = format!("{prefix}/games/{id}");
        assert_eq!(reply.header("location"), location, "{domain} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_paged_by_the_query_string() {
    // Given three games,
    let world = World::new().await;
    let api = world.api().start().await;
    let ada = Player::of(&api, "ada");
    for _ in 0..3 {
        ada.start(&["chemistry"], 3).await;
    }
    let all = ada.games().await;

    // when the client lists two per page, then each game appears once, in the same order.
    let mut listed = Vec::new();
    let mut query = "limit=2".to_owned();
    loop {
        let page = HttpEvent::get("/default/games").at_stage("default");
        let page = page.with_query(&query).to(&api).await.is(200).body;
        listed.extend(page["games"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        query = format!("limit=2&cursor={next}");
    }
    assert_eq!(listed, all);
}

#[tokio::test]
async fn an_invalid_query_string_is_a_client_error() {
    let world = World::new().await;
    let api = world.api().start().await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=1&limit=2",
        "cursor=%C3%A9",
        "limit=%",
        "limit=5#",
        "limit=5 ",
        "limit=<5>",
    ] {
        let mut event = HttpEvent::get("/games").with_query(query);
        // API Gateway joins repeated parameters here; only the raw string is what the client sent.
        event["queryStringParameters"] = json!({"limit": "5"});
        event.to(&api).await.fails(400, "invalid_request");
    }
    for query in ["other=1&=&&a", "other=a b", "other=<é>#\"\n\u{0}", "?"] {
        let event = HttpEvent::get("/games").with_query(query);
        event.to(&api).await.is(200);
    }
}
