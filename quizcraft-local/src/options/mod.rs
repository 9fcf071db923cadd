//! The command line.

mod environment;
mod listen;
#[cfg(feature = "dynamodb")]
mod stores;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use quizcraft_http::Origin;
use quizcraft_identity::EmailClaims;
use quizcraft_identity::{PlayerIdKey, PlayerIds, ShortKey};

use environment::{is_blank, without_blank};

pub(crate) use listen::ListenAddr;
#[cfg(feature = "dynamodb")]
pub(crate) use stores::{Absent, Keeping, StoreOptions};

/// A quiz game: name a few keywords, get a game of questions made for them.
#[derive(Debug, Parser)]
#[command(
    name = "quizcraft",
    version,
    after_help = "Without a command it serves: `quizcraft --addr 127.0.0.1:0` is \
        `quizcraft serve --addr 127.0.0.1:0`."
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the quiz API (what happens without a command, too)
    Serve(Box<ServeOptions>),
    /// Play a game in the terminal
    Play(PlayOptions),
    /// List what questions can be about
    Topics,
    /// Print questions with their answers, to read them
    Questions(QuestionsOptions),
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ServeOptions {
    /// Where to listen: an IP address or a host name, and a port; port 0 picks a free one
    #[arg(
        long,
        env = "QUIZCRAFT_ADDR",
        value_name = "HOST:PORT",
        default_value = "127.0.0.1:8080"
    )]
    pub(crate) addr: ListenAddr,
    /// The origin of the web pages that may call the API
    #[arg(
        long,
        env = "QUIZCRAFT_CORS_ORIGIN",
        default_value = "http://localhost:1234"
    )]
    pub(crate) cors_origin: Origin,
    /// An OpenID Connect provider whose tokens are good here; without one, POST /dev/token gives
    /// tokens to every process on this machine
    #[arg(long, env = "QUIZCRAFT_ISSUER", requires = "audience", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) issuer: Option<String>,
    /// The audience that the provider's tokens must be for
    #[arg(long, env = "QUIZCRAFT_AUDIENCE", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) audience: Option<String>,
    /// The claim of the provider's tokens that holds the player's email address; where a token has
    /// none, the provider is asked
    #[arg(long, env = "QUIZCRAFT_EMAIL_CLAIM", default_value = "email", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_claim: String,
    /// The claim that tells whether the provider vouches for the address
    #[arg(long, env = "QUIZCRAFT_EMAIL_VERIFIED_CLAIM", default_value = "email_verified", requires = "issuer", value_parser = NonEmptyStringValueParser::new())]
    email_verified_claim: String,
    /// A secret of at least 16 bytes that keeps player ids from being guessed
    #[arg(long, env = "QUIZCRAFT_PLAYER_ID_KEY", hide_env_values = true)]
    player_id_key: Option<Secret>,
    /// How many seconds the questions of a game may take to be written
    #[arg(
        long,
        env = "QUIZCRAFT_WRITING_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 20,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    writing_timeout: u64,
    /// How to write the log, which goes to standard error
    #[arg(long, env = "QUIZCRAFT_LOG", value_enum, default_value_t = LogFormat::Pretty)]
    pub(crate) log: LogFormat,
    #[cfg(feature = "dynamodb")]
    #[command(flatten)]
    pub(crate) stores: StoreOptions,
}

/// A value that is looked at only after the command line is read: what is wrong with an argument
/// is told together with the argument.
#[derive(Clone)]
struct Secret(String);

#[derive(Debug, Args)]
pub(crate) struct PlayOptions {
    /// What the game is to be about: words, or phrases between commas
    pub(crate) keywords: Vec<String>,
    /// How many questions it is to have at most
    #[arg(long, env = "QUIZCRAFT_QUESTIONS", default_value_t = 15)]
    pub(crate) questions: i64,
}

#[derive(Debug, Args)]
pub(crate) struct QuestionsOptions {
    /// What the questions are to be about: words, or phrases between commas
    #[arg(required = true)]
    pub(crate) keywords: Vec<String>,
    /// How many questions to print, as far as there are so many
    #[arg(long, default_value_t = 15)]
    pub(crate) count: usize,
    /// Which questions: the same seed gives the same ones
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How to print them
    #[arg(long, value_enum, default_value_t = QuestionFormat::Text)]
    pub(crate) format: QuestionFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuestionFormat {
    /// For people
    Text,
    /// For programs: an array of objects
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Json,
    Pretty,
}

impl Options {
    /// Reads the command line and the environment. Answers a question about them (`--help`), and
    /// says in one line what is wrong with them, by itself.
    ///
    /// # Errors
    ///
    /// The exit code with which the program is to end.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::parsed(&with_command(env::args_os())).map_err(|error| {
            let shown = if error.use_stderr() {
                writeln!(io::stderr(), "{}", one_line(&error))
            } else {
                error.print()
            };
            // When not even this can be written, the exit code has to say it alone.
            drop(shown);
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        })
    }

    /// Reads arguments, and those variables that are not set to nothing. Help names all of them.
    fn parsed(args: &[OsString]) -> Result<Self, clap::Error> {
        let command = without_blank(<Self as CommandFactory>::command(), &is_blank);
        let matches = match command.try_get_matches_from(args) {
            Err(help) if help.kind() == ErrorKind::DisplayHelp => {
                <Self as CommandFactory>::command().try_get_matches_from(args)?
            }
            other => other?,
        };
        Self::from_arg_matches(&matches)
    }

    /// Returns the command that is meant.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }
}

impl ServeOptions {
    /// Returns the issuer and the audience, which come together.
    pub(crate) fn provider(&self) -> Option<(&str, &str)> {
        self.issuer.as_deref().zip(self.audience.as_deref())
    }

    /// Returns the claims of a token that tell the player's email address.
    pub(crate) fn email_claims(&self) -> EmailClaims {
        EmailClaims::new(&self.email_claim, &self.email_verified_claim)
    }

    /// Returns how long the questions of a game may take to be written.
    pub(crate) const fn writing_timeout(&self) -> Duration {
        Duration::from_secs(self.writing_timeout)
    }

    /// Returns how players get their ids: under the key, if there is one.
    pub(crate) fn player_ids(&self) -> Result<PlayerIds, ShortKey> {
        match &self.player_id_key {
            Some(Secret(key)) => PlayerIdKey::new(key.as_str()).map(PlayerIds::keyed),
            None => Ok(PlayerIds::unkeyed()),
        }
    }
}

/// Returns the arguments with the command that is meant where none is named: serving. So what is
/// set for serving, in the environment too, is looked at by nothing else.
fn with_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    const ABOUT: [&str; 4] = ["-h", "--help", "-V", "--version"];
    let mut args: Vec<_> = args.collect();
    let named = args.get(1).and_then(|first| first.to_str());
    let unnamed = named.is_none_or(|first| first.starts_with('-') && !ABOUT.contains(&first));
    if unnamed && !args.is_empty() {
        args.insert(1, "serve".into());
    }
    args
}

/// Returns what is wrong, without the advice that follows after a blank line.
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
