use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::request::Parts;
use http::{Method, Request, StatusCode};
use quizcraft_core::gateway::{Brief, Clock, QuestionWriter, Randomness, WriteError};
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, GameId, GameRequest, Gateways, PlayerId, Prompt, Quiz,
    Timestamp,
};
use quizcraft_http::Api;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::{MemoryGames, MemoryQueue, QueuePolicy};
use serde_json::Value;
use tower::ServiceExt;

use crate::NOW;
use crate::authentication::wait_for;

/// The one player of the service.
pub(crate) const PLAYER: PlayerId = PlayerId::from_bytes([1; 32]);

/// The options of every question. The first is the solution.
pub(crate) const OPTIONS: [&str; 3] = ["Corsica", "Elba", "Malta"];

/// The number of questions of every prepared game.
pub(crate) const QUESTIONS: u64 = 2;

/// The router over in-memory gateways. Ids are sequential and the time is fixed, so that the
/// outcome is deterministic.
pub(crate) struct Service {
    quiz: Quiz,
    queue: Arc<MemoryQueue>,
    router: Router,
}

/// A response of the router.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Service {
    pub(crate) fn new() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock);
        let queue = Arc::new(MemoryQueue::new(clock.clone(), QueuePolicy::default()));
        let quiz = Quiz::new(Gateways::new(
            Arc::new(MemoryGames::new()),
            queue.clone(),
            clock,
            Arc::new(Counter(AtomicU8::new(0))),
        ));
        let router = quizcraft_http::router(Api::new(quiz.clone(), Arc::new(OnePlayer)));
        Self {
            quiz,
            queue,
            router,
        }
    }

    /// Starts a game. All bytes of its id are 0 for the first game, 1 for the second, and so on.
    pub(crate) fn start(&self) -> GameId {
        let request = GameRequest::parse(["Napoleon"], None).expect("a valid request");
        let started = wait_for(self.quiz.start(&PLAYER, request, None));
        started.expect("the gateways do not fail").game().id()
    }

    /// Prepares every pending game.
    pub(crate) fn prepare(&self) {
        while let Some(delivery) = self.queue.receive() {
            let prepared = wait_for(self.quiz.prepare(&delivery.work(), &FixedWriter));
            let _ = prepared.expect("the gateways do not fail");
            self.queue.done(&delivery);
        }
    }

    pub(crate) fn get(&self, path_and_query: &str) -> Option<Answer> {
        let request = Request::get(path_and_query).body(Body::empty()).ok()?;
        Some(self.send(request))
    }

    pub(crate) fn post(&self, path: &str, key: Option<&str>, body: &[u8]) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header("content-type", "application/json");
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        let body = Body::from(body.to_vec());
        self.send(request.body(body).expect("a request"))
    }

    /// Returns the status of the response to a request.
    pub(crate) fn status(&self, request: Request<Body>) -> StatusCode {
        self.respond(request).status()
    }

    fn respond(&self, request: Request<Body>) -> Response {
        let Ok(response) = wait_for(self.router.clone().oneshot(request));
        response
    }

    fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request);
        let status = response.status();
        let body = wait_for(to_bytes(response.into_body(), usize::MAX)).expect("a body");
        let body = serde_json::from_slice(&body).expect("a JSON body");
        Answer { status, body }
    }
}

impl Answer {
    /// Asserts that the body is an error in the documented format, and returns its codes.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let errors = self.body.get("errors").and_then(Value::as_array);
        let errors = errors.expect("a list of errors");
        assert!(!errors.is_empty(), "an error without entries");
        errors.iter().map(code).collect()
    }
}

fn code(error: &Value) -> &str {
    let text = |name| error.get(name).and_then(Value::as_str);
    assert!(text("message").is_some_and(|message| !message.is_empty()));
    let code = text("code").expect("a code");
    let has_field = text("field").is_some();
    assert_eq!(has_field, code == "invalid_game", "{error}");
    code
}

struct OnePlayer;

#[async_trait]
impl Authenticator for OnePlayer {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        Ok(PLAYER)
    }
}

struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(NOW)
    }
}

struct Counter(AtomicU8);

impl Randomness for Counter {
    fn bytes(&self) -> [u8; 32] {
        [self.0.fetch_add(1, Ordering::Relaxed); 32]
    }
}

/// Writes the same questions for every game.
struct FixedWriter;

#[async_trait]
impl QuestionWriter for FixedWriter {
    async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
        let drafts = (1..=QUESTIONS).map(draft).collect();
        Ok(Drafts::new(drafts).expect("drafts"))
    }
}

fn draft(number: u64) -> Draft {
    let [right, wrong @ ..] = OPTIONS.map(|text| Choice::new(text).expect("an option"));
    let prompt = format!("On which island was emperor {number} born?");
    let prompt = Prompt::new(prompt).expect("a prompt");
    let why = Clarification::new("He was born in Ajaccio.").expect("a clarification");
    Draft::single(prompt, right, wrong.into(), why).expect("a draft")
}
