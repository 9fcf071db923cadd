//! Starts a function. If its environment is invalid, it logs one line and exits.

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use quizcraft_core::gateway::{BoxError, Causes};
use quizcraft_http::log_panics;

use crate::config::{ConfigError, Level};
use crate::observe::logging;

/// Starts the log and runs a function until its process ends.
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
    let config = config.and_then(|config| check_runtime().map(|()| config));
    match config.and_then(|config| block_on(function(config))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the function stops: {}", Causes(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Checks that Lambda started this process: it sets these variables, without which the runtime panics.
fn check_runtime() -> Result<(), BoxError> {
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
    let missing = missing.join(", ");
    Err(format!("not started by AWS Lambda: missing {missing}").into())
}

/// Runs a future on one thread. That is enough, since Lambda sends one event at a time, and starts
/// faster than several threads.
fn block_on(function: impl Future<Output = Result<(), BoxError>>) -> Result<(), BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(function)
}
