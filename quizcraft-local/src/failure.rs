use std::io;
use std::io::Write;
use std::net::IpAddr;
#[cfg(feature = "dynamodb")]
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "dynamodb")]
use quizcraft_core::gateway::GatewayError;
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_identity::InvalidIssuer;
use quizcraft_identity::ShortKey;

use crate::options::ListenAddr;
use crate::serve::BindError;

/// Why the program could not do what it was asked for, in one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("invalid --addr: the host of {0} cannot be found")]
    Host(ListenAddr, #[source] io::Error),
    #[error("cannot listen on {0}")]
    Listen(ListenAddr, #[source] BindError),
    #[error(
        "invalid --addr: without --issuer any client gets a token, so every address of {0} must be a \
         loopback address, and {1} is not: listen on localhost, or give an --issuer and an --audience"
    )]
    OpenToAll(ListenAddr, IpAddr),
    #[error("--issuer will not do")]
    Issuer(#[source] InvalidIssuer),
    #[error("--player-id-key will not do")]
    PlayerIdKey(#[source] ShortKey),
    #[cfg(feature = "dynamodb")]
    #[error("games cannot be kept in {}", .0.display())]
    Data(PathBuf, #[source] BoxError),
    #[cfg(feature = "dynamodb")]
    #[error("no AWS region is configured: AWS_REGION names one, or the profile does")]
    NoRegion,
    #[cfg(feature = "dynamodb")]
    #[error(
        "no AWS credentials can be loaded: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY give some, \
         or the profile does"
    )]
    NoCredentials(#[source] GatewayError),
    #[cfg(feature = "dynamodb")]
    #[error("the tables cannot be used")]
    Tables(#[source] GatewayError),
    #[cfg(feature = "dynamodb")]
    #[error("there is no table {0}: --create-tables makes what is missing")]
    NoTables(String),
    #[error("a key for tokens cannot be made")]
    Key,
    #[error("cannot read or write here")]
    Terminal(#[source] io::Error),
    #[error("the terminal was closed")]
    Unheard,
    #[error("this cannot be played")]
    Game(#[source] BoxError),
}

impl Failure {
    /// Says what went wrong and why, in one line, and gives the exit code for it.
    ///
    /// A closed pipe is not an error: its reader has seen enough.
    pub(crate) fn report(self) -> ExitCode {
        if let Self::Unheard = self {
            return ExitCode::SUCCESS;
        }
        // When not even the error can be written, the exit code has to say it alone.
        let _ = writeln!(io::stderr(), "error: {}", self.line());
        ExitCode::FAILURE
    }

    /// Returns what went wrong and why, in one line: some causes take more for themselves.
    fn line(&self) -> String {
        let text = Causes(self).to_string();
        text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Unheard,
            _ => Self::Terminal(error),
        }
    }
}
