use std::io;
use std::io::Write;
use std::net::IpAddr;
#[cfg(feature = "dynamodb")]
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "otlp")]
use opentelemetry_otlp::ExporterBuildError;
#[cfg(feature = "dynamodb")]
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::gateway::{BoxError, Causes, WriteError};
use quizcraft_core::{Keyword, isolated};
use quizcraft_identity::InvalidIssuer;
use quizcraft_identity::ShortKey;

#[cfg(feature = "dynamodb")]
use crate::data_file::BackupError;
#[cfg(feature = "otlp")]
use crate::options::InvalidEndpoint;
#[cfg(feature = "model")]
use crate::options::InvalidModel;
use crate::options::{ListenAddr, TooFewFiles};
use crate::serve::BindError;

/// An error that ends the program, reported in one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("invalid --addr: cannot resolve the host of {0}")]
    Host(ListenAddr, #[source] io::Error),
    #[error("cannot listen on {0}")]
    Listen(ListenAddr, #[source] BindError),
    #[error("invalid --metrics-addr: cannot resolve the host of {0}")]
    MetricsHost(ListenAddr, #[source] io::Error),
    #[error("invalid --metrics-addr: cannot listen on {0}")]
    MetricsListen(ListenAddr, #[source] BindError),
    #[error(
        "invalid --addr: {0} resolves to {1}, which is not a loopback address; without --issuer, every \
         client gets a token, so listen on localhost, or set --issuer and --audience"
    )]
    OpenToAll(ListenAddr, IpAddr),
    #[error("invalid --max-connections")]
    MaxConnections(#[source] TooFewFiles),
    #[cfg(not(feature = "otlp"))]
    #[error(
        "invalid --otlp-endpoint: this build cannot export traces; build it with `--features otlp`"
    )]
    NoTraces,
    #[cfg(feature = "otlp")]
    #[error("invalid --otlp-endpoint")]
    OtlpEndpoint(#[source] InvalidEndpoint),
    #[cfg(feature = "otlp")]
    #[error("cannot export traces")]
    Traces(#[source] ExporterBuildError),
    #[cfg(not(feature = "model"))]
    #[error(
        "invalid {0}: this build has no language model; build it with the feature `model`, which is on by default"
    )]
    NoModel(&'static str),
    #[cfg(feature = "model")]
    #[error(transparent)]
    Model(InvalidModel),
    #[error("invalid --issuer")]
    Issuer(#[source] InvalidIssuer),
    #[error("invalid --player-id-key")]
    PlayerIdKey(#[source] ShortKey),
    #[cfg(feature = "dynamodb")]
    #[error("cannot store games in {}", .0.display())]
    Data(PathBuf, #[source] BoxError),
    #[cfg(feature = "dynamodb")]
    #[error(transparent)]
    Backup(BackupError),
    #[cfg(feature = "dynamodb")]
    #[error("no AWS region: set AWS_REGION, or a region in the profile")]
    NoRegion,
    #[cfg(feature = "dynamodb")]
    #[error(
        "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or configure a profile"
    )]
    NoCredentials(#[source] GatewayError),
    #[cfg(feature = "dynamodb")]
    #[error("cannot use the tables")]
    Tables(#[source] GatewayError),
    #[cfg(feature = "dynamodb")]
    #[error("missing tables: {0} (--create-tables creates them)")]
    NoTables(String),
    #[error("cannot write the OpenAPI document")]
    Document(#[source] serde_json::Error),
    #[error("cannot generate a key for signing tokens")]
    Key,
    #[error("cannot read from or write to the terminal")]
    Terminal(#[source] io::Error),
    #[error("the output was closed by its reader")]
    OutputClosed,
    /// The findings are printed already.
    #[error("{errors} and {warnings} in the facts files")]
    Facts { errors: String, warnings: String },
    #[error("cannot create a game")]
    Game(#[source] BoxError),
    #[error("cannot create a game: {0}")]
    NoQuestions(quizcraft_core::Failure),
    #[error("cannot create a game now; try again later, or try another keyword{}", such_as(.1))]
    NotNow(#[source] BoxError, Vec<Keyword>),
}

impl Failure {
    /// Returns the failure of a game whose writer returned this error.
    pub(crate) fn of_writer(error: WriteError) -> Self {
        match error {
            WriteError::Impossible(failure) => Self::NoQuestions(failure),
            error @ (WriteError::Temporary { .. } | WriteError::OutOfTime) => {
                Self::NotNow(error.into(), Vec::new())
            }
            error => Self::Game(error.into()),
        }
    }

    /// Returns the failure with keywords that have questions, if it is transient.
    pub(crate) fn or_try(self, suggestions: &[Keyword]) -> Self {
        match self {
            Self::NotNow(source, _) => Self::NotNow(source, suggestions.to_vec()),
            failure => failure,
        }
    }

    /// Prints the error with its causes in one line, and returns the exit code.
    ///
    /// A closed pipe is not an error: its reader, such as `head`, has read enough.
    pub(crate) fn report(self) -> ExitCode {
        if let Self::OutputClosed = self {
            return ExitCode::SUCCESS;
        }
        // If the error cannot be written, the exit code still reports it.
        let _ = writeln!(io::stderr(), "error: {}", self.line());
        match self {
            // The code of the parser of the command line.
            #[cfg(feature = "model")]
            Self::Model(_) => ExitCode::from(2),
            #[cfg(not(feature = "model"))]
            Self::NoModel(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }

    /// Returns the error with its causes in one line. Some causes have several lines.
    fn line(&self) -> String {
        let text = Causes(self).to_string();
        text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the end of a sentence that offers keywords, or nothing if there are none.
fn such_as(suggestions: &[Keyword]) -> String {
    let keywords = suggestions.iter().map(|keyword| isolated(keyword.as_str()));
    let keywords: Vec<_> = keywords.collect();
    match keywords.split_last() {
        None => String::new(),
        Some((only, [])) => format!(", such as {only}"),
        Some((last, others)) => format!(", such as {} or {last}", others.join(", ")),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Terminal(error),
        }
    }
}
