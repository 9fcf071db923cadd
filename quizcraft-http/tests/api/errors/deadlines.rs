//! The deadline of each request, which is passed to everything that it waits for.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::gateway::{GatewayError, MockGameStore, Work, WorkQueue};
use quizcraft_core::{Gateways, Page, PlayerId, Quiz};
use quizcraft_http::{Api, RequestDeadline, RequestTimeout};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::{MemoryGames, OsRandomness, SystemClock};
use serde_json::json;
use tokio::time::sleep_until;

use crate::support::{Call, HangingStore, Log, Names, oneshot, quiz_over};

/// The deadlines that gateways received.
type Told = Arc<Mutex<Vec<Instant>>>;

/// A store without games that records the deadline of each request.
fn told(told: &Told) -> MockGameStore {
    let (told, mut store) = (Arc::clone(told), MockGameStore::new());
    store.expect_until().returning(move |deadline| {
        told.lock().unwrap().push(deadline);
        let mut store = MockGameStore::new();
        let empty = |_: &_, _: &_| Ok(Page::new(Vec::new(), None));
        store.expect_page().returning(empty);
        Arc::new(store)
    });
    store
}

/// A queue that blocks until the deadline of the request.
struct Deaf(Option<Instant>);

#[async_trait]
impl WorkQueue for Deaf {
    async fn send(&self, _: &Work) -> Result<(), GatewayError> {
        let deadline = self.0.expect("a request has a deadline");
        sleep_until(deadline.into()).await;
        Err(GatewayError::Unavailable("no time is left".into()))
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue> {
        Arc::new(Self(Some(deadline)))
    }
}

#[tokio::test]
async fn gateways_receive_a_deadline_before_the_timeout() {
    for (time, own) in [(10_000, None), (10_000, Some(3_000)), (2_000, Some(60_000))] {
        let deadlines = Told::default();
        let api = Api::new(quiz_over(told(&deadlines)), Arc::new(Names));
        let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(time)));
        let begun = Instant::now();
        let call = Call::get("/games").by("ada");
        let call = match own.map(Duration::from_millis) {
            Some(own) => call.within(RequestTimeout::new(own)),
            None => call,
        };
        oneshot(&router, call).await.expect(200);
        let ended = Instant::now();

        let limit = Duration::from_millis(own.map_or(time, |own| own.min(time)));
        let [deadline] = *deadlines.lock().unwrap().as_slice() else {
            panic!("a request has one deadline");
        };
        assert!(deadline + Duration::from_millis(100) >= begun + limit);
        assert!(deadline < ended + limit);
    }
}

#[tokio::test]
async fn stored_game_is_created_if_the_queue_blocks_until_the_deadline() {
    let quiz = Quiz::new(Gateways::new(
        Arc::new(MemoryGames::new()),
        Arc::new(Deaf(None)),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ));
    let api = Api::new(quiz, Arc::new(Names)).with_timeout(Duration::from_secs(1));
    let router = quizcraft_http::router(api);
    let call = Call::post("/games").json(&json!({"keywords": ["Rome"]}));
    oneshot(&router, call.by("ada")).await.expect(201);
}

/// An authenticator that never returns.
struct Sleeping(Mutex<Option<RequestDeadline>>);

#[async_trait]
impl Authenticator for Sleeping {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        *self.0.lock().unwrap() = request.extensions.get().copied();
        pending().await
    }
}

#[tokio::test]
async fn timeout_of_the_authenticator_is_logged() {
    let log = Log::of_all();
    let sleeping = Arc::new(Sleeping(Mutex::default()));
    let api = Api::new(quiz_over(told(&Told::default())), sleeping.clone());
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(200)));
    let answer = oneshot(&router, Call::get("/games").by("ada")).await;
    answer.expect_error(503, "unavailable");
    assert_eq!(answer.header("retry-after"), Some("2"));
    log.assert_names(&answer, "authentication timed out");
    assert!(sleeping.0.lock().unwrap().is_some());
}

#[tokio::test]
async fn timeout_of_the_request_is_logged() {
    let log = Log::of_all();
    let mut store = MockGameStore::new();
    store.expect_until().returning(|_| Arc::new(HangingStore));
    let api = Api::new(quiz_over(store), Arc::new(Names));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(50)));
    let answer = oneshot(&router, Call::get("/games").by("ada")).await;
    answer.expect_error(503, "unavailable");
    log.assert_names(&answer, "the request timed out");
}
