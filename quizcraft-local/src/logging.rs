use std::{env, io};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use crate::log_buffer::{LogBuffer, LogGuard};
use crate::log_fields::LogFields;
use crate::options::LogFormat;

/// The default filter. The embedded DynamoDB warns of each failed condition, which is how races normally
/// end here. The AWS SDK warns if the machine is not an EC2 instance.
const DEFAULT_FILTER: &str = "info,aws_config::imds=error,dynoxide=error";

/// Starts the log on standard error, from INFO up or as `RUST_LOG` says. Dropping the guard flushes it.
pub(crate) fn start(format: LogFormat) -> LogGuard {
    let (buffer, guard) = LogBuffer::start(io::stderr());
    let log = fmt::layer()
        // Errors of the log must not stop the server.
        .log_internal_errors(false)
        .with_writer(buffer);
    match format {
        LogFormat::Json => {
            // A line is in one span at most: that of its request or work.
            init(log.json().flatten_event(true).with_span_list(false));
        }
        LogFormat::Pretty => {
            let log = log.fmt_fields(LogFields);
            init(log.with_ansi(console::colors_enabled_stderr()));
        }
    }
    guard
}

/// Installs a layer with the filter in `RUST_LOG`.
fn init(log: impl Layer<Registry> + Send + Sync) {
    let directives = env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let directives = Some(directives.trim()).filter(|directives| !directives.is_empty());
    let directives = directives.unwrap_or(DEFAULT_FILTER);
    let lines = Registry::default().with(log);
    if let Some(targets) = targets(directives) {
        lines.with(targets).init();
    } else {
        let filter = EnvFilter::builder()
            .with_default_directive(LevelFilter::INFO.into())
            .parse_lossy(directives);
        lines.with(filter).init();
    }
}

/// Returns a filter by level and target, if the directives have no spans or fields. It decides once per
/// call site, while [`EnvFilter`] locks on each request.
fn targets(directives: &str) -> Option<Targets> {
    directives
        .split(',')
        .all(is_plain)
        .then(|| directives.parse().ok())?
}

/// Returns whether a directive is a level, a target, or `TARGET=LEVEL`, which both filters parse in the
/// same way.
fn is_plain(directive: &str) -> bool {
    let is_name_character = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(is_name_character);
    directive.splitn(2, '=').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_targets_use_the_cheaper_filter() {
        for directives in [
            DEFAULT_FILTER,
            "warn",
            "off",
            "info,hyper=debug,quizcraft_core::quiz=trace",
        ] {
            assert!(targets(directives).is_some(), "{directives}");
        }
        for directives in [
            "[request]=debug",
            "[{id=\"7\"}]=debug",
            "info,,",
            "info,=debug",
            "hyper=",
            "info, hyper=debug",
        ] {
            assert!(targets(directives).is_none(), "{directives}");
        }
    }
}
