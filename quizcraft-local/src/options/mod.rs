//! The command line.

mod connections;
mod environment;
mod listen;
#[cfg(not(feature = "model"))]
mod missing_model;
#[cfg(not(feature = "dynamodb"))]
mod missing_stores;
#[cfg(not(feature = "otlp"))]
mod missing_traces;
mod model;
#[cfg(feature = "model")]
mod model_deny;
#[cfg(feature = "model")]
mod model_key;
#[cfg(feature = "model")]
mod model_settings;
mod page;
mod serve;
#[cfg(feature = "dynamodb")]
mod stores;
#[cfg(feature = "otlp")]
mod traces;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use quizcraft_core::{Kind, Kinds, KindsError};

use environment::{is_blank, without_blank};

pub(crate) use connections::{ConnectionOptions, TooFewFiles};
pub(crate) use listen::ListenAddr;
#[cfg(not(feature = "dynamodb"))]
use missing_stores::StoreOptions;
#[cfg(not(feature = "otlp"))]
use missing_traces::TraceOptions;
pub(crate) use model::ModelOptions;
#[cfg(feature = "model")]
use model::{ModelApi, ResearchKind};
#[cfg(feature = "model")]
pub(crate) use model_settings::{Access, InvalidModel, ModelSettings, ResearchSettings};
pub(crate) use page::{PageOptions, WebToken};
pub(crate) use serve::ServeOptions;
#[cfg(feature = "dynamodb")]
pub(crate) use stores::{MissingTables, StoreKind, StoreOptions};
#[cfg(feature = "otlp")]
use traces::TraceOptions;
#[cfg(feature = "otlp")]
pub(crate) use traces::{InvalidEndpoint, OtlpEndpoint};

/// A quiz game: creates games of questions about keywords
#[derive(Debug, Parser)]
#[command(
    name = "quizcraft",
    version,
    after_help = "The default command is `serve`: `quizcraft --addr 127.0.0.1:0` means \
        `quizcraft serve --addr 127.0.0.1:0`."
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the quiz API (the default command)
    Serve(Box<ServeOptions>),
    /// Play a game in the terminal
    Play(PlayOptions),
    /// List the topics of questions
    Topics,
    /// Print questions with their answers
    Questions(QuestionsOptions),
    /// Check files of facts
    #[command(subcommand)]
    Facts(FactsCommand),
    /// Copy the file that a server stores games in, also while the server runs
    #[cfg(feature = "dynamodb")]
    Backup(BackupOptions),
}

/// A value that is validated after the command line is parsed, since the errors of the parser contain
/// the value.
#[derive(Clone)]
struct Secret(String);

#[derive(Debug, Args)]
pub(crate) struct PlayOptions {
    /// The keywords of the game: words, or phrases separated by commas
    pub(crate) keywords: Vec<String>,
    /// The maximum number of questions
    #[arg(long, env = "QUIZCRAFT_QUESTIONS", default_value_t = 15)]
    pub(crate) questions: i64,
    #[command(flatten)]
    pub(crate) kinds: KindsOptions,
    #[command(flatten)]
    pub(crate) model: ModelOptions,
}

#[derive(Debug, Args)]
pub(crate) struct KindsOptions {
    /// The kinds of questions, separated by commas: single, multiple, number, text, order
    #[arg(
        long,
        value_name = "KINDS",
        value_delimiter = ',',
        default_value = "single"
    )]
    kinds: Vec<Kind>,
}

#[derive(Debug, Args)]
pub(crate) struct QuestionsOptions {
    /// The keywords of the questions: words, or phrases separated by commas
    #[arg(required = true)]
    pub(crate) keywords: Vec<String>,
    #[command(flatten)]
    pub(crate) kinds: KindsOptions,
    /// The maximum number of questions to print
    #[arg(long, default_value_t = 15)]
    pub(crate) count: usize,
    /// The seed of the selection: the same seed selects the same questions
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The output format
    #[arg(long, value_enum, default_value_t = QuestionFormat::Text)]
    pub(crate) format: QuestionFormat,
    #[command(flatten)]
    pub(crate) model: ModelOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FactsCommand {
    /// Print the errors and warnings of facts files, with file, line and column
    Check(CheckOptions),
}

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// The files, in the order in which they are loaded
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Exit with code 1 if there is a warning
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[cfg(feature = "dynamodb")]
#[derive(Debug, Args)]
pub(crate) struct BackupOptions {
    /// The file of `quizcraft serve --data`
    pub(crate) file: PathBuf,
    /// The path of the copy, where no file may exist
    pub(crate) copy: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuestionFormat {
    /// Text for reading
    Text,
    /// A JSON array of objects
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Json,
    Pretty,
}

impl Options {
    /// Parses the command line and the environment. Prints help and version, and errors in one line.
    ///
    /// # Errors
    ///
    /// Returns the exit code if the program must end.
    pub(crate) fn parse_process() -> Result<Self, ExitCode> {
        Self::parse_args(&with_command(env::args_os())).map_err(|error| {
            let shown = if error.use_stderr() {
                writeln!(io::stderr(), "{}", one_line(&error))
            } else {
                error.print()
            };
            // If the error cannot be written, the exit code still reports it.
            drop(shown);
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        })
    }

    /// Parses arguments and variables, except blank ones. Help mentions all variables.
    fn parse_args(args: &[OsString]) -> Result<Self, clap::Error> {
        let command = without_blank(<Self as CommandFactory>::command(), &is_blank);
        let matches = match command.try_get_matches_from(args) {
            Err(help) if help.kind() == ErrorKind::DisplayHelp => {
                <Self as CommandFactory>::command().try_get_matches_from(args)?
            }
            other => other?,
        };
        Self::from_arg_matches(&matches)
    }

    /// Returns the command.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }
}

#[cfg(feature = "model")]
impl ModelOptions {
    /// Returns the settings of the model with a limit of the tokens per day, or `None` if there is no model.
    pub(crate) fn settings(
        &self,
        tokens_per_day: Option<u64>,
    ) -> Result<Option<ModelSettings>, InvalidModel> {
        ModelSettings::new(self, tokens_per_day)
    }
}

impl KindsOptions {
    /// Returns the kinds.
    pub(crate) fn kinds(&self) -> Result<Kinds, KindsError> {
        Kinds::new(self.kinds.iter().copied())
    }
}

/// Inserts `serve` if the arguments name no command. The options of `serve` belong to that command only,
/// so that the other commands ignore its variables.
fn with_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    const OWN_OPTIONS: [&str; 4] = ["-h", "--help", "-V", "--version"];
    let mut args: Vec<_> = args.collect();
    let named = args.get(1).and_then(|first| first.to_str());
    let unnamed = named.is_none_or(|first| first.starts_with('-') && !OWN_OPTIONS.contains(&first));
    if unnamed && !args.is_empty() {
        args.insert(1, "serve".into());
    }
    args
}

/// Returns the error in one line, without the usage hints after the first blank line.
fn one_line(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
