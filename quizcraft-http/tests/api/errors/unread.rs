//! Bodies that the handler does not read to their end: they are drained if they arrive at once, or else the
//! response closes the connection.

use std::io::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt};
use http::request::Parts;
use http::{Method, Version};
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::MockGameStore;
use quizcraft_http::{Api, Origin, RequestTimeout};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::Memory;
use serde_json::json;
use tokio::time::Instant;

use crate::support::{Answer, App, Call, HangingStore, Log, Names, oneshot, quiz_over};

const SIZE: usize = 60_000;

/// A body whose chunks are available at once, and whether it was read to its end.
fn at_once(bytes: usize) -> (Body, Arc<AtomicBool>) {
    let read = Arc::<AtomicBool>::default();
    let seen = Arc::clone(&read);
    let pieces = (0..bytes.div_ceil(1000)).map(|_| vec![b' '; 1000]);
    let end = stream::once(async move {
        seen.store(true, Ordering::SeqCst);
        Vec::new()
    });
    let pieces = stream::iter(pieces).chain(end).map(Ok::<_, Error>);
    (Body::from_stream(pieces), read)
}

/// A body that never ends after its first chunk.
fn held_back() -> Body {
    let piece = stream::iter([Ok::<_, Error>(Bytes::from_static(b"{"))]);
    Body::from_stream(piece.chain(stream::pending()))
}

/// A body that fails.
fn broken() -> Body {
    let pieces = [Ok(Bytes::from_static(b"{")), Err(Error::other("off"))];
    Body::from_stream(stream::iter(pieces))
}

/// Requests whose bodies are not read.
fn early() -> Vec<(u16, Call)> {
    let game = "0".repeat(64);
    let json = Call::post("/games").header("content-type", "application/json");
    vec![
        (401, json),
        (404, Call::post("/nowhere")),
        (
            404,
            Call::post(&format!("/games/{game}/questions/ask")).by("ada"),
        ),
        (405, Call::new(Method::DELETE, "/games").by("ada")),
        (400, Call::get("/games?limit=0").by("ada")),
        (200, Call::get("/games").by("ada")),
        (
            415,
            Call::post("/games")
                .by("ada")
                .header("content-type", "text/plain"),
        ),
        (200, Call::new(Method::OPTIONS, "/games")),
    ]
}

fn app() -> App {
    App::configured(|api| api.with_cors_origin(Origin::any()))
}

fn closes(answer: &Answer) -> bool {
    answer.header("connection") == Some("close")
}

#[tokio::test]
async fn unread_body_is_drained_and_the_connection_stays_open() {
    let app = app();
    for (status, call) in early() {
        let (body, read) = at_once(SIZE);
        let answer = app.send(call.body(body)).await;
        assert_eq!(answer.status, status);
        assert!(read.load(Ordering::SeqCst), "{status}: it is read");
        assert!(!closes(&answer), "{status}");
    }
}

#[tokio::test]
async fn slow_unread_body_closes_the_connection() {
    let app = app();
    for (status, call) in early() {
        let answer = app.send(call.body(held_back())).await;
        assert_eq!(answer.status, status);
        assert!(closes(&answer), "{status}");
    }
}

#[tokio::test]
async fn body_of_a_request_with_expect_is_not_drained() {
    let app = app();
    for (status, call) in early() {
        let (body, read) = at_once(SIZE);
        let call = call.header("expect", "100-continue").body(body);
        let answer = app.send(call).await;
        assert_eq!(answer.status, status);
        assert!(closes(&answer) && !read.load(Ordering::SeqCst), "{status}");
    }
}

#[tokio::test]
async fn draining_is_limited_to_the_maximum_body_size() {
    let app = app();
    for (status, call) in early() {
        let (body, read) = at_once(2 * Api::MAX_BODY_BYTES);
        let answer = app.send(call.body(body)).await;
        assert_eq!(answer.status, status);
        assert!(closes(&answer) && !read.load(Ordering::SeqCst), "{status}");
    }
    // A body with `Content-Length` is not read at all.
    let large = vec![b' '; Api::MAX_BODY_BYTES + 1];
    let length = large.len().to_string();
    let call = Call::post("/games").by("ada").raw_json(large);
    let answer = app.send(call.header("content-length", length)).await;
    answer.expect_error(413, "body_too_large");
    assert!(closes(&answer));
}

#[tokio::test]
async fn fully_read_body_keeps_the_connection_open() {
    let app = app();
    let bodies = [json!({"keywords": ["Rome"]}).to_string(), "{".to_owned()];
    for (status, body) in [201, 400].into_iter().zip(bodies) {
        let pieces = body.into_bytes().into_iter();
        let pieces = pieces.map(|byte| Ok::<_, Error>(vec![byte]));
        let body = Body::from_stream(stream::iter(pieces));
        let answer = app
            .send(Call::post("/games").by("ada").raw_json(body))
            .await;
        assert_eq!(answer.status, status);
        assert!(!closes(&answer), "{status}");
    }
    let answer = app
        .send(Call::post("/games").by("ada").raw_json(broken()))
        .await;
    assert_eq!(answer.status, 400);
    assert!(closes(&answer), "what breaks off has no end");
}

/// An authenticator that never returns.
struct Silent;

#[async_trait]
impl Authenticator for Silent {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn timeout_with_an_unread_body_closes_the_connection() {
    let api = Api::new(Memory::new().quiz(), Arc::new(Silent));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(20)));
    let call = || Call::post("/games").by("ada");
    let answer = oneshot(&router, call().raw_json(held_back())).await;
    answer.expect_error(503, "unavailable");
    assert!(closes(&answer));
    let answer = oneshot(&router, call().raw_json(at_once(SIZE).0)).await;
    answer.expect_error(503, "unavailable");
    assert!(!closes(&answer));
}

/// Bodies that the client does not send to their end: nothing, a part, and one byte after the other.
fn dripping() -> [Body; 3] {
    let drip = async |()| {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some((Ok::<_, Error>(Bytes::from_static(b" ")), ()))
    };
    [
        Body::from_stream(stream::pending::<Result<Bytes, Error>>()),
        held_back(),
        Body::from_stream(Box::pin(stream::unfold((), drip))),
    ]
}

#[tokio::test]
async fn body_that_does_not_arrive_in_time_is_the_fault_of_the_client() {
    let log = Log::of_all();
    let api = Api::new(Memory::new().quiz(), Arc::new(Names));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(100)));
    for version in [Version::HTTP_11, Version::HTTP_2] {
        for body in dripping() {
            // When the request of a player times out before its body is complete,
            let call = Call::post("/games").by("ada").version(version);
            let answer = oneshot(&router, call.raw_json(body)).await;

            // then the response says so, and the log reports no failure.
            answer.expect_error(408, "invalid_request");
            assert_eq!(closes(&answer), version == Version::HTTP_11);
            log.assert_names(&answer, "the client did not send the body in time");
            log.assert_no_error(&answer);
        }
    }
}

#[tokio::test]
async fn timeout_after_the_body_arrived_is_the_fault_of_the_server() {
    let mut store = MockGameStore::new();
    store.expect_until().returning(|_| Arc::new(HangingStore));
    let api = Api::new(quiz_over(store), Arc::new(Names));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(100)));
    let late = stream::once(async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        Ok::<_, Error>(json!({"keywords": ["Rome"]}).to_string())
    });
    let call = Call::post("/games").by("ada");
    let answer = oneshot(&router, call.raw_json(Body::from_stream(late))).await;
    answer.expect_error(503, "unavailable");
}

#[tokio::test(start_paused = true)]
async fn draining_ends_by_the_timeout_of_the_request() {
    let api = Api::new(Memory::new().quiz(), Arc::new(Silent));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(500)));
    // The clock of a paused runtime advances by whole milliseconds.
    let rounding = Duration::from_millis(2);
    for (status, path, own, expected) in [
        (503, "/games", 500, 500),
        (503, "/games", 200, 200),
        // The response is ready at once, and less time than usual remains for draining.
        (404, "/nowhere", 30, 30),
        (404, "/nowhere", 500, 100),
    ] {
        let own = RequestTimeout::new(Duration::from_millis(own));
        let call = Call::post(path).by("ada").within(own);
        let begun = Instant::now();
        let answer = oneshot(&router, call.raw_json(held_back())).await;
        assert_eq!(answer.status, status);
        assert!(closes(&answer));
        let (took, expected) = (begun.elapsed(), Duration::from_millis(expected));
        assert!(took <= expected + rounding, "{path}: {took:?}");
    }
}

#[tokio::test]
async fn http_2_responses_have_no_connection_header() {
    let app = app();
    for (status, call) in early() {
        let call = call.version(Version::HTTP_2).body(held_back());
        let answer = app.send(call).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("connection"), None);
    }
}
