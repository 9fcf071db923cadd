use std::sync::Arc;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::{Gateways, PlayerId, Quiz};
use quizcraft_http::{Api, router};
use quizcraft_identity::BearerToken;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_local::Worker;
use quizcraft_memory::{Memory, OsRandomness, QueuePolicy, WriterThreads, WritingPolicy};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use super::{Client, HandClock, Player, Scripted, SlowGames};

/// The parts of the server, wired in this process over a real listener, with a clock of the
/// test's and a store that takes its time.
pub(crate) struct Wired {
    pub(crate) memory: Memory,
    pub(crate) quiz: Quiz,
    pub(crate) clock: HandClock,
    base: String,
    tasks: Vec<AbortHandle>,
}

impl Wired {
    /// A server without a worker.
    pub(crate) async fn new(policy: QueuePolicy) -> Self {
        let clock = HandClock::new();
        let memory = Memory::with(Arc::new(clock.clone()), policy);
        let quiz = Quiz::new(Gateways::new(
            Arc::new(SlowGames::default()),
            memory.queue(),
            Arc::new(clock.clone()),
            Arc::new(OsRandomness),
        ));
        let (base, task) = serve(api(quiz.clone(), Named)).await;
        Self {
            memory,
            quiz,
            clock,
            base,
            tasks: vec![task],
        }
    }

    /// A server with one worker.
    pub(crate) async fn with(writer: &Scripted) -> Self {
        let mut wired = Self::new(QueuePolicy::default()).await;
        wired.employ(writer);
        wired
    }

    /// Lets one more worker work; aborting it is the death of its process.
    pub(crate) fn employ(&mut self, writer: &Scripted) -> AbortHandle {
        let (writer, policy) = (Arc::new(writer.clone()), WritingPolicy::default());
        self.employ_with(WriterThreads::new(writer, policy))
    }

    /// Lets one more worker work with these threads.
    pub(crate) fn employ_with(&mut self, writer: WriterThreads) -> AbortHandle {
        let worker = Worker::new(self.quiz.clone(), self.memory.queue(), writer);
        let task = tokio::spawn(worker.run()).abort_handle();
        self.tasks.push(task.clone());
        task
    }

    pub(crate) fn player(&self, name: &str) -> Player {
        Player(Client::of(&self.base).with_token(name))
    }
}

impl Drop for Wired {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

/// Serves an API on a free port until its task is aborted.
pub(crate) async fn serve(api: Api) -> (String, AbortHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let serving = axum::serve(listener, router(api)).into_future();
    (base, tokio::spawn(serving).abort_handle())
}

/// An API of this quiz with this authenticator.
pub(crate) fn api(quiz: Quiz, authenticator: impl Authenticator + 'static) -> Api {
    Api::new(quiz, Arc::new(authenticator))
}

/// Everybody whose token is a name is the player of that name.
pub(crate) struct Named;

#[async_trait]
impl Authenticator for Named {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        let token = BearerToken::from_headers(&request.headers)?;
        let email = Email::new(&format!("{}@example.org", token.expose()));
        Ok(PlayerIds::unkeyed().of(&email.unwrap()))
    }
}
