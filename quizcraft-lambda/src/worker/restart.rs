//! Ends blocked threads by replacing the process.

use std::convert::Infallible;
use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use quizcraft_core::gateway::BoxError;
use quizcraft_memory::WriterThreads;
use tokio::time::timeout;

/// The time that a writer has to return after the response is sent.
const GRACE: Duration = Duration::from_millis(100);

/// Replaces the process by `exec` if a writer still blocks a thread, which would compete with the next
/// invocation for the processor.
///
/// Callers MUST call this after the response is sent and before the next event is polled.
///
/// A single thread cannot be stopped, but `exec` ends all of them: the program starts again under the
/// same process id, with the same arguments and environment. Lambda only sees that the next poll is
/// late. If the process exited instead, Lambda would count an error and SQS would deliver the whole
/// batch again.
///
/// # Errors
///
/// Returns an error if `exec` fails. The caller MUST exit then, despite the redelivery.
pub(super) async fn restart_if_blocked(threads: &WriterThreads) -> Result<(), BoxError> {
    if timeout(GRACE, threads.wait_for_abandoned()).await.is_ok() {
        return Ok(());
    }
    let hanging = threads.abandoned();
    tracing::warn!(
        hanging,
        "writers block threads after their invocation; restarting the process"
    );
    let Err(error) = restart();
    Err(format!("cannot restart the process: {error}").into())
}

/// Replaces this process by a new one of the same program. Returns only if that fails.
fn restart() -> Result<Infallible, io::Error> {
    let program = env::current_exe()?;
    Err(Command::new(program).args(env::args_os().skip(1)).exec())
}
