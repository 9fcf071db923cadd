//! The limits of connections.

use std::time::Duration;

use clap::{Args, value_parser};
use rustix::process::{Resource, getrlimit};

/// The number of open files that are reserved for other purposes than clients: listeners, stores, calls of
/// the identity provider, and connections that are rejected.
const RESERVED_FILES: u64 = 64;

/// The default limit of connections, unless the process may open fewer than twice as many files.
const DEFAULT_CONNECTIONS: u64 = 1024;

/// The time by which the default drain timeout exceeds the request timeout.
const DRAIN_RESERVE: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Args)]
pub(crate) struct ConnectionOptions {
    /// The maximum number of connections; further ones are answered with 503 and closed [default: 1024,
    /// or half the limit of open files if that is lower]
    #[arg(
        long,
        env = "QUIZCRAFT_MAX_CONNECTIONS",
        value_name = "NUMBER",
        value_parser = value_parser!(u64).range(1..=100_000)
    )]
    max_connections: Option<u64>,
    /// The time for which an idle connection is kept open, in seconds
    #[arg(
        long,
        env = "QUIZCRAFT_KEEP_ALIVE_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 75,
        value_parser = value_parser!(u64).range(1..=3600)
    )]
    keep_alive_timeout: u64,
    /// The time within which a client must send the head of a request, in seconds
    #[arg(
        long,
        env = "QUIZCRAFT_HEADER_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = value_parser!(u64).range(1..=3600)
    )]
    header_timeout: u64,
    /// The time within which a request must be answered, including receiving its body, in seconds
    #[arg(
        long,
        env = "QUIZCRAFT_REQUEST_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = value_parser!(u64).range(1..=3600)
    )]
    request_timeout: u64,
    /// The time after which a connection is closed if its client reads nothing of a response, in seconds
    #[arg(
        long,
        env = "QUIZCRAFT_WRITE_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 30,
        value_parser = value_parser!(u64).range(1..=3600)
    )]
    write_timeout: u64,
    /// The time for which a stopping server waits for requests in progress, in seconds [default: the
    /// request timeout and 5 seconds]
    #[arg(
        long,
        env = "QUIZCRAFT_DRAIN_TIMEOUT",
        value_name = "SECONDS",
        value_parser = value_parser!(u64).range(1..=3600)
    )]
    drain_timeout: Option<u64>,
    /// The time for which a stopping server still accepts connections, while GET /readyz responds with 503,
    /// in seconds
    #[arg(
        long,
        env = "QUIZCRAFT_DRAIN_DELAY",
        value_name = "SECONDS",
        default_value_t = 0,
        value_parser = value_parser!(u64).range(0..=3600)
    )]
    drain_delay: u64,
}

/// The process may not open enough files for the connections.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected at most {}: the process may open {files} files (`ulimit -n`), and {RESERVED_FILES} are reserved",
    .files.saturating_sub(RESERVED_FILES)
)]
pub(crate) struct TooFewFiles {
    files: u64,
}

impl ConnectionOptions {
    /// Returns the maximum number of connections.
    ///
    /// # Errors
    ///
    /// Returns an error if it exceeds the limit of open files of this process.
    pub(crate) fn max_connections(&self) -> Result<usize, TooFewFiles> {
        let connections = max_connections(self.max_connections, open_files())?;
        Ok(usize::try_from(connections).unwrap_or(usize::MAX))
    }

    pub(crate) const fn keep_alive_timeout(&self) -> Duration {
        Duration::from_secs(self.keep_alive_timeout)
    }

    pub(crate) const fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.header_timeout)
    }

    pub(crate) const fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout)
    }

    pub(crate) const fn write_timeout(&self) -> Duration {
        Duration::from_secs(self.write_timeout)
    }

    pub(crate) const fn drain_delay(&self) -> Duration {
        Duration::from_secs(self.drain_delay)
    }

    pub(crate) fn drain_timeout(&self) -> Duration {
        let default = self.request_timeout().saturating_add(DRAIN_RESERVE);
        self.drain_timeout.map_or(default, Duration::from_secs)
    }
}

/// Returns the number of files that this process may open.
fn open_files() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// Returns the limit of connections for a process that may open `files` files.
fn max_connections(option: Option<u64>, files: u64) -> Result<u64, TooFewFiles> {
    match option {
        // A request may need a further file, such as a connection to the store.
        None => Ok(DEFAULT_CONNECTIONS.min(files / 2).max(1)),
        Some(connections) if connections > files.saturating_sub(RESERVED_FILES) => {
            Err(TooFewFiles { files })
        }
        Some(connections) => Ok(connections),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_leaves_files_for_other_purposes() {
        for (files, expected) in [(u64::MAX, 1024), (1024, 512), (128, 64), (0, 1)] {
            assert_eq!(max_connections(None, files), Ok(expected));
        }
    }

    #[test]
    fn more_connections_than_files_are_an_error() {
        for (connections, files, expected) in
            [(960, 1024, true), (961, 1024, false), (1, 64, false)]
        {
            let limit = max_connections(Some(connections), files);
            assert_eq!(limit.is_ok(), expected, "{connections} of {files}");
        }
        let error = max_connections(Some(961), 1024).unwrap_err().to_string();
        assert!(
            error.contains("at most 960") && error.contains("1024"),
            "{error}"
        );
    }
}
