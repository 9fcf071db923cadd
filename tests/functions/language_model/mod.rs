//! A worker with a language model, which writes about what no fact covers.

#[cfg(feature = "bedrock")]
mod bedrock;
mod configuration;
mod failures;
mod games;
mod metrics;
mod privacy;

use crate::support::{
    Function, Launch, ModelServer, Player, SECRET_ID, Secrets, TOWN, WikiServer, World,
};

const KEY: &str = "sk-hush-0123456789";
const CONTACT: &str = "operator@example.org";

/// The services around the functions, with a model, a wiki and the key of the model.
struct ModelWorld {
    world: World,
    model: ModelServer,
    wiki: WikiServer,
    secrets: Secrets,
}

impl ModelWorld {
    async fn new() -> Self {
        Self {
            world: World::new().await,
            model: ModelServer::start().await,
            wiki: WikiServer::start().await,
            secrets: Secrets::holding("SecretString", KEY).await,
        }
    }

    /// Returns the launch of a worker with the model.
    fn worker(&self) -> Launch {
        self.world
            .worker()
            .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.secrets.url())
            .env("MODEL_API", "openai")
            .env("MODEL", "test-model")
            .env("MODEL_URL", &self.model.url())
            .env("MODEL_KEY_SECRET", SECRET_ID)
            .env("RESEARCH", "wikipedia")
            .env("RESEARCH_URL", &self.wiki.wiki())
            .env("RESEARCH_CONTACT", CONTACT)
    }

    /// Starts both functions, the worker with the model.
    async fn functions(&self) -> (Function, Function) {
        let api = self.world.api().start().await;
        (api, self.worker().start().await)
    }

    /// Starts a game about what no fact knows. Returns its id and the message with its work.
    async fn start(&self, player: &Player<'_>) -> (String, String) {
        let id = player.start(&[TOWN], 3).await;
        (id, self.world.queue.message())
    }

    /// Starts such a game, and lets the worker prepare it. Returns its id.
    async fn prepared(&self, player: &Player<'_>, worker: &Function) -> String {
        let (id, message) = self.start(player).await;
        worker.delivers(&[&message]).await.are_done();
        id
    }

    /// Returns the numbers of requests that the model, the wiki and Secrets Manager received.
    fn requests(&self) -> (usize, usize, usize) {
        let (model, wiki) = (self.model.requests(), self.wiki.requests());
        (model.len(), wiki.len(), self.secrets.requests())
    }
}
