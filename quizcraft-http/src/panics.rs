use std::panic::{self, PanicHookInfo};

/// From now on tells of every panic of the process in its log, by where it happened; within a request,
/// under the request's id. What a panic says may be a player's, and is told nowhere. Rust itself
/// would print it on standard error.
///
/// Start a log ([`tracing`]) before: without one, panics are silent.
pub fn log_panics() {
    panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string);
    tracing::error!(location, "a panic");
}
