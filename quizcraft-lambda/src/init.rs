//! How a function starts: what is wrong with its environment is one line, and it ends.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_http::log_panics;

use crate::config::{ConfigError, Level};
use crate::observe::logging;

/// Runs a function as it is configured, until its process is ended.
pub(crate) fn run<C, F>(
    config: Result<C, ConfigError>,
    level: impl FnOnce(&C) -> Level,
    function: impl FnOnce(C) -> F,
) -> ExitCode
where
    F: Future<Output = Result<(), BoxError>>,
{
    logging::start(config.as_ref().map(level).unwrap_or_default());
    log_panics();
    let config = config.map_err(BoxError::from);
    let config = config.and_then(|config| lambda_is_there().map(|()| config));
    match config.and_then(|config| block_on(function(config))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the function ends: {}", Causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Returns what starts a function sets these, and the runtime would panic without them.
fn lambda_is_there() -> Result<(), BoxError> {
    let mut missing = vec![
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
    ];
    let is_blank = |value: OsString| value.to_string_lossy().trim().is_empty();
    missing.retain(|name| env::var_os(name).is_none_or(is_blank));
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "Lambda has not started this: without {}",
        missing.join(", ")
    )
    .into())
}

/// Returns one thread is enough for one event at a time, and sooner there than several.
fn block_on(function: impl Future<Output = Result<(), BoxError>>) -> Result<(), BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(function)
}
