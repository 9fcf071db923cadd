//! The router, called in process. The baseline is a bare axum route that returns the same bytes.

mod common;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::routing::any;
use common::{Bench, PLAYER, criterion, output};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{Method, Request};
use quizcraft_benches::{forget, print_ratios};
use quizcraft_core::PlayerId;
use quizcraft_http::{Api, router};
use quizcraft_identity::{Authenticator, Refusal};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// An authenticator that accepts every request as the same player; the `tokens` benchmark measures
/// authentication.
struct AnyPlayer;

#[async_trait]
impl Authenticator for AnyPlayer {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        Ok(PLAYER)
    }
}

fn main() {
    let bench = Bench::new();
    let game = bench.open().id();
    (0..99).for_each(|_| drop(bench.open()));
    let api = router(Api::new(bench.quiz.clone(), Arc::new(AnyPlayer)));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let runtime = runtime.expect("a runtime");
    compare(
        &runtime,
        &api,
        "view a game",
        &Method::GET,
        &format!("/games/{game}"),
    );
    compare(
        &runtime,
        &api,
        "ask",
        &Method::POST,
        &format!("/games/{game}/questions/ask"),
    );
    compare(&runtime, &api, "list 100 games", &Method::GET, "/games");
    compare(
        &runtime,
        &api,
        "no such path",
        &Method::GET,
        "/nothing/here",
    );
}

/// Measures a route of the API, and a bare route that returns the same bytes.
fn compare(runtime: &Runtime, api: &Router, group: &str, method: &Method, path: &str) {
    const BASELINE: &str = "bare axum route";
    const API: &str = "the API";
    let bytes = runtime.block_on(call(api, method, path));
    let bare = Router::new().route(path, any(same_bytes)).with_state(bytes);
    forget(&output(), group).expect("earlier results are removed");
    let mut criterion = criterion().configure_from_args();
    let mut measured = criterion.benchmark_group(group);
    for (name, router) in [(BASELINE, &bare), (API, api)] {
        measured.bench_function(name, |b| {
            b.iter(|| runtime.block_on(call(router, method, path)));
        });
    }
    measured.finish();
    print_ratios(&output(), group, BASELINE, &[API]).expect("every case is measured");
}

async fn same_bytes(
    axum::extract::State(bytes): axum::extract::State<Bytes>,
) -> ([(http::HeaderName, &'static str); 1], Bytes) {
    ([(CONTENT_TYPE, "application/json")], bytes)
}

async fn call(router: &Router, method: &Method, path: &str) -> Bytes {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty());
    let response = router
        .clone()
        .oneshot(request.expect("a valid request"))
        .await;
    let body = response.expect("a response").into_body();
    to_bytes(body, usize::MAX).await.expect("a body")
}
