use std::io;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;

use quizcraft_core::ShortKey;
use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_http::auth::DiscoveryError;

/// Why the program could not do what it was asked for, in one line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    #[error(
        "without --issuer anybody can get a token, so {0} will not do: \
         listen on loopback, or name an --issuer and an --audience"
    )]
    OpenToAll(SocketAddr),
    #[error("the issuer cannot be used")]
    Issuer(#[source] DiscoveryError),
    #[error("--player-id-key will not do")]
    PlayerIdKey(#[source] ShortKey),
    #[error("a key for tokens cannot be made")]
    Key,
    #[error("cannot read or write here")]
    Terminal(#[source] io::Error),
    #[error("nobody listens any more")]
    Unheard,
    #[error("this cannot be played")]
    Game(#[source] BoxError),
}

impl Failure {
    /// Says what went wrong and why, in one line, and gives the exit code for it.
    ///
    /// Whoever closes the pipe that was written to has seen enough: that is nothing to complain of.
    pub(crate) fn report(self) -> ExitCode {
        if let Self::Unheard = self {
            return ExitCode::SUCCESS;
        }
        // When not even the error can be written, the exit code has to say it alone.
        let _ = writeln!(io::stderr(), "error: {}", Causes(&self));
        ExitCode::FAILURE
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
