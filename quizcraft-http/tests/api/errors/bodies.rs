use axum::body::Body;
use futures_util::stream;
use quizcraft_http::Api;
use serde_json::json;

use crate::support::{App, Call};

const MAX: usize = Api::MAX_BODY_BYTES;

/// A streamed body without `Content-Length`.
fn chunked(bytes: usize) -> Body {
    let chunks = (0..bytes.div_ceil(1024)).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
    Body::from_stream(stream::iter(chunks))
}

/// A valid request to start a game, with a body of this size.
fn padded(bytes: usize) -> String {
    let body = json!({"keywords": ["Rome"]}).to_string();
    format!("{body}{}", " ".repeat(bytes - body.len()))
}

#[tokio::test]
async fn bodies_are_limited_to_64_kib() {
    // given
    let app = App::new();
    let sized = |bytes: usize| {
        let body = padded(bytes);
        Call::post("/games")
            .by("ada")
            .header("content-length", bytes.to_string())
            .raw_json(body)
    };

    // when
    let (full, over) = (app.send(sized(MAX)).await, app.send(sized(MAX + 1)).await);

    // then
    full.expect(201);
    over.expect_error(413, "body_too_large");
}

#[tokio::test]
async fn streamed_bodies_are_limited() {
    let app = App::new();
    for path in ["/games", "/quiz/v1/games"] {
        let call = Call::post(path).by("ada").raw_json(chunked(MAX + 1024));
        app.send(call).await.expect_error(413, "body_too_large");
    }
    let within = Call::post("/games").by("ada").raw_json(chunked(MAX));
    app.send(within).await.expect_error(400, "invalid_request");
}

#[tokio::test]
async fn incomplete_body_is_rejected() {
    let app = App::new();
    let parts = [
        Ok(r#"{"keywords": ["#.to_owned()),
        Err(std::io::Error::other("the secret of the line")),
    ];
    let call = Call::post("/games")
        .by("ada")
        .raw_json(Body::from_stream(stream::iter(parts)));
    let answer = app.send(call).await;
    answer.expect_error(400, "invalid_request");
    assert!(!answer.text.contains("secret"), "{}", answer.text);
}

#[tokio::test]
async fn content_type_must_be_json() {
    let app = App::new();
    let body = json!({"keywords": ["Rome"]}).to_string();
    let call = || Call::post("/games").by("ada").body(body.clone());
    for other in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/problem+json",
        "json",
        "",
        ";application/json",
    ] {
        let answer = app.send(call().header("content-type", other)).await;
        answer.expect_error(415, "unsupported_media_type");
    }
    app.send(call())
        .await
        .expect_error(415, "unsupported_media_type");
    for fitting in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON ;charset=UTF-8",
    ] {
        app.send(call().header("content-type", fitting))
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn malformed_bodies_are_rejected() {
    let app = App::new();
    let deep = format!(r#"{{"keywords": {}"#, "[".repeat(30_000));
    for body in [
        "",
        " ",
        "{",
        "null",
        "true",
        "7",
        r#""Rome""#,
        "[]",
        r#"[["Rome"], 5]"#,
        r#"{"keywords": ["Rome"]"#,
        r#"{"keywords": ["Rome"]} {}"#,
        r#"{"keywords": ["Rome"],}"#,
        "{'keywords': ['Rome']}",
        "\u{feff}{\"keywords\": [\"Rome\"]}",
        r#"{"keywords": ["\ud800"]}"#,
        "{}",
        r#"{"keyword": ["Rome"]}"#,
        r#"{"keywords": null}"#,
        r#"{"keywords": "Rome"}"#,
        r#"{"keywords": {"0": "Rome"}}"#,
        r#"{"keywords": [["Rome"]]}"#,
        r#"{"keywords": [null]}"#,
        r#"{"keywords": [1]}"#,
        r#"{"keywords": ["Rome"], "keywords": ["Oslo"]}"#,
        r#"{"keywords": ["Rome"], "questions_limit": 5, "questions_limit": 5}"#,
        r#"{"keywords": ["Rome"], "questions_limit": "5"}"#,
        r#"{"keywords": ["Rome"], "questions_limit": 5.5}"#,
        r#"{"keywords": ["Rome"], "questions_limit": 5e-400}"#,
        r#"{"keywords": ["Rome"], "questions_limit": 05}"#,
        r#"{"keywords": ["Rome"], "questions_limit": 5.}"#,
        r#"{"keywords": ["Rome"], "questions_limit": {"": 5}}"#,
        r#"{"keywords": ["Rome"], "questions_limit": [5]}"#,
        r#"{"keywords": ["Rome"], "questions_limit": true}"#,
        r#"{"keywords": ["Rome"], "kinds": "single"}"#,
        r#"{"keywords": ["Rome"], "kinds": [1]}"#,
        r#"{"keywords": ["Rome"], "kinds": [null]}"#,
        r#"{"keywords": ["Rome"], "kinds": {"single": true}}"#,
        r#"{"keywords": ["Rome"], "kinds": ["single"], "kinds": ["single"]}"#,
        &deep,
    ] {
        let answer = app.send(Call::post("/games").by("ada").raw_json(body.to_owned()));
        let answer = answer.await;
        assert_eq!(answer.status, 400, "{body}");
        answer.expect_error(400, "invalid_request");
    }
}

#[tokio::test]
async fn errors_isolate_bidirectional_text() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let answer = format!("/games/{game}/questions/answer");
    let odd = "\u{202e}5\u{2067}";
    for body in [
        json!(odd),
        json!({odd: odd}),
        json!({"keywords": odd}),
        json!({"keywords": {odd: odd}}),
        json!({"keywords": [odd, "\u{7}"]}),
        json!({"keywords": ["Rome"], "questions_limit": odd}),
        json!({"choice": odd}),
        json!({"choice": {odd: 1}, "question": odd}),
        json!({"choice": "truth-1", "question": odd}),
        json!({"response": odd}),
        json!({"response": [odd]}),
        json!({"response": [{odd: odd}]}),
        json!({"keywords": ["Rome"], "kinds": [odd]}),
        json!({"keywords": ["Rome"], "kinds": {odd: odd}}),
    ] {
        for path in ["/games", &answer] {
            let answer = app.post("ada", path, &body).await;
            assert!(answer.status.is_client_error(), "{body}");
            assert!(
                !answer.text.contains(['\u{202e}', '\u{2067}']),
                "{}",
                answer.text
            );
        }
    }
    for query in [
        "limit=%E2%80%AE5",
        "cursor=%E2%80%AE5",
        "limit=1&limit=%E2%80%AE",
    ] {
        let answer = app.get("ada", &format!("/games?{query}")).await;
        answer.expect_error(400, "invalid_request");
        assert!(!answer.text.contains('\u{202e}'), "{}", answer.text);
    }
}

#[tokio::test]
async fn body_that_is_not_utf_8_is_rejected() {
    let app = App::new();
    for bytes in [
        b"{\"keywords\": [\"\xff\xfe\"]}".to_vec(),
        b"{\"keywords\": [\"\xc3\"]}".to_vec(),
        b"\0\0\0{".to_vec(),
    ] {
        let answer = app
            .send(Call::post("/games").by("ada").raw_json(bytes))
            .await;
        answer.expect_error(400, "invalid_request");
    }
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let app = App::new();
    let send = async |other: &str| {
        let body = format!(r#"{{"keywords": ["Rome"], "other": {other}}}"#);
        app.send(Call::post("/games").by("ada").raw_json(body))
            .await
    };
    for other in [r#""Oslo""#, "null", "[[1], {}]", r#"{"keywords": []}"#] {
        let game = send(other).await.expect(201);
        assert_eq!(game["keywords"], json!(["Rome"]));
    }
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let answer = send(&deep).await;
    assert!(
        matches!(answer.status.as_u16(), 201 | 400),
        "passed over or refused, but it brings nothing down: {}",
        answer.status
    );
}

#[tokio::test]
async fn malformed_answers_are_rejected() {
    let app = App::new();
    let game = app.ready("ada", 1).await;
    let path = format!("/games/{game}/questions/answer");
    for body in [
        "{}",
        r#"{"choice": null}"#,
        r#"{"choice": 1}"#,
        r#"{"choice": ["truth-1"]}"#,
        r#"["truth-1", 1]"#,
        r#"{"choice": "truth-1", "question": "1"}"#,
        r#"{"choice": "truth-1", "question": 1.5}"#,
        r#"{"choice": "truth-1", "choice": "truth-1"}"#,
        r#"{"choice": "truth-1", "response": "truth-1"}"#,
        r#"{"response": "truth-1", "response": "truth-1"}"#,
        r#"{"response": null}"#,
        r#"{"response": true}"#,
        r#"{"response": {"choice": "truth-1"}}"#,
        r#"{"response": ["truth-1", 1]}"#,
        r#"{"response": [["truth-1"]]}"#,
        r#"{"response": 1e999}"#,
        r#"{"response": 1}"#,
        r#"{"response": ["truth-1"]}"#,
    ] {
        let answer = app.send(Call::post(&path).by("ada").raw_json(body)).await;
        assert_eq!(answer.status, 400, "{body}");
        answer.expect_error(400, "invalid_request");
    }
}

#[tokio::test]
async fn malformed_queries_are_rejected() {
    let app = App::new();
    for query in [
        "limit=",
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=1.5",
        "limit=ten",
        "limit=99999999999999999999",
        "limit=1&limit=2",
        "cursor=",
        "cursor=00",
        "cursor=zz",
        "cursor=%FF",
        "cursor=00&cursor=00",
    ] {
        let answer = app.get("ada", &format!("/games?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        answer.expect_error(400, "invalid_request");
    }
    for query in ["", "limit=1", "limit=100", "other=1"] {
        app.get("ada", &format!("/games?{query}")).await.expect(200);
    }
}
