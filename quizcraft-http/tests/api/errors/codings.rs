//! Content codings and charsets: only uncompressed JSON in UTF-8 is accepted.

use serde_json::json;

use crate::support::{Answer, App, Call};

fn call() -> Call {
    Call::post("/games").by("ada")
}

fn rome() -> String {
    json!({"keywords": ["Rome"]}).to_string()
}

/// Sends a valid request with this `Content-Encoding`.
async fn coded(app: &App, codings: &[&str]) -> Answer {
    let codings = codings.iter();
    let call = codings.fold(call(), |call, coding| {
        call.header("content-encoding", coding)
    });
    app.send(call.raw_json(rome())).await
}

#[tokio::test]
async fn compressed_body_is_rejected_with_accept_encoding() {
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
    // A body that is compressed is not read.
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    let answer = app.send(call().header("content-encoding", "gzip").raw_json(gzip));
    answer.await.expect_error(415, "unsupported_media_type");
}

#[tokio::test]
async fn content_coding_identity_is_accepted() {
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
async fn unsupported_media_type_has_no_accept_encoding() {
    let app = App::new();
    let answer = app.send(call().header("content-type", "text/plain").body(rome()));
    assert_eq!(answer.await.header("accept-encoding"), None);
}

#[tokio::test]
async fn only_utf_8_is_accepted() {
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
