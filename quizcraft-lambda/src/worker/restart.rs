//! How a process gets rid of threads that do not end.

use std::convert::Infallible;
use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use quizcraft_core::gateway::BoxError;
use quizcraft_memory::WriterThreads;
use tokio::time::timeout;

/// How long a writer may take to end once its invocation is answered.
const GRACE: Duration = Duration::from_millis(100);

/// Starts the process anew if a writer still runs: on a function's one processor it would compete with
/// the next invocation.
///
/// To be called when the response is sent and before the next event is asked for. A thread cannot be
/// ended, but `exec` ends them all: the program starts again under the same process id, with the same
/// arguments and environment. Lambda sees a runtime that takes a moment to ask for the next event.
/// If the process exited instead, Lambda would count an error and deliver the whole batch again.
///
/// # Errors
///
/// If the program cannot be started again. The process has to exit then, which has the same effect at
/// that price.
pub(super) async fn without_hanging(threads: &WriterThreads) -> Result<(), BoxError> {
    if timeout(GRACE, threads.wait_for_abandoned()).await.is_ok() {
        return Ok(());
    }
    let hanging = threads.abandoned();
    tracing::warn!(
        hanging,
        "writers hang after their invocation; the process starts anew"
    );
    let Err(error) = restart();
    Err(format!("the process cannot start anew: {error}").into())
}

/// Replaces this process by a new one of the same program.
fn restart() -> Result<Infallible, io::Error> {
    let program = env::current_exe()?;
    Err(Command::new(program).args(env::args_os().skip(1)).exec())
}
