//! What a panic costs: the request in which it happens, and nothing more.
//!
//! Nothing that can be sent to the real functions makes a handler panic. What they are made of is
//! run here in a process of its own, with an identity provider that panics.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_http::{Api, router};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::Memory;

use crate::support::{HttpEvent, Launch, Outcome, Reply, entry, eventually};

/// Panics on request.
struct Panicking;

#[async_trait]
impl Authenticator for Panicking {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        assert!(!request.headers.contains_key("x-panic"), "hush-hush");
        Ok(PlayerId::from_bytes([7; 32]))
    }
}

/// A function, where Lambda starts it: this program starts itself with nothing but this to run.
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
async fn a_panic_is_an_answer_and_a_line_of_the_log_and_the_process_lives() {
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
    let log = eventually("a line for each", async || {
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
            assert!(line["span"]["id"].is_string(), "the request's: {line}");
        }
    }
}

/// Where a panic ends the process, there is nothing left to answer. cargo-lambda has it so, unless
/// the profile says otherwise.
#[test]
fn the_release_profile_lets_a_panic_unwind() {
    let workspace = include_str!("../../Cargo.toml");
    let (_, release) = workspace.split_once("[profile.release]").unwrap();
    let release = release.split("\n[").next().unwrap();
    let mut panic = release.lines().filter(|line| line.starts_with("panic"));
    assert_eq!(panic.next(), Some("panic = \"unwind\""));
}
