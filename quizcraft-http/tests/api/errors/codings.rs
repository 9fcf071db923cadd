//! Bodies that are encoded: none but plain JSON in UTF-8 is accepted.

use serde_json::json;

use crate::support::{Answer, App, Call};

fn call() -> Call {
    Call::post("/games").by("ada")
}

fn rome() -> String {
    json!({"keywords": ["Rome"]}).to_string()
}

/// Sends a good request whose body is said to have these codings.
async fn coded(app: &App, codings: &[&str]) -> Answer {
    let codings = codings.iter();
    let call = codings.fold(call(), |call, coding| {
        call.header("content-encoding", coding)
    });
    app.send(call.raw_json(rome())).await
}

#[tokio::test]
async fn a_compressed_body_is_refused_and_the_answer_says_what_is_accepted() {
    let app = App::new();
    for codings in [
        &["gzip"][..],
        &["GZIP"],
        &["deflate"],
        &["br"],
        &["zstd"],
        &["identity, gzip"],
        &["identity", "gzip"],
        &["x-unknown"],
        &["\u{ff}"],
    ] {
        let answer = coded(&app, codings).await;
        answer.expect_error(415, "unsupported_media_type");
        assert_eq!(
            answer.header("accept-encoding"),
            Some("identity"),
            "{codings:?}"
        );
    }
    // What gzip makes of it is never looked at.
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    let answer = app.send(call().header("content-encoding", "gzip").raw_json(gzip));
    answer.await.expect_error(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_body_that_comes_as_it_is_may_say_so() {
    let app = App::new();
    for codings in [
        &["identity"][..],
        &["Identity"],
        &["identity, identity"],
        &[""],
    ] {
        coded(&app, codings).await.expect(201);
    }
}

#[tokio::test]
async fn a_media_type_that_is_refused_is_no_matter_of_codings() {
    let app = App::new();
    let answer = app.send(call().header("content-type", "text/plain").body(rome()));
    assert_eq!(answer.await.header("accept-encoding"), None);
}

#[tokio::test]
async fn a_charset_is_utf_8() {
    let app = App::new();
    let sent = async |media: &str| {
        app.send(call().header("content-type", media).body(rome()))
            .await
    };
    for media in [
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; Charset=us-ascii",
        "application/json; charset=utf-8; profile=x",
        "application/json; profile=\"charset\"",
        "application/json;",
    ] {
        sent(media).await.expect(201);
    }
    for media in [
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; profile=x; charset=windows-1252",
        "application/json; charset=",
    ] {
        let answer = sent(media).await;
        answer.expect_error(415, "unsupported_media_type");
        assert!(answer.message().contains("UTF-8"), "{}", answer.text);
    }
}
