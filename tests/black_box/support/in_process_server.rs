use std::sync::Arc;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::{Gateways, PlayerId, Quiz};
use quizcraft_http::{Api, router};
use quizcraft_identity::BearerToken;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_identity::{Email, PlayerIds};
use quizcraft_memory::{Memory, OsRandomness, QueuePolicy, Worker, WriterThreads, WritingPolicy};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use super::{Client, ManualClock, Player, ScriptedWriter, SlowGames};

/// The parts of the server, wired in the test process over a TCP listener, with a manual clock and
/// a slow store.
pub(crate) struct InProcessServer {
    pub(crate) memory: Memory,
    pub(crate) quiz: Quiz,
    pub(crate) clock: ManualClock,
    base: String,
    tasks: Vec<AbortHandle>,
}

impl InProcessServer {
    /// Starts a server without a worker.
    pub(crate) async fn new(policy: QueuePolicy) -> Self {
        let clock = ManualClock::new();
        let memory = Memory::with(Arc::new(clock.clone()), policy);
        let quiz = Quiz::new(Gateways::new(
            Arc::new(SlowGames::default()),
            memory.queue(),
            Arc::new(clock.clone()),
            Arc::new(OsRandomness),
        ));
        let (base, task) = serve(api(quiz.clone(), TokenIsName)).await;
        Self {
            memory,
            quiz,
            clock,
            base,
            tasks: vec![task],
        }
    }

    /// Starts a server with one worker.
    pub(crate) async fn with(writer: &ScriptedWriter) -> Self {
        let mut server = Self::new(QueuePolicy::default()).await;
        server.start_worker(writer);
        server
    }

    /// Starts another worker. Aborting it simulates a crash of its process.
    pub(crate) fn start_worker(&mut self, writer: &ScriptedWriter) -> AbortHandle {
        let (writer, policy) = (Arc::new(writer.clone()), WritingPolicy::default());
        self.start_worker_with(WriterThreads::new(writer, policy))
    }

    /// Starts another worker with these writer threads.
    pub(crate) fn start_worker_with(&mut self, writer: WriterThreads) -> AbortHandle {
        let worker = Worker::new(self.quiz.clone(), self.memory.queue(), writer);
        let task = tokio::spawn(worker.run()).abort_handle();
        self.tasks.push(task.clone());
        task
    }

    pub(crate) fn player(&self, name: &str) -> Player {
        Player(Client::of(&self.base).with_token(name))
    }
}

impl Drop for InProcessServer {
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

/// Returns an API of this quiz with this authenticator.
pub(crate) fn api(quiz: Quiz, authenticator: impl Authenticator + 'static) -> Api {
    Api::new(quiz, Arc::new(authenticator))
}

/// An authenticator that takes the token as the player's name.
pub(crate) struct TokenIsName;

#[async_trait]
impl Authenticator for TokenIsName {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        let token = BearerToken::from_headers(&request.headers)?;
        let email = Email::new(&format!("{}@example.org", token.expose()));
        Ok(PlayerIds::unkeyed().of(&email.unwrap()))
    }
}
