//! A panic fails only the request in which it happens.
//!
//! No event makes a handler of the real functions panic, so these tests serve the router with an
//! authenticator that panics, in its own process.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_http::{Api, router};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::Memory;

use crate::support::{HttpEvent, Launch, Outcome, Reply, entry, eventually};

/// An authenticator that panics on requests with the header `x-panic`.
struct Panicking;

#[async_trait]
impl Authenticator for Panicking {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        assert!(!request.headers.contains_key("x-panic"), "hush-hush");
        Ok(PlayerId::from_bytes([7; 32]))
    }
}

/// Runs the function if Lambda started this process. The other tests start this program with only this test.
#[tokio::test]
async fn function_that_panics() {
    if std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_none() {
        return;
    }
    quizcraft_http::log_panics();
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .init();
    let api = Api::new(Memory::new().quiz(), Arc::new(Panicking));
    let served = quizcraft_lambda::serve(router(api)).await;
    served.expect("events come until the process is ended");
}

#[tokio::test]
async fn a_panic_causes_a_500_and_a_log_line_and_the_process_continues() {
    let program = std::env::current_exe().unwrap();
    let launch = Launch::of(program.to_str().unwrap());
    let launch = ["--exact", "--nocapture", "panics::function_that_panics"]
        .into_iter()
        .fold(launch, Launch::arg);
    let function = launch.start().await;
    for _ in 0..3 {
        let event = HttpEvent::get("/games").with_header("x-panic", "yes");
        let outcome = function.invoke(event.to_string()).await;
        assert!(matches!(outcome, Outcome::Response(_)), "{outcome:?}");
        let reply = Reply::of(outcome).fails(500, "internal");
        assert!(!reply.text.contains("hush"), "{reply:?}");
        HttpEvent::get("/games").to(&function).await.is(200);
    }
    let log = eventually("there is a line per panic", async || {
        let log = function.stderr();
        (log.iter()
            .filter(|line| line.contains("thread panicked"))
            .count()
            == 3)
            .then_some(log)
    });
    for line in log.await {
        let line = entry(&line);
        assert!(!line.to_string().contains("hush"), "{line}");
        if line["fields"]["message"] == "thread panicked" {
            let location = line["fields"]["location"].as_str().unwrap();
            assert!(location.contains("panics.rs:"), "{line}");
            assert!(
                line["span"]["id"].is_string(),
                "the id of the request: {line}"
            );
        }
    }
}

/// A panic that aborts the process leaves the client without a response. cargo-lambda builds with
/// `panic = "abort"` unless the profile says otherwise.
#[test]
fn the_release_profile_lets_a_panic_unwind() {
    let workspace = include_str!("../../Cargo.toml");
    let (_, release) = workspace.split_once("[profile.release]").unwrap();
    let release = release.split("\n[").next().unwrap();
    let mut panic = release.lines().filter(|line| line.starts_with("panic"));
    assert_eq!(panic.next(), Some("panic = \"unwind\""));
}
