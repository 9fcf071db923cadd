//! The function behind the queue.

use std::process::ExitCode;

fn main() -> ExitCode {
    quizcraft_lambda::worker()
}
