use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use http::Request;
use http::header::AUTHORIZATION;
use http::request::Parts;
use quizcraft_core::gateway::{Clock, QuestionWriter};
use quizcraft_core::{GamesPerHour, PlayerId, Quiz, Timestamp};
use quizcraft_http::{Api, Readiness};
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::{Memory, QueuePolicy};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Answer, Call, Script};

/// The time at which every test begins.
pub(crate) const NOW: u64 = 1_700_000_000;

/// A manual clock.
pub(crate) struct StillClock(AtomicU64);

impl StillClock {
    pub(crate) const fn at(second: u64) -> Self {
        Self(AtomicU64::new(second))
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// An authenticator that uses the token as the player's name.
pub(crate) struct Names;

#[async_trait]
impl Authenticator for Names {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        let header = request.headers.get(AUTHORIZATION);
        let token = header.and_then(|value| value.to_str().ok());
        let name = token.and_then(|token| token.strip_prefix("Bearer "));
        let email = Email::new(&format!("{}@example.org", name.ok_or(Refusal::NoToken)?));
        Ok(PlayerIds::unkeyed().of(&email.map_err(|_| Refusal::NoToken)?))
    }
}

/// The API with gateways in memory.
pub(crate) struct App {
    router: Router,
    memory: Memory,
    clock: Arc<StillClock>,
}

impl App {
    pub(crate) fn new() -> Self {
        Self::configured(|api| api)
    }

    pub(crate) fn configured(configure: impl FnOnce(Api) -> Api) -> Self {
        Self::build(|quiz| quiz, configure)
    }

    /// The API with a limit of new games per player and hour.
    pub(crate) fn with_games_per_hour(limit: u32) -> Self {
        let limit = GamesPerHour::new(limit).unwrap();
        Self::build(|quiz| quiz.with_games_per_hour(limit), |api| api)
    }

    /// The API with health probes.
    pub(crate) fn with_readiness(readiness: Readiness) -> Self {
        Self::configured(|api| api.with_readiness(Arc::new(readiness)))
    }

    fn build(quiz: impl FnOnce(Quiz) -> Quiz, configure: impl FnOnce(Api) -> Api) -> Self {
        let clock = Arc::new(StillClock::at(NOW));
        let memory = Memory::with(clock.clone(), QueuePolicy::default());
        let api = configure(Api::new(quiz(memory.quiz()), Arc::new(Names)));
        Self {
            router: quizcraft_http::router(api),
            memory,
            clock,
        }
    }

    /// The router, to be nested elsewhere.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.clock.pass(seconds);
    }

    pub(crate) async fn send(&self, call: Call) -> Answer {
        oneshot(&self.router, call).await
    }

    pub(crate) async fn get(&self, player: &str, path: &str) -> Answer {
        self.send(Call::get(path).by(player)).await
    }

    pub(crate) async fn post(&self, player: &str, path: &str, body: &Value) -> Answer {
        self.send(Call::post(path).by(player).json(body)).await
    }

    /// Processes all work in the queue.
    pub(crate) async fn work(&self, writer: &dyn QuestionWriter) {
        let (queue, quiz) = (self.memory.queue(), self.memory.quiz());
        while let Some(delivery) = queue.receive() {
            let _ = quiz.prepare(&delivery.work(), writer).await.unwrap();
            queue.done(&delivery);
        }
    }

    /// Starts a game that stays pending, and returns its id.
    pub(crate) async fn pending(&self, player: &str) -> String {
        let rome = json!({"keywords": ["Rome"]});
        let game = self.post(player, "/games", &rome).await.expect(201);
        game["id"].as_str().unwrap().to_owned()
    }

    /// Starts a game with this number of questions, and returns its id.
    pub(crate) async fn ready(&self, player: &str, questions: u16) -> String {
        let game = self.pending(player).await;
        self.work(&Script::Writes(questions)).await;
        game
    }

    /// Starts a game with one question of each of these kinds, and returns its id.
    pub(crate) async fn ready_with_kinds(&self, player: &str, kinds: &Value) -> String {
        let body = json!({"keywords": ["Rome"], "kinds": kinds});
        let game = self.post(player, "/games", &body).await.expect(201);
        self.work(&Script::WritesAllKinds).await;
        game["id"].as_str().unwrap().to_owned()
    }

    /// Starts a game that fails, and returns its id.
    pub(crate) async fn failed(&self, player: &str, reason: &'static str) -> String {
        let game = self.pending(player).await;
        self.work(&Script::GivesUp(reason)).await;
        game
    }

    /// Answers a question of a game.
    pub(crate) async fn answer(&self, player: &str, game: &str, body: &Value) -> Answer {
        let path = format!("/games/{game}/questions/answer");
        self.post(player, &path, body).await
    }
}

/// Sends one request to a router.
pub(crate) async fn oneshot(router: &Router, call: Call) -> Answer {
    let request: Request<Body> = call.into_request();
    Answer::read(router.clone().oneshot(request).await.unwrap()).await
}
