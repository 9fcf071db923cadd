use std::io;

use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

use crate::config::Level;

/// Starts the log: lines of JSON on standard output, where Lambda reads them.
pub(crate) fn start(Level(level): Level) {
    let filter = filter_fn(move |line| is_wanted(line, level)).with_max_level_hint(level);
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .with_writer(io::stdout)
        .log_internal_errors(false)
        .with_filter(filter);
    // A subscriber that the embedding program installed before stays.
    let _ = registry().with(lines).try_init();
}

/// Returns whether a line is to be logged. What others log below INFO is about what passes through
/// them: the runtime's whole events, tokens included.
fn is_wanted(line: &Metadata<'_>, level: LevelFilter) -> bool {
    let ours = line.target().starts_with("quizcraft");
    let level = if ours {
        level
    } else {
        level.min(LevelFilter::INFO)
    };
    *line.level() <= level && !is_told_twice(line)
}

/// Returns the router says that it answered; the line with the metrics says that and more. The
/// runtime says that an event was refused, or that something panicked, without its ids.
fn is_told_twice(line: &Metadata<'_>) -> bool {
    let answered = line.target() == "quizcraft_http::layers" && *line.level() == LevelFilter::INFO;
    let failed = line.target() == "lambda_runtime::layers::panic";
    line.is_event() && (answered || failed)
}
