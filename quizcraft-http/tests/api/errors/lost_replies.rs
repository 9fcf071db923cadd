//! Retries after a lost response of the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use axum::Router;
use quizcraft_contract::ScriptedWriter;
use quizcraft_core::gateway::{
    Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Work,
};
use quizcraft_core::{Answer, Choice, Clarification, Draft, Drafts, NewGame, Prompt};
use quizcraft_http::Api;
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::MemoryGames;
use serde_json::{Value, json};

use crate::support::{Call, Names, oneshot, quiz_over};

/// A store in memory that loses the response to the first creation and to the first answer.
#[derive(Clone)]
struct ResponseLosingStore(Arc<Inner>);

struct Inner {
    games: MemoryGames,
    lost_creation: AtomicBool,
    lost_recording: AtomicBool,
}

impl ResponseLosingStore {
    fn new() -> Self {
        Self(Arc::new(Inner {
            games: MemoryGames::new(),
            lost_creation: AtomicBool::new(false),
            lost_recording: AtomicBool::new(false),
        }))
    }
}

/// Returns `Unavailable` for the first response, and the response afterwards.
fn lose_first<T>(already_lost: &AtomicBool, response: T) -> Result<T, GatewayError> {
    if already_lost.swap(true, Ordering::SeqCst) {
        Ok(response)
    } else {
        Err(GatewayError::Unavailable("the response is lost".into()))
    }
}

#[async_trait]
impl ForwardingGameStore for ResponseLosingStore {
    fn inner(&self) -> &dyn GameStore {
        &self.0.games
    }

    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        lose_first(&self.0.lost_creation, self.0.games.create(game).await?)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        lose_first(&self.0.lost_recording, self.0.games.record(answer).await?)
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

fn router(store: &ResponseLosingStore) -> Router {
    quizcraft_http::router(Api::new(quiz_over(store.clone()), Arc::new(Names)))
}

async fn games(router: &Router) -> Vec<Value> {
    let listed = oneshot(router, Call::get("/games").by("ada")).await;
    listed.expect(200)["games"].as_array().unwrap().clone()
}

fn start(key: Option<&str>) -> Call {
    let call = Call::post("/games").by("ada");
    let call = call.json(&json!({"keywords": ["Rome"]}));
    match key {
        Some(key) => call.header("idempotency-key", key),
        None => call,
    }
}

#[tokio::test]
async fn retry_of_a_start_is_idempotent_with_a_key_only() {
    for (key, status, count) in [(Some("k-1"), 200, 1), (None, 201, 2)] {
        let router = router(&ResponseLosingStore::new());
        let lost = oneshot(&router, start(key)).await;
        lost.expect_error(503, "unavailable");
        oneshot(&router, start(key)).await.expect(status);
        assert_eq!(games(&router).await.len(), count, "{key:?}");
    }
}

#[tokio::test]
async fn retry_of_an_answer_is_idempotent_with_a_question_number() {
    for (body, answered) in [
        (json!({"question": 1, "choice": "right"}), 1),
        (json!({"choice": "right"}), 2),
    ] {
        // given
        let store = ResponseLosingStore::new();
        let router = router(&store);
        oneshot(&router, start(None)).await;
        let game = games(&router).await.remove(0);
        let path = format!("/games/{}/questions/answer", game["id"].as_str().unwrap());
        open(&store, &game).await;

        // when
        let answer = || Call::post(&path).by("ada").json(&body);
        let lost = oneshot(&router, answer()).await;
        lost.expect_error(503, "unavailable");
        let again = oneshot(&router, answer()).await;

        // then
        assert_eq!(again.expect(200)["result"], true);
        let game = games(&router).await.remove(0);
        assert_eq!(game["questions_answered"], answered, "{body}");
    }
}

/// Opens a game with three questions whose options are the same.
async fn open(store: &ResponseLosingStore, game: &Value) {
    let ada = PlayerIds::unkeyed().of(&Email::new("ada@example.org").unwrap());
    let id = game["id"].as_str().unwrap().parse().unwrap();
    let game = GameStore::find(store, &ada, &id).await.unwrap().unwrap();
    let drafts = Drafts::new((1..=3).map(draft).collect()).unwrap();
    let writer = ScriptedWriter::default().then(Ok(drafts));
    let quiz = quiz_over(store.clone());
    let _opened = quiz.prepare(&Work::on(&game), &writer).await.unwrap();
}

fn draft(number: u8) -> Draft {
    let wrong = ["wrong", "worse"].map(|text| Choice::new(text).unwrap());
    Draft::single(
        Prompt::new(format!("Question {number}?")).unwrap(),
        Choice::new("right").unwrap(),
        wrong.to_vec(),
        Clarification::new("Because.").unwrap(),
    )
    .unwrap()
}
