use quizcraft_core::GameRequest;
use serde_json::{Value, json};

use crate::support::{Answer, App, Call, Script, oneshot};

async fn start(app: &App, player: &str, key: impl AsRef<[u8]>, body: &Value) -> Answer {
    let call = Call::post("/games").by(player).json(body);
    app.send(call.header("idempotency-key", key)).await
}

#[tokio::test]
async fn same_key_and_body_return_the_same_game() {
    // given
    let app = App::new();
    let body = json!({"keywords": ["Rome", "Caesar"], "questions_limit": 5});
    let first = start(&app, "ada", "k-1", &body).await;
    let game = first.expect(201);
    assert!(first.header("location").is_some());

    for same in [
        json!({"keywords": ["Rome", "Caesar"], "questions_limit": 5}),
        json!({"keywords": ["Caesar", "Rome"], "questions_limit": 5}),
        json!({"keywords": [" rome ", "CAESAR", "Rome"], "questions_limit": 5}),
        json!({"keywords": ["Ro\u{ad}me", "\u{feff}Caesar"], "questions_limit": 5}),
    ] {
        // when
        let again = start(&app, "ada", "k-1", &same).await;

        // then
        assert_eq!(again.expect(200), game, "{same}");
        assert_eq!(again.header("location"), None);
    }
    let list = app.get("ada", "/games").await.expect(200);
    assert_eq!(list["games"], json!([game]));
}

#[tokio::test]
async fn repeated_start_returns_the_current_state() {
    let app = App::new();
    let body = json!({"keywords": ["Rome"]});
    start(&app, "ada", "k-1", &body).await.expect(201);
    app.work(&Script::Writes(2)).await;
    let again = start(&app, "ada", "k-1", &body).await.expect(200);
    assert_eq!(again["status"], "READY");
    assert_eq!(again["questions_limit"], 2);
}

#[tokio::test]
async fn missing_limit_equals_the_default() {
    let app = App::new();
    let default = json!({"keywords": ["Rome"], "questions_limit": 15});
    start(&app, "ada", "k-1", &json!({"keywords": ["Rome"]}))
        .await
        .expect(201);
    start(&app, "ada", "k-1", &default).await.expect(200);
}

#[tokio::test]
async fn same_key_with_another_body_is_rejected() {
    let app = App::new();
    let body = json!({"keywords": ["Rome"], "questions_limit": 5});
    start(&app, "ada", "k-1", &body).await.expect(201);
    for other in [
        json!({"keywords": ["Rome"], "questions_limit": 6}),
        json!({"keywords": ["Rome"]}),
        json!({"keywords": ["Oslo"], "questions_limit": 5}),
        json!({"keywords": ["Rome", "Oslo"], "questions_limit": 5}),
    ] {
        let answer = start(&app, "ada", "k-1", &other).await;
        answer.expect_error(422, "idempotency_key_reused");
    }
    let list = app.get("ada", "/games").await.expect(200);
    assert_eq!(list["games"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn kinds_belong_to_the_request_of_a_key() {
    let app = App::new();
    let body = |kinds: Value| json!({"keywords": ["Rome"], "kinds": kinds});
    let other = body(json!(["single", "order"]));
    let single = body(json!(["single"]));

    // By default a game has single choices, and a request that names them is the same.
    let plain = start(&app, "ada", "k-1", &json!({"keywords": ["Rome"]})).await;
    let plain = plain.expect(201);
    assert_eq!(start(&app, "ada", "k-1", &single).await.expect(200), plain);
    let answer = start(&app, "ada", "k-1", &other).await;
    answer.expect_error(422, "idempotency_key_reused");

    // The order of the kinds means nothing.
    let game = start(&app, "ada", "k-2", &other).await.expect(201);
    let same = body(json!(["order", "single", "order"]));
    assert_eq!(start(&app, "ada", "k-2", &same).await.expect(200), game);
    for kinds in [json!(["order"]), json!(["single", "text"]), json!(null)] {
        let answer = start(&app, "ada", "k-2", &body(kinds)).await;
        answer.expect_error(422, "idempotency_key_reused");
    }
}

/// Stored games have these fingerprints.
#[test]
fn fingerprints_of_requests_without_kinds_are_unchanged() {
    const FINGERPRINT: &str = "069f58029649da173a76b0038d5002ff768c1c33afc8d25fe50c096dc0dc2a34";
    let request = GameRequest::parse(["Rome", "Caesar"], Some(5)).unwrap();
    assert_eq!(request.fingerprint().to_string(), FINGERPRINT);
    let single = GameRequest::parse_with_kinds(["caesar", "ROME"], Some(5), Some(["single"]));
    assert_eq!(single.unwrap().fingerprint().to_string(), FINGERPRINT);
}

#[tokio::test]
async fn keys_of_different_players_are_independent() {
    let app = App::new();
    let body = json!({"keywords": ["Rome"]});
    let mut ids = std::collections::BTreeSet::new();
    for (player, key) in [
        ("ada", "k-1"),
        ("bob", "k-1"),
        ("ada", "k-2"),
        ("ada", "K-1"),
    ] {
        let game = start(&app, player, key, &body).await.expect(201);
        ids.insert(game["id"].as_str().unwrap().to_owned());
    }
    for _ in 0..2 {
        ids.insert(app.pending("ada").await);
    }
    assert_eq!(ids.len(), 6, "without a key every game is new");
}

#[tokio::test]
async fn a_key_has_1_to_64_visible_ascii_characters() {
    let app = App::new();
    let body = json!({"keywords": ["Rome"]});
    for good in ["k".to_owned(), "k".repeat(64), "!~\"\\{}".to_owned()] {
        start(&app, "ada", good, &body).await.expect(201);
    }
    let bad: [&[u8]; 6] = [b"", &[b'k'; 65], b"a b", b"a\tb", "clé".as_bytes(), b"\xff"];
    for bad in bad {
        let answer = start(&app, "ada", bad, &body).await;
        answer.expect_error(400, "invalid_request");
    }
}

#[tokio::test]
async fn several_keys_are_rejected() {
    let app = App::new();
    for second in ["k-1", "k-2"] {
        let call = Call::post("/games").by("ada");
        let call = call.json(&json!({"keywords": ["Rome"]}));
        let call = call.header("idempotency-key", "k-1");
        let answer = app.send(call.header("idempotency-key", second)).await;
        answer.expect_error(400, "invalid_request");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_requests_with_one_key_start_one_game() {
    // given
    let app = App::new();

    // when
    let racing = (0..20).map(|_| {
        let call = Call::post("/games")
            .by("ada")
            .header("idempotency-key", "k-1");
        let call = call.json(&json!({"keywords": ["Rome"]}));
        let router = app.router();
        tokio::spawn(async move { oneshot(&router, call).await })
    });
    let answers = futures_util::future::join_all(racing).await;

    // then
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    let created = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(created.count(), 1);
    assert!(answers.iter().all(|answer| answer.status.is_success()));
    assert!(answers.iter().all(|answer| answer.text == answers[0].text));
}
