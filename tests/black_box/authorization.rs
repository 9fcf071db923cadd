//! Players see only their own games, and only with a valid token.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Player, Provider, Reply, Server, now, unsigned};

/// Returns a request to each route of a game.
fn requests(client: &Client, game: &str) -> Vec<reqwest::RequestBuilder> {
    let get = |path: &str| client.request(Method::GET, &format!("/games/{game}{path}"));
    let post = |path: &str| client.request(Method::POST, &format!("/games/{game}/questions{path}"));
    vec![
        get(""),
        get("/questions"),
        get("/questions/1"),
        get("/questions/99"),
        post("/ask"),
        post("/answer").json(&json!({"choice": "x"})),
        post("/answer").json(&json!({"choice": "x", "question": 1})),
    ]
}

#[tokio::test]
async fn the_game_of_another_player_looks_like_a_missing_game() {
    // Given a ready, a finished and a failed game of one player,
    let server = Server::start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let ready = ada.ready(&["chemistry"], 2).await;
    let finished = ada.ready(&["chemistry"], 1).await;
    ada.finish(&finished).await;
    let failed = ada.start(&["qwxzvk"], 1).await;
    ada.prepared(&failed).await;
    let before = ada.games().await;

    // when another player requests them, then the responses are those for missing games,
    let unknown_id = "0".repeat(64);
    for game in [ready.as_str(), &finished, &failed] {
        let theirs = requests(&bob, game).into_iter();
        for (theirs, missing) in theirs.zip(requests(&bob, &unknown_id)) {
            let theirs = Reply::to(theirs).await.fails(404, "no_such_game");
            let missing = Reply::to(missing).await.fails(404, "no_such_game");
            assert_eq!(theirs.text, missing.text);
            assert!(theirs.headers.keys().eq(missing.headers.keys()));
        }
    }

    // and nothing has changed.
    assert_eq!(bob.games().await, [Value::Null; 0]);
    assert_eq!(ada.games().await, before);
}

#[tokio::test]
async fn games_and_idempotency_keys_are_separate_for_each_player() {
    let server = Server::start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    let mut ids = Vec::new();
    for player in [&ada, &bob] {
        let request = player.request(Method::POST, "/games");
        let request = request.header("idempotency-key", "the-same");
        let request = request.json(&json!({"keywords": ["chemistry"]}));
        ids.push(Reply::to(request).await.is(201).body["id"].clone());
    }
    assert_ne!(ids[0], ids[1]);
    for (player, id) in [&ada, &bob].into_iter().zip(ids) {
        let games = player.games().await;
        assert_eq!(
            games.iter().map(|game| &game["id"]).collect::<Vec<_>>(),
            [&id]
        );
    }
}

#[tokio::test]
async fn a_cursor_is_valid_for_its_player_only() {
    // Given a player with three pages of games,
    let server = Server::start().await;
    let (ada, bob) = (server.player("ada").await, server.player("bob").await);
    for player in [&ada, &bob] {
        for _ in 0..5 {
            player.start(&["chemistry"], 1).await;
        }
    }
    let before = ada.games().await;
    let first = ada.get("/games?limit=2").await.is(200).body;
    let cursor = first["next"].as_str().unwrap().to_owned();
    assert!(
        cursor
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
    );

    // when another player sends the cursor, or it is changed, then it is rejected;
    let mut changed = cursor.clone();
    changed.replace_range(20..21, if &cursor[20..21] == "0" { "1" } else { "0" });
    let upper = cursor.to_uppercase();
    let reply = bob.get(&format!("/games?cursor={cursor}")).await;
    reply.fails(400, "invalid_request");
    for cursor in [
        changed.as_str(),
        &cursor[1..],
        &format!("{cursor}0"),
        &upper,
    ] {
        let reply = ada.get(&format!("/games?cursor={cursor}")).await;
        reply.fails(400, "invalid_request");
    }

    // and its own player reads every game once, while new games are started.
    let listed = pages(&ada, first).await;
    assert!(before.iter().all(|game| listed.contains(&game["id"])));
}

/// Returns the ids on this page and all later pages. Starts a new game before each page.
async fn pages(player: &Player, mut page: Value) -> Vec<Value> {
    let mut listed = Vec::new();
    loop {
        let games = page["games"].as_array().unwrap().iter();
        listed.extend(games.map(|game| game["id"].clone()));
        let Some(cursor) = page["next"].as_str() else {
            break;
        };
        let path = format!("/games?limit=2&cursor={cursor}");
        player.start(&["chemistry"], 1).await;
        page = player.get(&path).await.is(200).body;
    }
    let mut different = listed.clone();
    different.sort_by_key(ToString::to_string);
    different.dedup();
    assert_eq!(different.len(), listed.len(), "no game is listed twice");
    listed
}

#[tokio::test]
async fn an_invalid_token_is_rejected_with_a_reason() {
    // Given a player's game under an identity provider,
    let (provider, other) = (Provider::start().await, Provider::start().await);
    let server = provider.serve().await;
    let ada = provider.player(&server, "ada");
    let game = ada.ready(&["chemistry"], 2).await;
    let before = ada.games().await;

    // when a client sends anything but a valid token of this provider,
    for (token, why) in invalid_tokens(&provider, &other) {
        let client = server.anonymous().with_token(&token);
        let mut requests = requests(&client, &game);
        requests.push(client.request(Method::GET, "/games"));
        requests.push(client.request(Method::POST, "/games"));
        for request in requests {
            // then the request is rejected, and the challenge names the reason.
            let reply = Reply::to(request).await.fails(401, "unauthenticated");
            let challenge = reply.header("www-authenticate");
            let start = r#"Bearer error="invalid_token", error_description=""#;
            assert!(challenge.starts_with(start), "{challenge}");
            assert!(challenge.contains(why), "expected {why} in {challenge}");
        }
    }
    assert_eq!(ada.games().await, before);
}

/// Returns invalid tokens, each with a part of the reason.
fn invalid_tokens(provider: &Provider, other: &Provider) -> Vec<(String, &'static str)> {
    let good = provider.sign(&provider.claims("ada"));
    let (head, signature) = good.rsplit_once('.').unwrap();
    let (header, _) = head.split_once('.').unwrap();
    let bob = provider.sign(&provider.claims("bob"));
    let bobs_claims = bob.split('.').nth(1).unwrap();
    let claims = provider.claims("ada");
    vec![
        (provider.token_with("exp", &json!(now() - 1)), "expired"),
        (provider.token_with("exp", &json!("never")), "exp"),
        (provider.token_with("exp", &Value::Null), "exp"),
        (
            provider.token_with("nbf", &json!(now() + 3600)),
            "not valid yet",
        ),
        (
            provider.token_with("aud", &json!("another")),
            "another audience",
        ),
        (
            provider.token_with("aud", &json!(["one", "two"])),
            "another audience",
        ),
        (
            provider.token_with("iss", &json!(other.issuer)),
            "another issuer",
        ),
        (provider.token_with("sub", &Value::Null), "sub"),
        (other.sign(&other.claims("ada")), "signature"),
        (other.sign(&claims), "signature"),
        (unsigned(&claims), "algorithm"),
        (provider.sign_with_public_key(&claims), "algorithm"),
        (format!("{header}.{bobs_claims}.{signature}"), "signature"),
        (head.to_owned(), "2 parts instead of 3"),
        ("opaque".to_owned(), "1 part instead of 3"),
        ("a.b.c.d.e".to_owned(), "5 parts instead of 3"),
        ("..".to_owned(), "header"),
        ("a".repeat(20_000), "more than"),
    ]
}

#[tokio::test]
async fn a_request_without_a_bearer_token_is_rejected() {
    let server = Server::start().await;
    let ada = server.player("ada").await;
    let game = ada.ready(&["chemistry"], 2).await;
    let token = ada.token();
    let schemes = [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Basic {token}"),
        token.to_owned(),
    ];
    for mount in ["", "/quiz/v1"] {
        let client = server.anonymous().under(mount);
        for request in requests(&client, &game) {
            let reply = Reply::to(request).await.fails(401, "unauthenticated");
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
        for scheme in &schemes {
            let request = client.request(Method::GET, "/games");
            let reply = Reply::to(request.header("authorization", scheme)).await;
            reply.fails(401, "unauthenticated");
        }
    }
    let twice = ada.request(Method::GET, "/games").bearer_auth(token);
    Reply::to(twice).await.fails(401, "unauthenticated");
    let lower = server.anonymous().request(Method::GET, "/games");
    let lower = lower.header("authorization", format!("bearer {token}"));
    Reply::to(lower).await.is(200);
}

#[tokio::test]
async fn a_development_token_of_another_server_is_rejected() {
    let (server, other) = (Server::start().await, Server::start().await);
    let player = other.player("ada").await;
    let client = server.anonymous().with_token(player.token());
    let reply = client.get("/games").await;
    reply.fails(401, "unauthenticated");
}
