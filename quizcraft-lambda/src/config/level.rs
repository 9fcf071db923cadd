use std::str::FromStr;

use tracing_subscriber::filter::LevelFilter;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level(pub(crate) LevelFilter);

/// The text was no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is none of error, warn, info, debug and trace")]
pub(crate) struct InvalidLevel;

impl Default for Level {
    fn default() -> Self {
        Self(LevelFilter::INFO)
    }
}

impl FromStr for Level {
    type Err = InvalidLevel;

    /// Reads a level as Lambda and others write it: in any case, and with the longer name of `warn`.
    fn from_str(text: &str) -> Result<Self, InvalidLevel> {
        let level = match text.to_ascii_lowercase().as_str() {
            "error" => LevelFilter::ERROR,
            "warn" | "warning" => LevelFilter::WARN,
            "info" => LevelFilter::INFO,
            "debug" => LevelFilter::DEBUG,
            "trace" => LevelFilter::TRACE,
            _ => return Err(InvalidLevel),
        };
        Ok(Self(level))
    }
}
