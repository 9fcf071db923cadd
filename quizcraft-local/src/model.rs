//! The language model that writes about what no fact covers.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroU64;
use std::sync::Arc;

use prometheus_client::registry::Registry;
use quizcraft_author::{
    AnthropicMessages, Author, BaseUrl, ChatModel, HttpClient, Kiwix, MediaWiki, ModelName,
    OpenAiChat, Progress, Research, TokensPerDay, TokioTimer,
};
use quizcraft_core::gateway::{DraftPool, ModelMeter, QuestionWriter};
use quizcraft_memory::SystemClock;
use quizcraft_writers::Writers;

use crate::failure::Failure;
use crate::metrics::{Metrics, ModelMetrics};
use crate::options::{Access, ModelOptions, ModelSettings, ResearchSettings};

/// The model of a server whose stores are not open yet, or of a command, which has no stores.
pub(crate) struct NewModel {
    author: Author,
    tokens_per_day: Option<NonZeroU64>,
    about: About,
}

/// A writer with a language model, which is called after the other writers.
pub(crate) struct Model {
    author: Arc<Author>,
    about: About,
}

struct About {
    metrics: Option<ModelMetrics>,
    name: ModelName,
    api: &'static str,
    research: &'static str,
}

impl ModelOptions {
    /// Returns the model of a server, if there is one. Sends no request.
    pub(crate) fn for_server(
        &self,
        tokens_per_day: Option<u64>,
        metrics: Option<&Metrics>,
    ) -> Result<Option<NewModel>, Failure> {
        let metrics = metrics.map(|_| ModelMetrics::default());
        let progress = |metrics: Option<ModelMetrics>| match metrics {
            Some(metrics) => Arc::new(metrics),
            None => nothing(),
        };
        let model = self.model(tokens_per_day, progress(metrics.clone()))?;
        Ok(model.map(|model| model.with_metrics(metrics)))
    }

    /// Returns the model of a command, if there is one, which tells a person at a terminal what it does.
    pub(crate) fn for_terminal(&self) -> Result<Option<Model>, Failure> {
        let progress = if io::stderr().is_terminal() {
            Arc::new(Lines)
        } else {
            nothing()
        };
        let model = self.model(None, progress)?;
        Ok(model.map(NewModel::without_stores))
    }

    fn model(
        &self,
        tokens_per_day: Option<u64>,
        progress: Arc<dyn Progress>,
    ) -> Result<Option<NewModel>, Failure> {
        let settings = self.settings(tokens_per_day).map_err(Failure::Model)?;
        Ok(settings.map(|settings| NewModel::new(settings, progress)))
    }
}

impl NewModel {
    fn new(settings: ModelSettings, progress: Arc<dyn Progress>) -> Self {
        let client = settings.client();
        let name = settings.name.clone();
        let (api, model) = chat(
            client.clone(),
            settings.access,
            settings.server,
            settings.name,
        );
        let (research, articles) = articles(client, settings.research);
        let author = Author::new(articles, model, Arc::new(TokioTimer));
        let author = author
            .with_budget(settings.budget)
            .with_deny_list(settings.denied)
            .with_progress(progress);
        Self {
            author,
            tokens_per_day: settings.tokens_per_day,
            about: About {
                metrics: None,
                name,
                api,
                research,
            },
        }
    }

    fn with_metrics(self, metrics: Option<ModelMetrics>) -> Self {
        let about = About {
            metrics,
            ..self.about
        };
        Self { about, ..self }
    }

    /// Returns the model with a pool of drafts, and with a meter if the tokens of a day are limited.
    pub(crate) fn with_stores(self, pool: Arc<dyn DraftPool>, meter: Arc<dyn ModelMeter>) -> Model {
        let author = self.author.with_pool(pool);
        let author = match self.tokens_per_day {
            Some(limit) => {
                let clock = Arc::new(SystemClock);
                author.with_tokens_per_day(TokensPerDay::new(limit, meter, clock))
            }
            None => author,
        };
        Self { author, ..self }.without_stores()
    }

    fn without_stores(self) -> Model {
        Model {
            author: Arc::new(self.author),
            about: self.about,
        }
    }
}

impl Model {
    /// Returns a writer that calls the model for what another writer does not write.
    pub(crate) fn after(&self, first: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        let author: Arc<dyn QuestionWriter> = Arc::clone(&self.author) as _;
        let (first, author) = match &self.about.metrics {
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
        if let Some(metrics) = &self.about.metrics {
            metrics.register(registry, &self.author);
        }
    }

    /// Logs which model is used. URLs may contain secrets.
    pub(crate) fn log(&self) {
        tracing::info!(
            model = self.about.name.as_str(),
            api = self.about.api,
            research = self.about.research,
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
