use std::{env, io};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt};

use crate::log_buffer::{LogBuffer, LogGuard};
use crate::log_fields::LogFields;
use crate::options::LogFormat;

/// What is logged unless something else is asked for. To DynamoDB in the process, a condition that
/// is not met is worth a warning; here it is how races end. That the machine is none of Amazon's is
/// no news either.
const DEFAULT: &str = "info,aws_config::imds=error,dynoxide=error";

/// Starts the log on standard error: from INFO up, unless `RUST_LOG` says otherwise. It is written
/// until the guard is dropped.
pub(crate) fn start(format: LogFormat) -> LogGuard {
    let (buffer, guard) = LogBuffer::start(io::stderr());
    let log = fmt::layer()
        // A log that cannot be written is no reason to stop serving.
        .log_internal_errors(false)
        .with_writer(buffer);
    match format {
        LogFormat::Json => init(log.json().flatten_event(true)),
        LogFormat::Pretty => {
            let log = log.fmt_fields(LogFields);
            init(log.with_ansi(console::colors_enabled_stderr()));
        }
    }
    guard
}

/// Has a layer write what is asked for.
fn init(log: impl Layer<Registry> + Send + Sync) {
    let asked = env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let asked = Some(asked.trim()).filter(|asked| !asked.is_empty());
    let asked = asked.unwrap_or(DEFAULT);
    let lines = Registry::default().with(log);
    if let Some(targets) = targets(asked) {
        lines.with(targets).init();
    } else {
        let filter = EnvFilter::builder()
            .with_default_directive(LevelFilter::INFO.into())
            .parse_lossy(asked);
        lines.with(filter).init();
    }
}

/// Returns a filter by levels and targets, if no more is asked for. It decides once for each place
/// that logs; that for spans and fields takes locks for each request.
fn targets(asked: &str) -> Option<Targets> {
    asked.split(',').all(is_plain).then(|| asked.parse().ok())?
}

/// Returns whether a directive is a level, a target, or both with `=` between them, which both
/// filters read alike.
fn is_plain(directive: &str) -> bool {
    let of_name = |c: char| c.is_ascii_alphanumeric() || "_:-".contains(c);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(of_name);
    directive.splitn(2, '=').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_targets_need_no_filter_for_spans() {
        for asked in [
            DEFAULT,
            "warn",
            "off",
            "info,hyper=debug,quizcraft_core::quiz=trace",
        ] {
            assert!(targets(asked).is_some(), "{asked}");
        }
        for asked in [
            "[request]=debug",
            "[{id=\"7\"}]=debug",
            "info,,",
            "info,=debug",
            "hyper=",
            "info, hyper=debug",
        ] {
            assert!(targets(asked).is_none(), "{asked}");
        }
    }
}
