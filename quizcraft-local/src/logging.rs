use std::{env, io};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::log_buffer::{LogBuffer, LogGuard};
use crate::options::LogFormat;

/// What is logged unless something else is asked for. To DynamoDB in the process, a condition that
/// is not met is worth a warning; here it is how races end. That the machine is none of Amazon's is
/// no news either.
const DEFAULT: &str = "info,aws_config::imds=error,dynoxide=error";

/// Starts the log on standard error: from INFO up, unless `RUST_LOG` says otherwise. It is written
/// until the guard is dropped.
pub(crate) fn start(format: LogFormat) -> LogGuard {
    let (buffer, guard) = LogBuffer::start(io::stderr());
    let asked = env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let asked = Some(asked.trim()).filter(|asked| !asked.is_empty());
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .parse_lossy(asked.unwrap_or(DEFAULT));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // A log that nobody can read is no reason to stop serving.
        .log_internal_errors(false)
        .with_writer(buffer);
    match format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Pretty => log.with_ansi(console::colors_enabled_stderr()).init(),
    }
    guard
}
