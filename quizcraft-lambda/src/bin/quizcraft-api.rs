//! The function behind API Gateway.

use std::process::ExitCode;

fn main() -> ExitCode {
    quizcraft_lambda::api()
}
