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
#[cfg(feature = "dynamodb")]
mod stores;
#[cfg(feature = "otlp")]
mod traces;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use quizcraft_core::{
    ExpensiveGamesPerHour, FinishedGamesKept, GamesPerHour, GamesPerPlayer, Kind, Kinds,
    KindsError, Retention,
};
use quizcraft_http::Origin;
use quizcraft_identity::EmailClaims;
use quizcraft_identity::{PlayerIdKey, PlayerIds, ShortKey};

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

#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    /// The address to listen on: an IP address or a host name, and a port; port 0 selects a free one
    #[arg(
        long,
        env = "QUIZCRAFT_ADDR",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub(crate) addr: ListenAddr,
    /// The address on which GET /metrics serves metrics for Prometheus; without one, there are none
    #[arg(long, env = "QUIZCRAFT_METRICS_ADDR", value_name = "HOST:PORT")]
    pub(crate) metrics_addr: Option<ListenAddr>,
    #[command(flatten)]
    pub(crate) traces: TraceOptions,
    #[command(flatten)]
    pub(crate) connections: ConnectionOptions,
    /// The origin of the web pages that may call the API
    #[arg(
        long,
        env = "QUIZCRAFT_CORS_ORIGIN",
        default_value = "http://localhost:1234"
    )]
    pub(crate) cors_origin: Origin,
    /// The OpenID Connect provider whose tokens are accepted; without one, every process on this
    /// machine gets a token from POST /dev/token
    #[arg(long, env = "QUIZCRAFT_ISSUER", requires = "audience", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) issuer: Option<String>,
    /// The audience that tokens must have
    #[arg(long, env = "QUIZCRAFT_AUDIENCE", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) audience: Option<String>,
    /// The claim of a token that contains the player's email address; if a token does not have it, the
    /// provider's userinfo endpoint is called
    #[arg(long, env = "QUIZCRAFT_EMAIL_CLAIM", default_value = "email", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_claim: String,
    /// The claim of a token that says whether the address is verified
    #[arg(long, env = "QUIZCRAFT_EMAIL_VERIFIED_CLAIM", default_value = "email_verified", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_verified_claim: String,
    /// Serve no page to play on at /
    #[arg(long, env = "QUIZCRAFT_NO_WEB")]
    no_web: bool,
    /// The client id of the page to play on at the OpenID Connect provider, which must accept the page's address as
    /// redirect URI and allow its origin; without one, there is no page if there is an issuer
    #[arg(long, env = "QUIZCRAFT_WEB_CLIENT_ID", value_name = "ID", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    web_client_id: Option<String>,
    /// The scopes that the page requests of the OpenID Connect provider, separated by spaces
    #[arg(long, env = "QUIZCRAFT_WEB_SCOPE", value_name = "SCOPES", default_value = "openid email", requires = "web_client_id", value_parser = NonEmptyStringValueParser::new())]
    web_scope: String,
    /// The token that the page sends to the API: the access token, or the ID token, whose audience is the client id
    #[arg(long, env = "QUIZCRAFT_WEB_TOKEN", value_name = "TOKEN", value_enum, default_value_t = WebToken::Access, requires = "web_client_id")]
    web_token: WebToken,
    /// A secret of at least 16 bytes from which player ids are derived, so that they cannot be guessed
    #[arg(long, env = "QUIZCRAFT_PLAYER_ID_KEY", hide_env_values = true)]
    player_id_key: Option<Secret>,
    /// The number of games whose questions are written at a time [default: the number of processors less
    /// one; at least one, with a model four]
    #[arg(
        long,
        env = "QUIZCRAFT_WRITERS",
        value_name = "NUMBER",
        value_parser = clap::value_parser!(u16).range(1..=64)
    )]
    writers: Option<u16>,
    /// The time limit for writing the questions of a game, in seconds [default: 20; with a model 60, and at
    /// least 15 more than --model-seconds]
    #[arg(
        long,
        env = "QUIZCRAFT_WRITING_TIMEOUT",
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    writing_timeout: Option<u64>,
    /// The maximum number of games that a player may start per hour; 0 for no limit
    #[arg(long, env = "QUIZCRAFT_GAMES_PER_HOUR", value_name = "GAMES", default_value_t = GamesPerHour::default().get())]
    games_per_hour: u32,
    /// The maximum number of games of a player per hour for which a writer may do what costs money or much time; 0
    /// for no limit. Has an effect with a model only
    #[arg(
        long,
        env = "QUIZCRAFT_EXPENSIVE_GAMES_PER_HOUR",
        value_name = "GAMES",
        default_value_t = ExpensiveGamesPerHour::default().get()
    )]
    expensive_games_per_hour: u32,
    /// The maximum number of tokens of the model for the games of a day in UTC, of requests and replies: at the limit, no
    /// game calls the model until the next day. 0 for no limit [default: 0]
    #[arg(
        long,
        env = "QUIZCRAFT_MODEL_TOKENS_PER_DAY",
        value_name = "NUMBER",
        help_heading = model::HEADING,
        hide = model::HIDDEN
    )]
    pub(crate) model_tokens_per_day: Option<u64>,
    /// The number of days for which a game is kept after it finished or failed; 0 to keep all games
    #[arg(
        long,
        env = "QUIZCRAFT_FINISHED_GAMES_KEPT",
        value_name = "DAYS",
        default_value_t = 0
    )]
    finished_games_kept: u32,
    /// The maximum number of games that a player keeps; a new game replaces an old one; 0 for no limit
    #[arg(
        long,
        env = "QUIZCRAFT_GAMES_PER_PLAYER",
        value_name = "GAMES",
        default_value_t = 0
    )]
    games_per_player: u32,
    /// The format of the log on standard error
    #[arg(long, env = "QUIZCRAFT_LOG", value_enum, default_value_t = LogFormat::Pretty)]
    pub(crate) log: LogFormat,
    #[command(flatten)]
    pub(crate) stores: StoreOptions,
    #[command(flatten)]
    pub(crate) model: ModelOptions,
}

/// Whether a server has a page to play on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageOptions<'a> {
    None,
    Served {
        /// The page as a client of the identity provider.
        client_id: Option<&'a str>,
        /// The scopes that the page requests of the provider.
        scope: &'a str,
        /// Which token of the provider the page sends to the API.
        token: WebToken,
    },
}

/// A token that a page receives from an identity provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WebToken {
    /// The access token
    Access,
    /// The ID token
    Id,
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

impl ServeOptions {
    /// Returns the issuer and the audience. Each requires the other.
    pub(crate) fn provider(&self) -> Option<(&str, &str)> {
        self.issuer.as_deref().zip(self.audience.as_deref())
    }

    /// Returns the claims that contain the player's email address and whether it is verified.
    pub(crate) fn email_claims(&self) -> EmailClaims {
        EmailClaims::new(&self.email_claim, &self.email_verified_claim)
    }

    /// Returns whether the server has a page to play on.
    pub(crate) fn page(&self) -> PageOptions<'_> {
        if self.no_web {
            return PageOptions::None;
        }
        PageOptions::Served {
            client_id: self.web_client_id.as_deref(),
            scope: &self.web_scope,
            token: self.web_token,
        }
    }

    /// Returns the number of games whose questions are written at a time.
    pub(crate) fn writers(&self) -> usize {
        let default = || default_writers(&self.model);
        self.writers.map_or_else(default, usize::from)
    }

    /// Returns the time limit for writing the questions of a game.
    pub(crate) fn writing_timeout(&self) -> Duration {
        let default = || self.model.default_writing_timeout();
        self.writing_timeout
            .map_or_else(default, Duration::from_secs)
    }

    /// Returns the limit of new games per player and hour, or `None` if there is none.
    pub(crate) fn games_per_hour(&self) -> Option<GamesPerHour> {
        GamesPerHour::new(self.games_per_hour).ok()
    }

    /// Returns the limit of expensive games per player and hour, or `None` if there is none.
    pub(crate) fn expensive_games_per_hour(&self) -> Option<ExpensiveGamesPerHour> {
        ExpensiveGamesPerHour::new(self.expensive_games_per_hour).ok()
    }

    /// Returns which games are kept.
    pub(crate) fn retention(&self) -> Retention {
        Retention::default()
            .with_finished_games_kept(FinishedGamesKept::days(self.finished_games_kept).ok())
            .with_games_per_player(GamesPerPlayer::new(self.games_per_player).ok())
    }

    /// Returns the derivation of player ids, with the key if one is set.
    pub(crate) fn player_ids(&self) -> Result<PlayerIds, ShortKey> {
        match &self.player_id_key {
            Some(Secret(key)) => PlayerIdKey::new(key.as_str()).map(PlayerIds::keyed),
            None => Ok(PlayerIds::unkeyed()),
        }
    }
}

/// Returns the number of processors that this process may use, less one for requests. A writer that waits for a model
/// uses no processor, and must not delay the games of all others.
fn default_writers(model: &ModelOptions) -> usize {
    let processors = available_parallelism().map_or(1, NonZeroUsize::get);
    let least = if model.has_model() { 4 } else { 1 };
    processors.saturating_sub(1).max(least)
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
