use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::gateway::{GameStore, GatewayError, MockGameStore, MockWorkQueue};
use quizcraft_core::{Gateways, PlayerId, Quiz};
use quizcraft_http::Api;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::{Memory, MemoryGames, OsRandomness, SystemClock};
use serde_json::json;

use crate::support::{Answer, Call, HangingStore, Names, PanickingStore, oneshot, quiz_over};

const ID: &str = "5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e";

/// One request for each method of the store.
fn calls() -> Vec<Call> {
    let own = |path: &str| format!("/games/{ID}{path}");
    let calls = [
        Call::get("/games"),
        Call::post("/games").json(&json!({"keywords": ["Rome"]})),
        Call::get(&own("")),
        Call::get(&own("/questions")),
        Call::get(&own("/questions/1")),
        Call::post(&own("/questions/ask")),
        Call::post(&own("/questions/answer")).json(&json!({"choice": "x"})),
    ];
    calls.map(|call| call.by("ada")).into()
}

async fn answers(quiz: Quiz) -> Vec<Answer> {
    let api = Api::new(quiz, Arc::new(Names)).with_timeout(Duration::from_millis(20));
    let router = quizcraft_http::router(api);
    let mut answers = Vec::new();
    for call in calls() {
        answers.push(oneshot(&router, call).await);
    }
    answers
}

/// A store whose every method fails with one error.
fn failing(error: fn() -> GatewayError) -> MockGameStore {
    let mut store = MockGameStore::new();
    let of_a_request = move |_| Arc::new(failing_request(error)) as Arc<dyn GameStore>;
    store.expect_until().returning(of_a_request);
    store
}

fn failing_request(error: fn() -> GatewayError) -> MockGameStore {
    let mut store = MockGameStore::new();
    store.expect_create().returning(move |_| Err(error()));
    store.expect_find().returning(move |_, _| Err(error()));
    store.expect_load().returning(move |_, _| Err(error()));
    store.expect_page().returning(move |_, _| Err(error()));
    store
}

/// Checks that the response is an internal error that does not contain its cause.
fn expect_failure(answer: &Answer, status: u16, code: &str) {
    answer.expect_error(status, code);
    let (message, retry_after) = match status {
        503 => (
            "the service is unavailable; the request took effect in full or not at all",
            Some("2"),
        ),
        _ => ("internal error", None),
    };
    assert_eq!(answer.message(), message);
    assert_eq!(answer.header("retry-after"), retry_after);
    assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
}

#[tokio::test]
async fn transient_error_of_the_store_is_503() {
    let store = failing(|| GatewayError::Unavailable("the secret of the store".into()));
    for answer in answers(quiz_over(store)).await {
        expect_failure(&answer, 503, "unavailable");
    }
}

#[tokio::test]
async fn permanent_error_of_the_store_is_500() {
    let store = failing(|| GatewayError::Broken("the secret of the store".into()));
    for answer in answers(quiz_over(store)).await {
        expect_failure(&answer, 500, "internal");
    }
}

#[tokio::test]
async fn malformed_game_is_500() {
    let store = failing(|| GatewayError::Unreadable {
        key: "the secret key".to_owned(),
        source: "the secret of the store".into(),
    });
    for answer in answers(quiz_over(store)).await {
        expect_failure(&answer, 500, "internal");
    }
}

#[tokio::test]
async fn blocked_store_times_out() {
    for answer in answers(quiz_over(HangingStore)).await {
        expect_failure(&answer, 503, "unavailable");
    }
}

#[tokio::test]
async fn panic_of_the_store_fails_one_request_only() {
    for answer in answers(quiz_over(PanickingStore)).await {
        expect_failure(&answer, 500, "internal");
    }
}

/// An authenticator that panics or blocks, depending on the token.
struct Moody;

#[async_trait]
impl Authenticator for Moody {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        match request.headers["authorization"].to_str().unwrap() {
            "Bearer panic" => panic!("the secret of the authenticator"),
            "Bearer hang" => std::future::pending().await,
            _ => Names.authenticate(request).await,
        }
    }
}

#[tokio::test]
async fn panic_or_block_of_the_authenticator_fails_one_request_only() {
    let api = Api::new(Memory::new().quiz(), Arc::new(Moody));
    let router = quizcraft_http::router(api.with_timeout(Duration::from_millis(20)));
    for _ in 0..2 {
        let panicked = oneshot(&router, Call::get("/games").by("panic")).await;
        expect_failure(&panicked, 500, "internal");
        let hung = oneshot(&router, Call::get("/games").by("hang")).await;
        expect_failure(&hung, 503, "unavailable");
        oneshot(&router, Call::get("/games").by("ada"))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn stored_game_is_created_if_sending_its_work_fails() {
    // given
    let mut full = MockWorkQueue::new();
    let error = |_: &_| Err(GatewayError::Unavailable("the secret of the queue".into()));
    full.expect_send().times(1).returning(error);
    let mut queue = MockWorkQueue::new();
    let first = queue.expect_until().times(1);
    first.return_once(|_| Arc::new(full));
    // Reading sends no work.
    queue
        .expect_until()
        .returning(|_| Arc::new(MockWorkQueue::new()));
    let quiz = Quiz::new(Gateways::new(
        Arc::new(MemoryGames::new()),
        Arc::new(queue),
        Arc::new(SystemClock),
        Arc::new(OsRandomness),
    ));
    let router = quizcraft_http::router(Api::new(quiz, Arc::new(Names)));

    // when
    let call = Call::post("/games").json(&json!({"keywords": ["Rome"]}));
    let game = oneshot(&router, call.by("ada")).await.expect(201);

    // then
    let path = format!("/games/{}", game["id"].as_str().unwrap());
    let seen = oneshot(&router, Call::get(&path).by("ada")).await;
    assert_eq!(seen.expect(200)["status"], "PENDING");
}
