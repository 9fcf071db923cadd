//! The binary `quizcraft`.

use std::process::ExitCode;

fn main() -> ExitCode {
    quizcraft_local::run()
}
