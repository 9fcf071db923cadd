//! Health probes.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use futures_util::future::join_all;
use quizcraft_core::gateway::{GatewayError, StoreCheck};
use quizcraft_http::Readiness;
use quizcraft_memory::Memory;
use serde_json::json;
use tokio::time::advance;

use crate::support::{App, Call, Log};

/// A store that counts its checks, and can be made to fail or to hang.
#[derive(Clone, Default)]
struct CheckedStore {
    checks: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
    hangs: Arc<AtomicBool>,
}

#[async_trait]
impl StoreCheck for CheckedStore {
    async fn check(&self) -> Result<(), GatewayError> {
        self.checks.fetch_add(1, Ordering::SeqCst);
        if self.hangs.load(Ordering::SeqCst) {
            pending::<()>().await;
        }
        if self.fails.load(Ordering::SeqCst) {
            return Err(GatewayError::Unavailable("no space on the device".into()));
        }
        Ok(())
    }
}

impl CheckedStore {
    fn app(&self) -> App {
        App::with_readiness(Readiness::new(Arc::new(self.clone())))
    }

    fn checks(&self) -> usize {
        self.checks.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn probes_need_no_token_and_contain_the_version() {
    let app = App::with_readiness(Readiness::new(Memory::new().games()));
    let healthy = json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")});
    for path in ["/livez", "/readyz", "/quiz/v1/livez", "/quiz/v1/readyz"] {
        let answer = app.send(Call::get(path)).await;
        assert_eq!(answer.expect(200), healthy, "{path}");
    }
}

#[tokio::test]
async fn an_api_without_readiness_has_no_probes() {
    for path in ["/livez", "/readyz"] {
        let answer = App::new().send(Call::get(path)).await;
        answer.expect_error(404, "not_found");
    }
}

#[tokio::test(start_paused = true)]
async fn readiness_follows_the_store_and_liveness_does_not() {
    // Given a store that fails,
    let store = CheckedStore::default();
    let app = store.app();
    app.send(Call::get("/readyz")).await.expect(200);
    store.fails.store(true, Ordering::SeqCst);
    advance(Readiness::MAX_AGE).await;

    // when the server is probed, then it runs but is not ready, and the response contains no cause.
    app.send(Call::get("/livez")).await.expect(200);
    let answer = app.send(Call::get("/readyz")).await;
    answer.expect_error(503, "unavailable");
    assert_eq!(answer.message(), "the store of games is unavailable");
    assert_eq!(answer.header("retry-after"), Some("2"));

    // The store recovers.
    store.fails.store(false, Ordering::SeqCst);
    advance(Readiness::MAX_AGE).await;
    app.send(Call::get("/readyz")).await.expect(200);
}

#[tokio::test(start_paused = true)]
async fn probes_within_a_second_share_one_check() {
    let store = CheckedStore::default();
    let app = store.app();
    for checks in 1..=3 {
        let probes = (0..10).map(|_| app.send(Call::get("/readyz")));
        for answer in join_all(probes).await {
            answer.expect(200);
        }
        assert_eq!(store.checks(), checks);
        advance(Readiness::MAX_AGE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_does_not_respond_is_not_ready() {
    let store = CheckedStore::default();
    store.hangs.store(true, Ordering::SeqCst);
    let answer = store.app().send(Call::get("/readyz")).await;
    answer.expect_error(503, "unavailable");
}

#[tokio::test]
async fn a_stopping_server_is_not_ready_at_once() {
    let readiness = Arc::new(Readiness::new(Memory::new().games()));
    let app = App::configured(|api| api.with_readiness(Arc::clone(&readiness)));
    app.send(Call::get("/readyz")).await.expect(200);
    readiness.stop();
    let answer = app.send(Call::get("/readyz")).await;
    answer.expect_error(503, "unavailable");
    assert_eq!(answer.message(), "the server is stopping");
    app.send(Call::get("/livez")).await.expect(200);
}

/// Of a hundred failed probes, the log contains the first at ERROR, with the cause, and the others at DEBUG.
#[tokio::test(start_paused = true)]
async fn probes_do_not_fill_the_log() {
    let log = Log::of_all();
    let store = CheckedStore::default();
    let app = store.app();
    store.fails.store(true, Ordering::SeqCst);
    let first = app.send(Call::get("/readyz")).await;
    log.assert_names(&first, "no space on the device");
    for path in ["/livez", "/readyz"] {
        advance(Readiness::MAX_AGE).await;
        let next = app.send(Call::get(path)).await;
        let (text, id) = (log.text(), next.header("x-request-id").unwrap());
        let lines: Vec<_> = text.lines().filter(|line| line.contains(id)).collect();
        assert!(!lines.is_empty(), "{path}");
        for line in lines {
            assert!(line.contains(r#""level":"DEBUG""#), "{line}");
        }
    }
}
