//! Invalid requests get errors in the documented format, change nothing, and leave the server
//! usable.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Ending, Player, RawConnection, Reply, Server};

/// A header of a request.
type Header = (&'static str, Vec<u8>);

/// Returns every route, for a game of the player.
fn routes(game: &str) -> Vec<(Method, String)> {
    vec![
        (Method::GET, "/games".to_owned()),
        (Method::POST, "/games".to_owned()),
        (Method::GET, format!("/games/{game}")),
        (Method::GET, format!("/games/{game}/questions")),
        (Method::POST, format!("/games/{game}/questions/ask")),
        (Method::POST, format!("/games/{game}/questions/answer")),
        (Method::GET, format!("/games/{game}/questions/1")),
        (Method::POST, "/dev/token".to_owned()),
    ]
}

/// Returns bodies that every route rejects.
fn bodies() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "{",
        "null",
        "true",
        "0",
        "\"text\"",
        "[]",
        "[[\"Rome\"]]",
        "[[\"Rome\"], 5]",
        "[\"Rome\", 1]",
        "{}",
        "{\"keywords\": null}",
        "{\"keywords\": {}}",
        "{\"keywords\": [null]}",
        "{\"keywords\": [[\"Rome\"]]}",
        "{\"keywords\": [\"Rome\"]",
        "{\"keywords\": [\"Rome\"]} x",
        "{\"keywords\": [\"Rome\"], \"keywords\": [\"Rome\"]}",
        "{\"keywords\": [\"Rome\"], \"questions_limit\": \"5\"}",
        "{\"keywords\": [\"Rome\"], \"questions_limit\": 5.5}",
        "{\"keywords\": [\"Rome\"], \"questions_limit\": 1e400}",
        "{\"keywords\": [\"Rome\"], \"questions_limit\": 99999999999999999999}",
        "{\"keywords\": [\"Rome\"], \"questions_limit\": true}",
        "{\"keywords\": [\"\\ud800\"]}",
        "\u{feff}{\"keywords\": [\"Rome\"]}",
        "{\"choice\": null}",
        "{\"choice\": 1}",
        "{\"choice\": [\"Rome\"]}",
        "{\"choice\": \"Rome\", \"question\": \"1\"}",
        "{\"choice\": \"Rome\", \"question\": 1.5}",
        "{\"choice\": \"Rome\", \"question\": []}",
        "{\"email\": 1}",
    ];
    let mut bodies: Vec<_> = texts.map(|text| text.as_bytes().to_vec()).into();
    bodies.push(b"{\"keywords\": [\"\xff\xfe\"]}".to_vec());
    bodies.push(vec![0; 100]);
    bodies.push("[".repeat(10_000).into_bytes());
    bodies.push("{\"a\":".repeat(10_000).into_bytes());
    bodies.push(vec![b' '; 70_000]);
    bodies
}

/// Returns sets of unusual headers.
fn headers() -> Vec<Vec<Header>> {
    let json = || ("content-type", b"application/json".to_vec());
    let key = |key: &[u8]| vec![json(), ("idempotency-key", key.to_vec())];
    vec![
        vec![json()],
        vec![],
        vec![("content-type", b"text/html".to_vec())],
        vec![("content-type", b"\xff".to_vec())],
        vec![json(), ("content-encoding", b"gzip".to_vec())],
        vec![json(), ("x-request-id", b"\xff\xfe".to_vec())],
        vec![json(), ("origin", b"null".to_vec())],
        key(b""),
        key(b"two words"),
        key("é".as_bytes()),
        key(&[b'k'; 65]),
    ]
}

#[tokio::test]
async fn every_route_rejects_invalid_bodies_and_headers() {
    // Given a player with one game,
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    let before = state(&player, &id).await;

    let sender = Player(player.unpooled());

    // when every route receives every body with every set of headers,
    for (method, path) in routes(&id) {
        for headers in headers() {
            for body in bodies() {
                send(&sender, &method, &path, &headers, body).await;
            }
        }
    }

    // then nothing has changed, and the game can still be played.
    assert_eq!(state(&player, &id).await, before);
    player.finish(&id).await;
}

async fn send(player: &Player, method: &Method, path: &str, headers: &[Header], body: Vec<u8>) {
    let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
    let mut request = player.request(method.clone(), path).body(body);
    for (name, value) in headers {
        request = request.header(*name, value.as_slice());
    }
    let reply = Reply::to(request).await;
    let reads_body = *method == Method::POST && !path.ends_with("/ask");
    if reads_body {
        let refused = [400, 413, 415].contains(&reply.status);
        assert!(refused, "{method} {path} {shown:?} {headers:?}: {reply:?}");
        reply.codes();
    } else {
        assert!(reply.status < 500, "{method} {path}: {reply:?}");
    }
}

/// Returns everything that the player can see.
async fn state(player: &Player, id: &str) -> (Vec<Value>, Vec<Value>, Value) {
    let (games, questions) = (player.games().await, player.questions(id).await);
    (games, questions, player.next_question(id).await)
}

#[tokio::test]
async fn values_outside_their_limits_are_rejected() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let many: Vec<_> = (0..11).map(|n| n.to_string()).collect();
    let keywords = [
        json!([]),
        json!([""]),
        json!(["  \t "]),
        json!(["Rome", ""]),
        json!(["x".repeat(51)]),
        json!(["🦀".repeat(51)]),
        json!(["a\u{0}b"]),
        json!(["a\nb"]),
        json!(["a\u{7f}"]),
        json!(many),
    ];
    for keywords in keywords {
        let reply = player.post("/games", &json!({"keywords": keywords})).await;
        let reply = reply.fails(400, "invalid_game");
        assert_eq!(reply.body["errors"][0]["field"], "keywords");
    }
    for limit in [
        json!(0),
        json!(-1),
        json!(51),
        json!(i64::MAX),
        json!(i64::MIN),
    ] {
        let body = json!({"keywords": ["Rome"], "questions_limit": limit});
        let reply = player
            .post("/games", &body)
            .await
            .fails(400, "invalid_game");
        assert_eq!(reply.body["errors"][0]["field"], "questions_limit");
    }
    assert_eq!(player.games().await, [Value::Null; 0]);
}

#[tokio::test]
async fn values_at_their_limits_are_accepted() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let ten: Vec<_> = (0..10).map(|n| n.to_string()).collect();
    // The first keyword is normalised to 50 characters, each composed of "e" and an accent.
    let keywords = [
        json!(["e\u{301}".repeat(50)]),
        json!(["🦀".repeat(50)]),
        json!([ten.as_slice(), ten.as_slice()].concat()),
        json!(["  Rome ", "rome", "ROME"]),
    ];
    for keywords in keywords {
        let body = json!({"keywords": keywords, "questions_limit": 50, "more": {}});
        let game = player.post("/games", &body).await.is(201).body;
        player.prepared(game["id"].as_str().unwrap()).await;
    }
    let games = player.games().await;
    assert_eq!(games.len(), 4);
    assert!(games.iter().any(|game| game["keywords"] == json!(["Rome"])));
}

#[tokio::test]
async fn malformed_queries_and_paths_get_errors_in_the_documented_format() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let long = "a".repeat(4000);
    let queries = [
        "limit",
        "limit=",
        "limit=-1",
        "limit=1.0",
        "limit=%31%30%30%30",
        "limit=1e1",
        "limit=9223372036854775808",
        "cursor=",
        "cursor=%00",
        "cursor=%ff",
        "cursor=..",
        "limit=1&cursor=00",
    ];
    for query in queries {
        let reply = player.get(&format!("/games?{query}")).await;
        reply.fails(400, "invalid_request");
    }
    player
        .get(&format!("/games?cursor={long}"))
        .await
        .fails(400, "invalid_request");
    player.get("/games?unknown=1").await.is(200);
    for path in [
        format!("/games/{long}"),
        "/games/%e2%98%83".into(),
        "/games/a%2fb".into(),
        "/games/%00".into(),
        "/games/a/questions/b".into(),
        "/games/;/questions/ask".into(),
    ] {
        let method = if path.ends_with("ask") {
            Method::POST
        } else {
            Method::GET
        };
        let reply = Reply::to(player.request(method, &path)).await;
        reply.fails(404, "no_such_game");
    }
    for path in [
        "/games/a/b",
        "/games//",
        "//games",
        "/quiz/v1/quiz/v1/games",
        "/GAMES",
        "/%67ames/x/y/z",
    ] {
        let reply = player.get(path).await;
        reply.fails(404, "not_found");
    }
}

#[tokio::test]
async fn malformed_http_gets_a_4xx_or_closes_the_connection() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let huge = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "a".repeat(1 << 20)
    );
    let odd = [
        "\r\n\r\n\r\n",
        "hello\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET games HTTP/1.1\r\nhost: x\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}",
        "POST /games HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        "POST /games HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        "POST /games HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nhost: x\r\nx y: z\r\n\r\n",
        huge.as_str(),
    ];
    for bytes in odd {
        let mut raw = RawConnection::to(server.addr()).await.unwrap();
        raw.send(bytes).await;
        raw.finish().await;
        match raw.read_ending().await {
            Ending::Answered { status, .. } => assert!((400..500).contains(&status), "{bytes:.40}"),
            Ending::Closed => {}
            Ending::Truncated(text) => panic!("{bytes:.40}: {text}"),
        }
    }
    let id = player.ready(&["chemistry"], 1).await;
    player.finish(&id).await;
}
