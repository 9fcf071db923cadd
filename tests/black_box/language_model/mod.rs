//! A language model writes about what no fact covers.

mod deny_list;
mod invalid_options;
mod pool;
mod privacy;
mod serving;
mod terminal;

use tokio::process::Command;

use crate::support::{Launch, ModelServer, WikiServer, quizcraft};

const KEY: &str = "sk-hush-0123456789";
const CONTACT: &str = "operator@example.org";

/// A model and a wiki in the test process.
struct World {
    model: ModelServer,
    wiki: WikiServer,
}

impl World {
    async fn start() -> Self {
        Self {
            model: ModelServer::start().await,
            wiki: WikiServer::start().await,
        }
    }

    /// Returns the options of a model with the API of OpenAI, and of the wiki.
    fn options(&self) -> Vec<(&'static str, String)> {
        vec![
            ("--model-url", self.model.url()),
            ("--model", "test-model".to_owned()),
            ("--research", "wikipedia".to_owned()),
            ("--research-url", self.wiki.wiki()),
            ("--research-contact", CONTACT.to_owned()),
        ]
    }

    /// Returns a server with the model.
    fn launch(&self) -> Launch {
        let launch = Launch::default().env("QUIZCRAFT_MODEL_KEY", KEY);
        let options = self.options().into_iter();
        options.fold(launch, |launch, (name, value)| launch.arg(name, &value))
    }

    /// Returns a command with the model.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = quizcraft(args);
        for (name, value) in self.options() {
            command.args([name, &value]);
        }
        command.env("QUIZCRAFT_MODEL_KEY", KEY);
        command
    }

    /// Returns the numbers of requests that the model and the wiki received.
    fn requests(&self) -> (usize, usize) {
        (self.model.requests().len(), self.wiki.requests().len())
    }
}
