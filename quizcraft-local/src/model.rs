//! The language model that writes about what no fact covers.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use prometheus_client::registry::Registry;
use quizcraft_author::{
    AnthropicMessages, Author, BaseUrl, ChatModel, HttpClient, InvalidTimeouts, Kiwix, MediaWiki,
    ModelName, OpenAiChat, Progress, Research, TokioTimer,
};
use quizcraft_core::gateway::QuestionWriter;
use quizcraft_writers::Writers;

use crate::failure::Failure;
use crate::metrics::{Metrics, ModelMetrics};
use crate::options::{Access, InvalidModel, ModelOptions, ModelSettings, ResearchSettings};

/// A writer with a language model, which is called after the other writers.
pub(crate) struct Model {
    author: Arc<Author>,
    metrics: Option<ModelMetrics>,
    name: ModelName,
    api: &'static str,
    research: &'static str,
}

impl ModelOptions {
    /// Returns the model of a server, if there is one. Sends no request.
    pub(crate) fn for_server(&self, metrics: Option<&Metrics>) -> Result<Option<Model>, Failure> {
        let metrics = metrics.map(|_| ModelMetrics::default());
        let progress = |metrics: Option<ModelMetrics>| match metrics {
            Some(metrics) => Arc::new(metrics),
            None => nothing(),
        };
        let model = self.model(progress(metrics.clone()))?;
        Ok(model.map(|model| Model { metrics, ..model }))
    }

    /// Returns the model of a command, if there is one, which tells a person at a terminal what it does.
    pub(crate) fn for_terminal(&self) -> Result<Option<Model>, Failure> {
        let progress = if io::stderr().is_terminal() {
            Arc::new(Lines)
        } else {
            nothing()
        };
        self.model(progress)
    }

    fn model(&self, progress: Arc<dyn Progress>) -> Result<Option<Model>, Failure> {
        let settings = self.settings().map_err(Failure::Model)?;
        let model = settings.map(|settings| Model::new(settings, progress));
        model.transpose().map_err(|error| {
            let option = "--model-seconds";
            let source = error.into();
            Failure::Model(InvalidModel::Invalid { option, source })
        })
    }
}

impl Model {
    fn new(settings: ModelSettings, progress: Arc<dyn Progress>) -> Result<Self, InvalidTimeouts> {
        let client = settings.client()?;
        let name = settings.name.clone();
        let (api, model) = chat(
            client.clone(),
            settings.access,
            settings.server,
            settings.name,
        );
        let (research, articles) = articles(client, settings.research);
        let author = Author::new(articles, model, Arc::new(TokioTimer));
        let author = author.with_budget(settings.budget).with_progress(progress);
        Ok(Self {
            author: Arc::new(author),
            metrics: None,
            name,
            api,
            research,
        })
    }

    /// Returns a writer that calls the model for what another writer does not write.
    pub(crate) fn after(&self, first: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        let author: Arc<dyn QuestionWriter> = Arc::clone(&self.author) as _;
        let (first, author) = match &self.metrics {
            None => (first, author),
            Some(metrics) => (
                metrics.of_writer("facts", first),
                metrics.of_writer("model", author),
            ),
        };
        Arc::new(Writers::new(first).then(author))
    }

    /// Returns the writer with the model alone.
    pub(crate) fn writer(&self) -> &dyn QuestionWriter {
        &*self.author
    }

    /// Registers the metrics.
    pub(crate) fn register(&self, registry: &mut Registry) {
        if let Some(metrics) = &self.metrics {
            metrics.register(registry, &self.author);
        }
    }

    /// Logs which model is used. URLs may contain secrets.
    pub(crate) fn log(&self) {
        tracing::info!(
            model = self.name.as_str(),
            api = self.api,
            research = self.research,
            "a language model writes about keywords that no fact covers"
        );
    }
}

/// Returns the model, with the name of its API.
fn chat(
    client: HttpClient,
    access: Access,
    server: BaseUrl,
    name: ModelName,
) -> (&'static str, Arc<dyn ChatModel>) {
    match access {
        Access::OpenAi(None) => ("openai", Arc::new(OpenAiChat::new(client, server, name))),
        Access::OpenAi(Some(key)) => {
            let model = OpenAiChat::new(client, server, name).with_key(key);
            ("openai", Arc::new(model))
        }
        Access::Anthropic(key) => {
            let model = AnthropicMessages::new(client, server, name, key);
            ("anthropic", Arc::new(model))
        }
    }
}

/// Returns the collection of articles, with its name.
fn articles(client: HttpClient, research: ResearchSettings) -> (&'static str, Arc<dyn Research>) {
    match research {
        ResearchSettings::Wiki { url, contact } => {
            ("wikipedia", Arc::new(MediaWiki::new(client, url, contact)))
        }
        ResearchSettings::Kiwix { url, book } => ("kiwix", Arc::new(Kiwix::new(client, url, book))),
    }
}

fn nothing() -> Arc<dyn Progress> {
    Arc::new(())
}

/// Prints a line for each stage on standard error.
struct Lines;

impl Lines {
    /// Prints a line. If it cannot be printed, the game goes on.
    fn print(text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

impl Progress for Lines {
    fn researching(&self) {
        Self::print("Looking for articles…");
    }

    fn writing(&self) {
        Self::print("Writing questions…");
    }

    fn solving(&self) {
        Self::print("Checking answers…");
    }
}
