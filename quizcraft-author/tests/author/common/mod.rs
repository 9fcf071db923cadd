//! A small world: articles about buildings, a model that answers from a script, and virtual time.

pub(crate) mod buildings;
pub(crate) mod library;
pub(crate) mod model;
pub(crate) mod pools;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_author::{Author, Timer};
use quizcraft_core::gateway::{Brief, Expense};
use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};

use library::Library;
use model::{Answer, Model};

/// The virtual time of a paused Tokio runtime.
pub(crate) struct Clock;

#[async_trait]
impl Timer for Clock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// An author with its library and its model.
pub(crate) struct World {
    pub(crate) author: Author,
    pub(crate) articles: Arc<Library>,
    pub(crate) model: Arc<Model>,
}

impl World {
    /// Creates an author that reads a library and calls a model.
    pub(crate) fn new(
        library: Library,
        answer: impl Fn(&model::Call<'_>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let (library, model) = (Arc::new(library), Arc::new(Model::new(answer)));
        Self {
            author: Author::new(library.clone(), model.clone(), Arc::new(Clock)),
            articles: library,
            model,
        }
    }

    /// Creates an author with an article about "Arvan" and a model that answers from a script.
    pub(crate) fn scripted(
        answer: impl Fn(&model::Call<'_>) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::new(Library::about("Arvan", &buildings::text(40)), answer)
    }

    /// Creates an author whose model writes and solves well.
    pub(crate) fn good() -> Self {
        Self::scripted(model::good)
    }

    /// Creates an author whose model writes questions with a fault, and solves well.
    pub(crate) fn with_fault(
        fault: impl Fn(&mut serde_json::Value) + Send + Sync + 'static,
    ) -> Self {
        Self::scripted(move |call| model::good(call).map_questions(&fault))
    }
}

/// Returns a brief for questions about "Arvan".
pub(crate) fn brief(limit: u16) -> Brief {
    brief_about(&["Arvan"], limit)
}

pub(crate) fn brief_about(keywords: &[&str], limit: u16) -> Brief {
    let (game, player) = (GameId::from_bytes([7; 32]), PlayerId::from_bytes([2; 32]));
    let keywords = Keywords::new(keywords).unwrap();
    let limit = QuestionsLimit::new(limit.into()).unwrap();
    Brief::new(game, player, keywords, limit).with_expense(Expense::Allowed)
}

/// Runs a future in virtual time.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}
