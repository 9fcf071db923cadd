use std::panic::{self, PanicHookInfo};

/// Has a panic told of in the log, by where it happened. What it says may be a player's, and is told
/// nowhere; what Rust does otherwise prints it.
pub fn log_panics() {
    panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string);
    tracing::error!(location, "a panic");
}
