use std::io;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::options::LogFormat;

/// Starts the log on standard error: from INFO up, unless `RUST_LOG` says otherwise.
pub(crate) fn start(format: LogFormat) {
    let default = LevelFilter::INFO.into();
    let filter = EnvFilter::builder()
        .with_default_directive(default)
        .from_env_lossy();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // A log that nobody can read is no reason to stop serving.
        .log_internal_errors(false)
        .with_writer(io::stderr);
    match format {
        LogFormat::Json => log.json().flatten_event(true).init(),
        LogFormat::Pretty => log.with_ansi(console::colors_enabled_stderr()).init(),
    }
}
