use std::io;

use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

use crate::config::Level;

/// Starts the log. Its lines are JSON on standard output, which Lambda forwards to CloudWatch.
pub(crate) fn start(Level(level): Level) {
    let filter = filter_fn(move |line| is_enabled(line, level)).with_max_level_hint(level);
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        // The list of spans contains the current one.
        .with_current_span(false)
        .with_writer(io::stdout)
        .log_internal_errors(false)
        .with_filter(filter);
    // A subscriber that the embedding program has already installed is kept.
    let _ = registry().with(lines).try_init();
}

/// Returns whether a line is logged. Lines of dependencies below INFO are dropped, because the runtime
/// logs whole events, which contain tokens.
fn is_enabled(line: &Metadata<'_>, level: LevelFilter) -> bool {
    let is_own = line.target().starts_with("quizcraft");
    let level = if is_own {
        level
    } else {
        level.min(LevelFilter::INFO)
    };
    *line.level() <= level && !is_duplicate(line)
}

/// Returns whether this crate writes a line with more fields for the same occurrence: the router logs
/// each response without metrics, and the runtime logs rejected events and panics without ids.
fn is_duplicate(line: &Metadata<'_>) -> bool {
    let answered = line.target() == "quizcraft_http::layers" && *line.level() == LevelFilter::INFO;
    let failed = line.target() == "lambda_runtime::layers::panic";
    line.is_event() && (answered || failed)
}
