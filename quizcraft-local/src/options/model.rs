//! The options of the language model that writes about what no fact covers.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::Secret;

/// Whether help shows the options: only if the build has the model.
pub(super) const HIDDEN: bool = cfg!(not(feature = "model"));

/// The heading of the options in help.
pub(super) const HEADING: &str = "Language model";

/// The default time limit for writing the questions of a game with facts only.
const FACTS_TIMEOUT: Duration = Duration::from_secs(20);
/// The default time limit with a model, unless its budget is longer.
const MODEL_TIMEOUT: Duration = Duration::from_mins(1);
/// The time that the writers need in addition to the budget of a model.
const BESIDE_MODEL: Duration = Duration::from_secs(15);

/// The URLs and the contact are secrets for the output: a URL may contain a password, and an email address is
/// personal. They are validated later, because the errors of the parser contain the value.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct ModelOptions {
    /// The URL of the API of a language model, which writes about keywords that no fact covers:
    /// `https://api.openai.com/v1` or `https://api.anthropic.com`, for example. Without one, there is no model, and
    /// nothing is sent anywhere. Requires --model and --research. The key of the API is the variable
    /// `QUIZCRAFT_MODEL_KEY`, or the content of the file that `QUIZCRAFT_MODEL_KEY_FILE` names
    #[arg(long, env = "QUIZCRAFT_MODEL_URL", value_name = "URL", hide_env_values = true, hide = HIDDEN)]
    pub(super) model_url: Option<Secret>,
    /// The name of the model
    #[arg(long, env = "QUIZCRAFT_MODEL", value_name = "NAME", hide = HIDDEN)]
    pub(super) model: Option<String>,
    /// The API of the model's server [default: openai]
    #[arg(long, env = "QUIZCRAFT_MODEL_API", value_enum, hide = HIDDEN)]
    pub(super) model_api: Option<ModelApi>,
    /// Where the articles come from that the model writes about
    #[arg(long, env = "QUIZCRAFT_RESEARCH", value_enum, hide = HIDDEN)]
    pub(super) research: Option<ResearchKind>,
    /// The URL of the wiki, whose `api.php` is below it [default: `https://en.wikipedia.org/w/`], or of kiwix-serve
    #[arg(long, env = "QUIZCRAFT_RESEARCH_URL", value_name = "URL", hide_env_values = true, hide = HIDDEN)]
    pub(super) research_url: Option<Secret>,
    /// The book of kiwix-serve: its name in URLs, such as `wikipedia_en_all_nopic`
    #[arg(long, env = "QUIZCRAFT_RESEARCH_BOOK", value_name = "NAME", hide = HIDDEN)]
    pub(super) research_book: Option<String>,
    /// How the operators of the wiki can reach you: an email address or an https URL, which every request contains
    #[arg(long, env = "QUIZCRAFT_RESEARCH_CONTACT", value_name = "MAIL|URL", hide_env_values = true, hide = HIDDEN)]
    pub(super) research_contact: Option<Secret>,
    /// The maximum number of calls of the model for a game, retries included [default: 12]
    #[arg(long, env = "QUIZCRAFT_MODEL_CALLS", value_name = "NUMBER", hide = HIDDEN)]
    pub(super) model_calls: Option<u32>,
    /// The maximum number of tokens of the model for a game, of requests and replies [default: 25000]
    #[arg(long, env = "QUIZCRAFT_MODEL_TOKENS", value_name = "NUMBER", hide = HIDDEN)]
    pub(super) model_tokens: Option<u32>,
    /// The time limit of the model for a game, in seconds [default: 45]
    #[arg(
        long,
        env = "QUIZCRAFT_MODEL_SECONDS",
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600),
        hide = HIDDEN
    )]
    pub(super) model_seconds: Option<u64>,
    /// A file of words and phrases about which the model writes nothing, one a line; a line that begins with `#` is a
    /// comment
    #[arg(long, env = "QUIZCRAFT_MODEL_DENY", value_name = "FILE", hide = HIDDEN)]
    pub(super) model_deny: Option<PathBuf>,
}

/// The API of a model's server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelApi {
    /// Chat completions of OpenAI, which many servers offer
    #[default]
    Openai,
    /// Messages of Anthropic
    Anthropic,
}

/// A collection of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResearchKind {
    /// Wikipedia, or another wiki of the same software
    Wikipedia,
    /// A book of kiwix-serve, without internet
    Kiwix,
}

impl ModelOptions {
    /// Returns whether there is a model.
    pub(crate) const fn has_model(&self) -> bool {
        self.model_url.is_some()
    }

    /// Returns the default time limit for writing the questions of a game. It outlasts the budget of the model.
    pub(crate) fn default_writing_timeout(&self) -> Duration {
        if !self.has_model() {
            return FACTS_TIMEOUT;
        }
        let budget = Duration::from_secs(self.model_seconds.unwrap_or_default());
        MODEL_TIMEOUT.max(budget.saturating_add(BESIDE_MODEL))
    }

    /// Returns the options that are set, except for the URL of the model.
    pub(super) fn other_options(&self) -> impl Iterator<Item = &'static str> {
        let options = [
            ("--model", self.model.is_some()),
            ("--model-api", self.model_api.is_some()),
            ("--research", self.research.is_some()),
            ("--research-url", self.research_url.is_some()),
            ("--research-book", self.research_book.is_some()),
            ("--research-contact", self.research_contact.is_some()),
            ("--model-calls", self.model_calls.is_some()),
            ("--model-tokens", self.model_tokens.is_some()),
            ("--model-seconds", self.model_seconds.is_some()),
            ("--model-deny", self.model_deny.is_some()),
        ];
        let set = options.into_iter().filter(|(_, is_set)| *is_set);
        set.map(|(option, _)| option)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_time_limit_outlasts_the_budget_of_the_model() {
        let options = |model_url: Option<&str>, model_seconds| ModelOptions {
            model_url: model_url.map(|url| Secret(url.to_owned())),
            model_seconds,
            ..ModelOptions::default()
        };
        for (model_url, model_seconds, expected) in [
            (None, None, 20),
            (None, Some(300), 20),
            (Some("url"), None, 60),
            (Some("url"), Some(30), 60),
            (Some("url"), Some(300), 315),
        ] {
            let timeout = options(model_url, model_seconds).default_writing_timeout();
            assert_eq!(timeout, Duration::from_secs(expected));
        }
    }

    #[cfg(feature = "model")]
    #[test]
    fn help_states_the_default_budget() {
        use clap::CommandFactory;

        let mut command = super::super::Options::command();
        let play = command.find_subcommand_mut("play").unwrap();
        let help = play.render_long_help().to_string();
        let budget = quizcraft_author::Budget::default();
        for default in [
            u64::from(budget.calls()),
            budget.tokens().into(),
            budget.time().as_secs(),
        ] {
            assert!(
                help.contains(&format!("[default: {default}]")),
                "{default} in {help}"
            );
        }
        assert!(MODEL_TIMEOUT >= budget.time() + BESIDE_MODEL);
    }
}
