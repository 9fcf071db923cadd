//! `quizcraft`: the quiz on one machine.

use std::process::ExitCode;

fn main() -> ExitCode {
    quizcraft_local::run()
}
